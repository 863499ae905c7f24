/**
 * The edition of a notebook that students fill in, and the one for teachers.
 *
 * @module
 */

import { UNWRITTEN } from "../../assignment/grading/judge.ts";
import type { CodeCell, Notebook, TextCell } from "../../jupyter/runner/nbformat.ts";
import { type Blanked, takeSolution } from "./blanks.ts";
import { leadLinks } from "./links.ts";
import {
  checkCell,
  type GraderMetadata,
  lockedCell,
  manualCell,
  solutionCell,
} from "./nbgrader.ts";
import { type Blank, isChecked, type Sheet, titleOf } from "./sheet.ts";

type Cell = CodeCell | TextCell;

/** How an edition is made. */
export interface EditionOptions {
  /** What the notebook's blanks are. */
  readonly sheet: Sheet;
  /** Whether the answers are in it, folded. */
  readonly teacher: boolean;
  /** The folder of the notebook. */
  readonly from: string;
  /** The folder of the edition. */
  readonly to: string;
  /** The names of all notebooks of the edition, without ".ipynb". */
  readonly names: readonly string[];
}

/** The id of the cell that imports the checks. */
export const CHECKS_ID = "checks";

/**
 * The edition of a notebook: its solutions as blanks, each followed by hints and a check.
 *
 * @throws {Error} If a cell has a solution that the sheet does not know, or none that it knows.
 */
export function makeEdition(notebook: Notebook, options: EditionOptions): Notebook {
  const { sheet } = options;
  const cells = notebook.cells.flatMap((cell) => editionOf(cell, options));
  const ids = new Set(notebook.cells.map(({ id }) => id));
  for (const id of [...Object.keys(sheet.blanks), ...sheet.given]) {
    if (!ids.has(id)) throw new Error(`The sheet has a cell ${id}, the notebook none`);
  }
  const start = cells.findIndex(({ cell_type }) => cell_type === "code") + 1;
  const hasChecks = Object.values(sheet.blanks).some(isChecked);
  cells.splice(start, 0, ...(hasChecks ? [checksCell()] : []));
  cells.splice(1, 0, aboutCell(sheet));
  return { ...notebook, cells };
}

/** A cell of the notebook, and what follows on it. */
function editionOf(cell: Cell, options: EditionOptions): Cell[] {
  const blank = options.sheet.blanks[cell.id];
  const taken = takeSolution(cell, () => stubOf(cell, blank));
  if (taken === null) {
    if (blank) throw new Error(`The cell ${cell.id} has no solution to take out`);
    return [plainCell(cell, options)];
  }
  if (!blank) throw new Error(`The cell ${cell.id} has a solution, but the sheet no blank for it`);
  return [
    { ...plainCell(cell, options), source: taken.blank, metadata: metadataOf(cell, blank) },
    foldedCell(`${cell.id}-hints`, hintsOf(blank)),
    ...(isChecked(blank) ? [checkOf(cell, blank.question, blank.points)] : []),
    ...(options.teacher ? [answerOf(cell, taken)] : []),
  ];
}

function plainCell(cell: Cell, { from, to, names }: EditionOptions): Cell {
  if (cell.cell_type === "code") return { ...cell, outputs: [], execution_count: null };
  return { ...cell, source: leadLinks(cell.source, from, to, names) };
}

/** What stands in a blank. */
function stubOf({ cell_type }: Cell, blank: Blank): string[] {
  if (!blank) return [];
  if (cell_type !== "code") return ["_Write your answer here._"];
  return [
    ...blank.todo.map((line) => `// ${line}`),
    `throw new Error("${titleOf(blank)} ${UNWRITTEN}");`,
  ];
}

function metadataOf({ id, metadata }: Cell, blank: Blank): Record<string, unknown> {
  const nbgrader = isChecked(blank) ? solutionCell(id) : manualCell(id, blank.points);
  return { ...metadata, nbgrader };
}

function checkOf({ id }: Cell, question: string, points: number): CodeCell {
  const worth = points === 1 ? "1 point" : `${points} points`;
  const source = `// ${worth}\nawait print(checkAnswer("${question}", ${question}));`;
  return codeCell(checkIdOf(id), source, checkCell(checkIdOf(id), points));
}

/** The id of a blank's check. */
export function checkIdOf(id: string): string {
  return `${id}-check`;
}

function checksCell(): CodeCell {
  const source = 'import { checkAnswer } from "two-layer-net/assignment";';
  return codeCell(CHECKS_ID, source, lockedCell(CHECKS_ID));
}

function codeCell(id: string, source: string, nbgrader: GraderMetadata): CodeCell {
  return {
    ...{ cell_type: "code", id, metadata: { nbgrader }, source },
    ...{ outputs: [], execution_count: null },
  };
}

function hintsOf({ hints }: Blank): [summary: string, text: string][] {
  return hints.map((text, i) => [hints.length === 1 ? "Hint" : `Hint ${i + 1}`, text]);
}

function answerOf({ id, cell_type }: Cell, { solved }: Blanked): TextCell {
  const text = cell_type === "code" ? `\`\`\`ts\n${solved}\n\`\`\`` : solved;
  return foldedCell(`${id}-answer`, [["Answer", text]]);
}

function foldedCell(id: string, parts: readonly [summary: string, text: string][]): TextCell {
  const source = parts
    .map(([summary, text]) => `<details><summary>${summary}</summary>\n\n${text}\n\n</details>`)
    .join("\n");
  return { cell_type: "markdown", id, metadata: {}, source };
}

function aboutCell({ blanks }: Sheet): TextCell {
  const all = Object.values(blanks);
  const points = all.reduce((sum, blank) => sum + blank.points, 0);
  const cells = all.length > 1 ? `${all.length} cells` : "one cell";
  const source = [
    `**Yours to write:** ${cells} of this notebook, worth ${points} points.`,
    ...howToAnswer(all.filter(isChecked).length, all.length),
    "Hints are folded: open them one by one.",
  ].join(" ");
  return { cell_type: "markdown", id: "about-blanks", metadata: {}, source };
}

function howToAnswer(numChecked: number, numBlanks: number): string[] {
  if (numChecked === 0) return ["Double-click on it to write your answer; a person will read it."];
  return [
    "Write your answer in the place of the line that throws, run the cell, and then the check below " +
    "it, which says what is likely wrong.",
    ...(numChecked < numBlanks ? ["Where no check follows, a person will read your answer."] : []),
  ];
}
