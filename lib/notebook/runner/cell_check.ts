/**
 * Type-checks and lints the cells of notebooks, which `deno check` and `deno lint` do not read.
 *
 * The cells of a notebook become one module, in order. The kernel lets a later cell declare a name
 * anew; a module does not, and neither do our notebooks: a reader who goes back to an earlier cell
 * would find it changed. Imports stay where they are, since a module hoists them anyhow.
 *
 * @module
 */

import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { denoReport } from "./deno_report.ts";
import { codeCells, type Notebook, readNotebook } from "./nbformat.ts";

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

/** The notebook's code cells one below the other. */
export function notebookModule(notebook: Notebook): NotebookModule {
  const lines = codeCells(notebook).flatMap(({ number, cell }) =>
    cell.source.split("\n").map((text, i) => ({ text, number, line: i + 1 }))
  );
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
      const { text, origins } = notebookModule(await readNotebook(path));
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
