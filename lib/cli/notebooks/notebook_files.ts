/**
 * Which notebooks a task is about.
 *
 * @module
 */

const FOLDER = "notebooks";

/** The files as given, or all notebooks of `notebooks/`, if there are any, ordered by name. */
export async function notebookFiles(given: string[]): Promise<string[]> {
  if (given.length > 0) return given;
  const found: string[] = [];
  try {
    for await (const { name } of Deno.readDir(FOLDER)) {
      if (name.endsWith(".ipynb")) found.push(`${FOLDER}/${name}`);
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return found.sort();
}
