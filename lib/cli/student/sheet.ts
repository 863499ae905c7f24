/**
 * What the edition for students adds to a notebook.
 *
 * @module
 */

import type { QuestionName } from "../../assignment/mod.ts";

/** A blank that is graded by calling the function that is written into it. */
export interface CheckedBlank {
  /** Which function it is. */
  readonly question: QuestionName;
  /** What it is worth. */
  readonly points: number;
  /** What to do, as comments in the blank. */
  readonly todo: readonly string[];
  /** Hints in Markdown, from small to large. */
  readonly hints: readonly string[];
}

/** A blank that a person grades. */
export interface ManualBlank extends Omit<CheckedBlank, "question"> {
  /** What error messages and tables call it. */
  readonly title: string;
}

/** A blank. */
export type Blank = CheckedBlank | ManualBlank;

/** A notebook's blanks. */
export interface Sheet {
  /** The blanks by the ids of their cells, in order. */
  readonly blanks: Readonly<Record<string, Blank>>;
  /** The ids of the other cells that the functions need, in order. */
  readonly given: readonly string[];
}

/** Whether the blank is graded by its function. */
export function isChecked(blank: Blank): blank is CheckedBlank {
  return "question" in blank;
}

/** What a blank is called. */
export function titleOf(blank: Blank): string {
  return isChecked(blank) ? blank.question : blank.title;
}
