/** Notebooks as students hand them in. */

import { join } from "node:path";
import { type Notebook, parseNotebook } from "../../../lib/jupyter/runner/nbformat.ts";
import { takeSolution } from "../../../lib/cli/student/blanks.ts";
import { gradeIdOf } from "../../../lib/cli/student/nbgrader.ts";
import { editionText, NOTEBOOKS, STUDENT_FOLDER } from "../../../lib/cli/student/student.ts";

/** The edition as it is handed out. */
export async function handedOut(name: string): Promise<Notebook> {
  return parseNotebook(await editionText(name, STUDENT_FOLDER), name);
}

/** The edition with other texts in some of its cells, by their grade ids. */
export async function filledIn(
  name: string,
  answers: Readonly<Record<string, string>>,
): Promise<Notebook> {
  const notebook = await handedOut(name);
  const cells = notebook.cells.map((cell) => {
    const answer = answers[gradeIdOf(cell) ?? ""];
    return answer === undefined ? cell : { ...cell, source: answer };
  });
  return { ...notebook, cells };
}

/** The solutions that the notebook itself has. */
export async function solutions(name: string): Promise<Record<string, string>> {
  const text = await Deno.readTextFile(join(NOTEBOOKS, `${name}.ipynb`));
  const cells = parseNotebook(text, name).cells.flatMap((cell) => {
    const taken = takeSolution(cell, () => []);
    return taken === null ? [] : [[cell.id, taken.solved]];
  });
  return Object.fromEntries(cells);
}
