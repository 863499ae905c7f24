/**
 * Notebook files: read, checked and written as Jupyter itself writes them (nbformat 4.5).
 *
 * @module
 */

import { stripVTControlCharacters } from "node:util";
import { expectation } from "../../internal/checks.ts";
import { joinLines, sortKeys, splitLines } from "./json.ts";

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

/** A code cell that has code, with its number: In [number] after a run from a fresh kernel. */
export interface NumberedCell {
  /** Counted from 1 over the code cells that are not empty. */
  number: number;
  /** The cell. */
  cell: CodeCell;
}

/** The code cells that are not empty, numbered. */
export function codeCells(notebook: Notebook): NumberedCell[] {
  return notebook.cells
    .filter((cell) => cell.cell_type === "code")
    .filter((cell) => cell.source.trim() !== "")
    .map((cell, i) => ({ number: i + 1, cell }));
}

/**
 * Reads a notebook's JSON; cells without an id are given one.
 *
 * @param text The JSON.
 * @param name What error messages call the notebook.
 */
export function parseNotebook(text: string, name: string): Notebook {
  let notebook: Notebook;
  try {
    notebook = JSON.parse(text);
  } catch (error) {
    throw new SyntaxError(expectation(name, "a notebook in JSON", String(error)));
  }
  if (notebook?.nbformat !== 4 || !Array.isArray(notebook.cells)) {
    throw new TypeError(expectation(name, "a notebook of nbformat 4", notebook));
  }
  const cells = joinLines(notebook.cells) as Notebook["cells"];
  return { ...notebook, nbformat_minor: 5, cells: cells.map(withId) };
}

/** The notebook as Jupyter writes it: keys sorted, texts in lines, indented by one space. */
export function formatNotebook(notebook: Notebook): string {
  const cells = splitLines(notebook.cells);
  return JSON.stringify(sortKeys({ ...notebook, cells }), null, 1) + "\n";
}

/** The text without the terminal's colour codes. */
export function plain(text: string): string {
  return stripVTControlCharacters(text);
}

function withId<C extends CodeCell | TextCell>(cell: C): C {
  return cell.id === undefined ? { ...cell, id: crypto.randomUUID().slice(0, 8) } : cell;
}
