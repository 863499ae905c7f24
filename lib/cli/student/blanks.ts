/**
 * What lies between BEGIN SOLUTION and END SOLUTION in a cell.
 *
 * @module
 */

import type { CodeCell, TextCell } from "../../jupyter/runner/nbformat.ts";

const MARKS = {
  code: { begin: "// BEGIN SOLUTION", end: "// END SOLUTION" },
  markdown: { begin: "<!-- BEGIN SOLUTION -->", end: "<!-- END SOLUTION -->" },
} as const;

/** A cell with its solution taken out. */
export interface Blanked {
  /** The cell's text with the stub in the place of each solution. */
  readonly blank: string;
  /** The cell's text with the solution, without the marks. */
  readonly solved: string;
}

/**
 * Takes the solutions out of a cell; null where it has none.
 *
 * @param stub The lines that take a solution's place.
 * @throws {Error} If a mark has no partner, naming the cell.
 */
export function takeSolution(
  { cell_type, id, source }: CodeCell | TextCell,
  stub: (id: string) => readonly string[],
): Blanked | null {
  if (cell_type === "raw") return null;
  const { begin, end } = MARKS[cell_type];
  const lines = source.split("\n");
  if (!lines.some((line) => [begin, end].includes(line.trim() as never))) return null;
  const blank: string[] = [], solved: string[] = [];
  let isInside = false;
  for (const line of lines) {
    const mark = line.trim();
    if (mark === begin || mark === end) {
      if (isInside === (mark === begin)) throw unpaired(id, mark);
      isInside = mark === begin;
      const indent = line.slice(0, line.indexOf(mark));
      if (isInside) blank.push(...stub(id).map((text) => indent + text));
    } else {
      solved.push(line);
      if (!isInside) blank.push(line);
    }
  }
  if (isInside) throw unpaired(id, begin);
  return { blank: blank.join("\n"), solved: solved.join("\n") };
}

function unpaired(id: string, mark: string): Error {
  return new Error(`The cell ${id} has "${mark}" without its partner`);
}
