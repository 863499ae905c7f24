/**
 * Notebook files: read, checked and written as Jupyter itself writes them (nbformat 4.5).
 *
 * @module
 */

import { stripVTControlCharacters } from "node:util";
import { expectation } from "../../internal/checks.ts";
import { asNumber, formatJson, isObject, joinLines, parseJson, splitLines } from "./json.ts";

const CELL_TYPES: unknown[] = ["code", "markdown", "raw"];

/** Data by MIME type: JSON values under JSON types, else text (images in base64). */
export type MimeData = Record<string, unknown>;

/** What a cell wrote to stdout or stderr. */
export interface StreamOutput {
  /** Tells the kinds of output apart. */
  output_type: "stream";
  /** Which stream. */
  name: "stdout" | "stderr";
  /** What was written. */
  text: string;
}

/** What a cell displayed. */
export interface DisplayOutput {
  /** Tells the kinds of output apart. */
  output_type: "display_data";
  /** One thing in several MIME types. */
  data: MimeData;
  /** Hints to front ends. */
  metadata: Record<string, unknown>;
}

/** The value of a cell's last expression. */
export interface ResultOutput extends Omit<DisplayOutput, "output_type"> {
  /** Tells the kinds of output apart. */
  output_type: "execute_result";
  /** The cell's number in the kernel's count. */
  execution_count: number | null;
}

/** What a cell threw. */
export interface ErrorOutput {
  /** Tells the kinds of output apart. */
  output_type: "error";
  /** The error's class. */
  ename: string;
  /** The error's message. */
  evalue: string;
  /** The stack, line by line. */
  traceback: string[];
}

/** One output of a code cell. */
export type Output = StreamOutput | DisplayOutput | ResultOutput | ErrorOutput;

/** A cell of code. */
export interface CodeCell {
  /** Tells the kinds of cell apart. */
  cell_type: "code";
  /** Stable name of the cell, unique in the notebook. */
  id: string;
  /** Tags and hints to front ends. */
  metadata: Record<string, unknown>;
  /** The code. */
  source: string;
  /** What it wrote, displayed or threw when last executed. */
  outputs: Output[];
  /** Its number in the kernel's count; null where it was not executed. */
  execution_count: number | null;
}

/** A cell of Markdown, or of text that is passed on as it is. */
export interface TextCell extends Pick<CodeCell, "id" | "metadata" | "source"> {
  /** Tells the kinds of cell apart. */
  cell_type: "markdown" | "raw";
  /** Files that it shows, by name: each by MIME type, in base64. */
  attachments?: Readonly<Record<string, MimeData>>;
}

/** A notebook in memory: sources and texts in one piece rather than in lines. */
export interface Notebook {
  /** The cells in order. */
  cells: (CodeCell | TextCell)[];
  /** Kernel and language. */
  metadata: Record<string, unknown>;
  /** Major version of the format: 4. */
  nbformat: number;
  /** Minor version of the format. */
  nbformat_minor: number;
}

/** Cells with this tag are not executed; they keep their outputs. nbclient's name for it. */
export const SKIP_TAG = "skip-execution";

/** Cells with this tag may throw, and the run goes on. nbclient's name for it. */
export const RAISES_TAG = "raises-exception";

/** A code cell that is executed, with its number: In [number] after a run from a fresh kernel. */
export interface NumberedCell {
  /** Counted from 1 over the code cells that are executed. */
  number: number;
  /** The cell. */
  cell: CodeCell;
}

/** The code cells that are executed, numbered: all but empty ones and those tagged to be skipped. */
export function codeCells(notebook: Notebook): NumberedCell[] {
  return notebook.cells.filter(isExecuted).map((cell, i) => ({ number: i + 1, cell }));
}

/** Whether a run executes the cell. */
export function isExecuted(cell: Notebook["cells"][number]): cell is CodeCell {
  return cell.cell_type === "code" && cell.source.trim() !== "" && !hasTag(cell, SKIP_TAG);
}

/** Whether the cell has a tag. */
export function hasTag({ metadata }: Pick<CodeCell, "metadata">, tag: string): boolean {
  return Array.isArray(metadata.tags) && metadata.tags.includes(tag);
}

/** Reads a notebook from a file in UTF-8, with or without a byte order mark. */
export async function readNotebook(path: string): Promise<Notebook> {
  const bytes = await Deno.readFile(path);
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new TypeError(expectation(path, "a notebook in UTF-8", "bytes of another encoding"));
  }
  return parseNotebook(text, path);
}

