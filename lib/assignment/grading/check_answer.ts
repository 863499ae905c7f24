/**
 * The check of a student's function, for a cell.
 *
 * @module
 */

import { checkChoice, checkFunction } from "../../internal/checks.ts";
import { answerCases, judge } from "./judge.ts";
import { QUESTION_NAMES, type QuestionName } from "./questions.ts";

/** Any would do: the grader takes others. */
const SEED = 231;

/**
 * Checks a function that the assignment asks for, by calling it with small inputs.
 *
 * A wrong result is compared with those of typical mistakes, so that the error can say what is likely
 * wrong: a missing bias, a mean over the wrong axis, a factor.
 *
 * @param question The function's name in the assignment.
 * @param answer The function.
 * @returns A sentence that says that it is right.
 * @throws {Error} If the function is not right, with what is likely wrong and the largest difference.
 *
 * @example
 * ```ts
 * import { Matrix } from "two-layer-net";
 * import { checkAnswer } from "two-layer-net/assignment";
 * import { assertEquals, assertThrows } from "@std/assert";
 *
 * type Weights = { W1: Matrix; W2: Matrix };
 * const penalty = ({ W1, W2 }: Weights, reg: number) =>
 *   reg * (W1.multiply(W1).sum() + W2.multiply(W2).sum());
 * assertEquals(checkAnswer("regularization", penalty), "regularization is right");
 * const half = (weights: Weights, reg: number) => penalty(weights, reg) / 2;
 * assertThrows(() => checkAnswer("regularization", half), Error, "There is a factor ½ too much");
 * ```
 */
export function checkAnswer(
  question: QuestionName,
  // deno-lint-ignore no-explicit-any
  answer: (...args: any[]) => unknown,
): string {
  checkChoice("question", question, QUESTION_NAMES);
  checkFunction("answer", answer);
  const { status, words } = judge(question, answerCases(question, answer, SEED), SEED);
  if (status !== "right") throw new Error(words);
  return words;
}
