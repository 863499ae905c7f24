/**
 * Checks the format of notebooks.
 *
 * `deno fmt` formats the cells of notebooks, but `deno fmt --check` takes every cell that does not
 * end in a newline for unformatted (Deno 2.9.6, unless its cache knows the file), and Jupyter's cells
 * never end in one; nor does it look at code whose language only the kernelspec tells, which is so
 * until a notebook is executed. So it is given copies in which it is otherwise.
 *
 * @module
 */

import { basename, join } from "node:path";
import { denoReport } from "./deno_report.ts";
import { formatNotebook, parseNotebook } from "./nbformat.ts";

/**
 * Checks the cells of notebooks against a configuration.
 *
 * @param paths The notebooks.
 * @param config The deno.json whose formatting rules hold.
 * @returns What `deno fmt` would change; empty for nothing.
 */
export async function checkFormat(paths: string[], config: string): Promise<string> {
  const folder = await Deno.makeTempDir({ prefix: "notebook-format-" });
  try {
    const copies = new Map<string, string>();
    for (const [i, path] of paths.entries()) {
      const copy = join(folder, `${i}_${basename(path)}`);
      const notebook = parseNotebook(await Deno.readTextFile(path), path);
      for (const cell of notebook.cells) cell.source += "\n";
      notebook.metadata.language_info = { name: "typescript" };
      await Deno.writeTextFile(copy, formatNotebook(notebook));
      copies.set(copy, path);
    }
    const report = await denoReport(["fmt", "--check", "--config", config, ...copies.keys()]);
    return [...copies].reduce((text, [copy, path]) => text.replaceAll(copy, path), report);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