/**
 * Reads a notebook's JSON; cells without an id are given one.
 *
 * @param text The JSON.
 * @param name What error messages call the notebook.
 * @throws {SyntaxError} If the text is no JSON.
 * @throws {TypeError} If it is no notebook of nbformat 4, or one of its cells is none.
 */
export function parseNotebook(text: string, name: string): Notebook {
  let notebook: unknown;
  try {
    notebook = parseJson(text);
  } catch (error) {
    throw new SyntaxError(expectation(name, "a notebook in JSON", String(error)));
  }
  if (!isObject(notebook) || asNumber(notebook.nbformat) !== 4 || !Array.isArray(notebook.cells)) {
    throw new TypeError(expectation(name, "a notebook of nbformat 4", notebook));
  }
  const { metadata = {}, nbformat_minor = 0 } = notebook;
  if (!isObject(metadata)) {
    throw new TypeError(expectation(`the metadata of ${name}`, "an object", metadata));
  }
  notebook.cells.forEach((cell, i) => checkCell(cell, `cell ${i + 1} of ${name}`));
  const cells = joinLines(notebook.cells) as Notebook["cells"];
  return {
    ...notebook,
    metadata,
    nbformat: 4,
    nbformat_minor: Math.max(5, Number(asNumber(nbformat_minor))),
    cells: cells.map(completed),
  };
}

/**
 * Refuses a notebook that was written for another kernel than Deno's.
 *
 * @param name What the error message calls the notebook.
 * @throws {TypeError} If its kernel or language is another.
 */
export function checkKernel({ metadata }: Notebook, name: string): void {
  const { kernelspec, language_info } = metadata;
  const spec = isObject(kernelspec) ? kernelspec : {};
  const language = spec.language ?? (isObject(language_info) ? language_info.name : undefined);
  const isDeno = spec.name === "deno" || language === "typescript" ||
    spec.name === undefined && language === undefined;
  if (isDeno) return;
  const found = spec.name === undefined ? language : spec.name;
  throw new TypeError(expectation(`the kernel of ${name}`, "Deno's", found));
}

/** The notebook as Jupyter writes it: keys sorted, texts in lines, indented by one space. */
export function formatNotebook(notebook: Notebook): string {
  return formatJson({ ...notebook, cells: splitLines(notebook.cells) }) + "\n";
}

/** The text without the terminal's colour codes. */
export function plain(text: string): string {
  return stripVTControlCharacters(text);
}

/** A cell with everything that Jupyter's format asks for and that has an empty form. */
function completed(cell: CodeCell | TextCell): CodeCell | TextCell {
  const whole = {
    ...cell,
    id: cell.id ?? crypto.randomUUID().slice(0, 8),
    metadata: cell.metadata ?? {},
  };
  if (whole.cell_type !== "code") return whole;
  return { ...whole, outputs: whole.outputs ?? [], execution_count: whole.execution_count ?? null };
}

function checkCell(cell: unknown, name: string): void {
  const refuse = (field: string, expected: string, found: unknown): never => {
    throw new TypeError(expectation(field + name, expected, found));
  };
  if (!isObject(cell)) return refuse("", "an object", cell);
  const { cell_type, id, source, metadata, outputs } = cell;
  if (!CELL_TYPES.includes(cell_type)) {
    refuse("the cell_type of ", '"code", "markdown" or "raw"', cell_type);
  }
  if (!isText(source)) refuse("the source of ", "a string or an array of strings", source);
  if (id !== undefined && typeof id !== "string") refuse("the id of ", "a string", id);
  if (metadata !== undefined && !isObject(metadata)) {
    refuse("the metadata of ", "an object", metadata);
  }
  if (cell_type !== "code" || outputs === undefined) return;
  if (!Array.isArray(outputs)) return refuse("the outputs of ", "an array", outputs);
  outputs.forEach((output, i) => {
    if (!isOutput(output)) refuse(`output ${i + 1} of `, "an output of nbformat 4", output);
  });
}

function isOutput(output: unknown): boolean {
  if (!isObject(output)) return false;
  switch (output.output_type) {
    case "stream":
      return typeof output.name === "string" && isText(output.text);
    case "display_data":
    case "execute_result":
      return isObject(output.data);
    case "error":
      return typeof output.ename === "string" && typeof output.evalue === "string" &&
        Array.isArray(output.traceback) && isText(output.traceback);
    default:
      return false;
  }
}

function isText(value: unknown): boolean {
  const isString = (item: unknown): boolean => typeof item === "string";
  return isString(value) || Array.isArray(value) && value.every(isString);
}
