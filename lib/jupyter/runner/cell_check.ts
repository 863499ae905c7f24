/**
 * Type-checks and lints the cells of notebooks, which `deno check` and `deno lint` do not read.
 *
 * The cells of a notebook become one module, in order. The kernel lets a later cell declare a name
 * anew; a module does not, and neither do our notebooks: a reader who goes back to an earlier cell
 * would find it changed. Imports stay where they are, since a module hoists them anyhow.
 *
 * @module
 */

import { basename, dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { denoReport } from "./deno_report.ts";
import { checkKernel, codeCells, type Notebook, readNotebook } from "./nbformat.ts";

/** Where a line of the module comes from. */
interface CellLine {
  number: number;
  line: number;
}

/** A notebook's code as one module. */
export interface NotebookModule {
  /** The module's text. */
  text: string;
  /** For each line of the module, the cell and the line in it, both counted from 1. */
  origins: CellLine[];
}

/** Relative imports: static, for their effects, and dynamic. */
const RELATIVE_IMPORT = /(\b(?:from|import)\s*\(?\s*)(["'])(\.\.?\/[^"'\n]*)\2/g;

/** Ends the statement before it, whatever the next cell begins with. */
const SEPARATOR = "export {};";

/**
 * The notebook's code cells one below the other.
 *
 * @param folder What relative imports are relative to: in the kernel, the notebook's folder.
 */
export function notebookModule(notebook: Notebook, folder: string): NotebookModule {
  const base = pathToFileURL(`${folder}/`);
  const absolute = (_: string, before: string, quote: string, specifier: string): string =>
    before + quote + new URL(specifier, base) + quote;
  const lines = codeCells(notebook).flatMap(({ number, cell }) => {
    const texts = cell.source.replace(RELATIVE_IMPORT, absolute).split("\n");
    const end = { text: SEPARATOR, number, line: texts.length };
    return [...texts.map((text, i) => ({ text, number, line: i + 1 })), end];
  });
  return { text: lines.map(({ text }) => `${text}\n`).join(""), origins: lines };
}

/**
 * Checks notebooks against a configuration.
 *
 * @param paths The notebooks.
 * @param config The deno.json whose imports, compiler options and lint rules hold.
 * @returns What `deno check` and `deno lint` found, with notebook, cell and line; empty for nothing.
 */
export async function checkCells(paths: string[], config: string): Promise<string> {
  const folder = await Deno.realPath(await Deno.makeTempDir({ prefix: "notebook-cells-" }));
  try {
    const modules = new Map<string, { path: string; origins: CellLine[] }>();
    for (const [i, path] of paths.entries()) {
      const notebook = await readNotebook(path);
      checkKernel(notebook, path);
      const { text, origins } = notebookModule(notebook, dirname(resolve(path)));
      const file = join(folder, `${i}_${basename(path, ".ipynb")}.ts`);
      await Deno.writeTextFile(file, text);
      modules.set(file, { path, origins });
    }
    const files = [...modules.keys()];
    const reports = await Promise.all([
      denoReport(["check", "--quiet", "--config", config, ...files]),
      denoReport(["lint", "--quiet", "--config", config, "--compact", ...files]),
    ]);
    return reports.map((report) => relocate(report, modules)).join("");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Which cells of the notebooks have the id of an earlier one, which Jupyter would change. */
export async function checkIds(paths: string[]): Promise<string> {
  const reports = await Promise.all(paths.map(async (path) => {
    const ids = (await readNotebook(path)).cells.map(({ id }) => id);
    return ids.map((id, i) => {
      const first = ids.indexOf(id);
      const cells = `cells ${first + 1} and ${i + 1}`;
      return first === i ? "" : `${path}: ${cells}, of all cells, have the same id "${id}"\n`;
    });
  }));
  return reports.flat().join("");
}

/** Puts notebook, cell and line in place of "file:///….ts:12:5" and "file:///….ts: line 12, col 5". */
function relocate(
  report: string,
  modules: Map<string, { path: string; origins: CellLine[] }>,
): string {
  for (const [file, { path, origins }] of modules) {
    const position = `${RegExp.escape(pathToFileURL(file).href)}(?::|: line )(\\d+)(?::|, col )`;
    report = report
      .replace(new RegExp(position + "(\\d+)", "g"), (_, line, column) => {
        const origin = origins[line - 1] ?? origins.at(-1);
        return `${path}, cell ${origin?.number}, line ${origin?.line}, column ${column}`;
      })
      .replaceAll(pathToFileURL(file).href, path)
      .replaceAll(file, path);
  }
  return report;
}
