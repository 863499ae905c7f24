/**
 * A student's file beside our copy of the same notebook: which cells are to be run, and what is wrong
 * with the file. The checks are ours; those in the file count for nothing.
 *
 * @module
 */

import type { CodeCell, Notebook, TextCell } from "../../jupyter/runner/nbformat.ts";
import { isChecked, type Sheet, titleOf } from "../student/sheet.ts";
import { gradeIdOf } from "../student/nbgrader.ts";
import { CHECKS_ID } from "../student/edition.ts";

type Cell = CodeCell | TextCell;

/** A notebook of the edition that students were given. */
export interface Edition {
  /** Its name, without ".ipynb". */
  readonly name: string;
  /** Its blanks. */
  readonly sheet: Sheet;
  /** The notebook. */
  readonly notebook: Notebook;
  /** Our solutions of the blanks, by their ids. */
  readonly solutions: Readonly<Record<string, string>>;
}

/** A cell that is to be run. */
export interface RunnableCell {
  /** What messages call it. */
  readonly title: string;
  /** The blank's id, where it is one. */
  readonly blank?: string;
  /** The code. */
  readonly source: string;
}

/** What a student handed in. */
export interface Submission {
  /** Which notebook it is. */
  readonly edition: Edition;
  /** The cells to run, in order: those given, in our copy, then the student's. */
  readonly cells: readonly RunnableCell[];
  /** What the student wrote into each blank, by its id; a blank that is missing has none. */
  readonly written: ReadonlyMap<string, string>;
  /** Blanks that cannot be graded, by their ids, and why. */
  readonly refused: ReadonlyMap<string, string>;
  /** What is odd about the file, in words. */
  readonly notes: readonly string[];
}

/**
 * Reads a student's notebook.
 *
 * @throws {Error} If it is none of the assignment's.
 */
export function readSubmission(notebook: Notebook, editions: readonly Edition[]): Submission {
  const edition = editionOf(notebook, editions);
  const blanks = Object.keys(edition.sheet.blanks);
  const cellsOf = (id: string) => notebook.cells.filter((cell) => gradeIdOf(cell) === id);
  const refused = new Map<string, string>(), written = new Map<string, string>();
  for (const id of blanks) {
    const found = cellsOf(id);
    if (found.length > 1) refused.set(id, duplicates(notebook, found, id));
    else if (found.length === 1) written.set(id, found[0].source);
  }
  const notes = [...missing(edition, written, refused), ...changedChecks(edition, cellsOf)];
  return { edition, cells: cellsToRun(edition, notebook, refused), written, refused, notes };
}

/** The one with the most blanks in common. */
function editionOf(notebook: Notebook, editions: readonly Edition[]): Edition {
  const ids = new Set(notebook.cells.map(gradeIdOf));
  const common = editions.map(({ notebook }) =>
    notebook.cells.map(gradeIdOf).filter((id) =>
      id !== undefined && id !== CHECKS_ID && ids.has(id)
    )
      .length
  );
  const most = Math.max(...common);
  if (most <= 0) {
    const names = editions.map(({ name }) => name).join(", ");
    throw new Error(
      `Expected a filled-in notebook of the assignment (${names}) but found none of its cells`,
    );
  }
  return editions[common.indexOf(most)];
}

function duplicates({ cells }: Notebook, found: readonly Cell[], id: string): string {
  const numbers = found.map((cell) => cells.indexOf(cell) + 1).join(" and ");
  return `cells ${numbers}, of all cells, have the same grade id "${id}": delete all but one`;
}

function missing(
  { sheet }: Edition,
  written: ReadonlyMap<string, string>,
  refused: ReadonlyMap<string, string>,
): string[] {
  return Object.keys(sheet.blanks)
    .filter((id) => !written.has(id) && !refused.has(id))
    .map((id) => `the cell "${id}" is missing`);
}

/** Checks that are not as they were handed out; ours are used. */
function changedChecks(
  { notebook }: Edition,
  cellsOf: (id: string) => readonly Cell[],
): string[] {
  return notebook.cells.flatMap((cell) => {
    const id = gradeIdOf(cell);
    const { nbgrader } = cell.metadata as { nbgrader?: { locked: boolean } };
    if (id === undefined || !nbgrader?.locked) return [];
    const isSame = cellsOf(id).length === 1 && cellsOf(id)[0].source.trim() === cell.source.trim();
    return isSame ? [] : [`the cell "${id}" was changed or deleted; ours was used`];
  });
}

/**
 * The given cells that functions need, in our copy; then in the file's order what the student wrote
 * into blanks, added, or changed among the cells that were given.
 */
function cellsToRun(
  { notebook: ours, sheet }: Edition,
  notebook: Notebook,
  refused: ReadonlyMap<string, string>,
): RunnableCell[] {
  const given = new Map(ours.cells.map((cell) => [cell.id, cell.source]));
  const title = (id: string) => `the cell "${id}"`;
  const prepared = sheet.given.map((id) => ({ title: title(id), source: given.get(id)! }));
  const own = notebook.cells.flatMap((cell, i): RunnableCell[] => {
    if (cell.cell_type !== "code" || cell.source.trim() === "") return [];
    const id = gradeIdOf(cell), { source } = cell;
    if (id !== undefined) {
      const blank = sheet.blanks[id];
      const runs = blank && isChecked(blank) && !refused.has(id);
      return runs ? [{ title: `the cell of ${titleOf(blank)}`, blank: id, source }] : [];
    }
    if (!given.has(cell.id)) return [{ title: `cell ${i + 1}, of all cells,`, source }];
    const isChanged = sheet.given.includes(cell.id) && source.trim() !== given.get(cell.id)!.trim();
    return isChanged ? [{ title: title(cell.id), source }] : [];
  });
  return [...prepared, ...own];
}
