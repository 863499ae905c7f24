/**
 * The format of notebooks' cells: checked, or put right.
 *
 * `deno fmt` formats notebooks, but `deno fmt --check` takes every cell that does not end in a
 * newline for unformatted (Deno 2.9.6, unless its cache knows the file), and Jupyter's cells never
 * end in one; nor does it look at code whose language only the kernelspec tells, which is so until a
 * notebook is executed. So it is given copies in which it is otherwise.
 *
 * @module
 */

import { basename, join } from "node:path";
import { writeWholeFile } from "../../internal/whole_file.ts";
import { denoReport } from "./deno_report.ts";
import { formatNotebook, readNotebook } from "./nbformat.ts";

/** The notebooks by their copies, both as paths. */
type Copies = ReadonlyMap<string, string>;

/**
 * Checks the cells of notebooks against a configuration.
 *
 * @param paths The notebooks.
 * @param config The deno.json whose formatting rules hold.
 * @returns What `deno fmt` would change; empty for nothing.
 */
export async function checkFormat(paths: string[], config: string): Promise<string> {
  return await withCopies(
    paths,
    (copies) => fmt(["--check", "--config", config], copies),
  );
}

/** Formats the cells of notebooks; returns what stood in the way, or nothing. */
export async function fixFormat(paths: string[], config: string): Promise<string> {
  return await withCopies(paths, async (copies) => {
    const report = await fmt(["--quiet", "--config", config], copies);
    if (report !== "") return report;
    for (const [copy, path] of copies) {
      const [notebook, formatted] = [await readNotebook(path), await readNotebook(copy)];
      const source = (i: number): string => formatted.cells[i].source.replace(/\n$/, "");
      notebook.cells.forEach((cell, i) => cell.source = source(i));
      await writeWholeFile(path, formatNotebook(notebook));
    }
    return "";
  });
}

async function withCopies(
  paths: string[],
  body: (copies: Copies) => Promise<string>,
): Promise<string> {
  const folder = await Deno.makeTempDir({ prefix: "notebook-format-" });
  try {
    const copies = new Map(paths.map((path, i) => [join(folder, `${i}_${basename(path)}`), path]));
    for (const [copy, path] of copies) {
      const notebook = await readNotebook(path);
      for (const cell of notebook.cells) if (cell.source !== "") cell.source += "\n";
      notebook.metadata.language_info = { name: "typescript" };
      await Deno.writeTextFile(copy, formatNotebook(notebook));
    }
    return await body(copies);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** What `deno fmt` says of the copies, in the names of the notebooks. */
async function fmt(options: string[], copies: Copies): Promise<string> {
  const report = await denoReport(["fmt", ...options, ...copies.keys()]);
  return [...copies].reduce((text, [copy, path]) => text.replaceAll(copy, path), report);
}
