/**
 * Which notebooks a task is about.
 *
 * @module
 */

const FOLDER = "notebooks";

/** The files as given, or all notebooks of `notebooks/` in the order of their names. */
export async function notebookFiles(given: string[]): Promise<string[]> {
  if (given.length > 0) return given;
  const found = [];
  for await (const { name } of Deno.readDir(FOLDER)) {
    if (name.endsWith(".ipynb")) found.push(`${FOLDER}/${name}`);
  }
  return found.sort();
}
