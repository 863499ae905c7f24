/** Notebooks as students hand them in. */

import { type Notebook, parseNotebook } from "../../../lib/jupyter/runner/nbformat.ts";
import { gradeIdOf } from "../../../lib/cli/student/nbgrader.ts";
import { editionText, STUDENT_FOLDER } from "../../../lib/cli/student/student.ts";

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
