/**
 * What a question is: a function that a student writes, inputs for it, the right results, and those of
 * the mistakes that are typical of it.
 *
 * @module
 */

import type { RandomState } from "../../random/random_state.ts";

/** Whether a mistake is to be made. */
export type Made<Mistake extends string> = (mistake: Mistake) => boolean;

/** A question, with the types of its arguments and of its mistakes. */
export interface QuestionOf<Args extends readonly unknown[], Mistake extends string> {
  /** The function's arguments by name. */
  readonly args: { readonly [I in keyof Args]: string };
  /** Arguments that the function may change. Default: none. */
  readonly mayChange?: readonly string[];
  /** Arguments to call it with, which differ in all their sizes; drawn anew for each call. */
  readonly cases: (rng: RandomState) => readonly Readonly<Args>[];
  /** The right result, or what comes of mistakes. */
  readonly solve: (made: Made<Mistake>, ...args: Args) => unknown;
  /** Each mistake in words, as a sentence. */
  readonly mistakes: Readonly<Record<Mistake, string>>;
  /** Whether two mistakes at once are looked for, too. Default: yes. */
  readonly pairs?: boolean;
  /** Functions of the student's that it calls: if they are wrong, so is this. */
  readonly uses?: readonly string[];
}

/** A question as the checks see it. */
export interface Question {
  readonly args: readonly string[];
  readonly mayChange: readonly string[];
  readonly cases: (rng: RandomState) => readonly (readonly unknown[])[];
  readonly solve: (made: Made<string>, args: readonly unknown[]) => unknown;
  readonly mistakes: Readonly<Record<string, string>>;
  readonly pairs: boolean;
  readonly uses: readonly string[];
}

/** A question without its types, so that all of them can stand in one table. */
export function question<Args extends readonly unknown[], Mistake extends string>(
  { mayChange = [], pairs = true, uses = [], solve, ...others }: QuestionOf<Args, Mistake>,
): Question {
  return {
    ...others,
    ...{ mayChange, pairs, uses },
    solve: (made, args) => solve(made, ...args as Args),
  };
}
