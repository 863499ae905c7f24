/**
 * `predict(X, params)`: the class of each row.
 *
 * @module
 */

import { argmaxRows } from "../../matrix/argmax.ts";
import { Matrix } from "../../matrix/matrix.ts";
import { solveForward } from "./forward.ts";
import { CASES, drawParams, type Params, type Sizes } from "./inputs.ts";
import { type Made, question } from "./question.ts";
import type { RandomState } from "../../random/random_state.ts";

const MISTAKES = {
  argmin: "You took the class with the lowest score: take the highest.",
  scores: "You returned the scores: return the class with the highest score of each row.",
  highest: "You returned the highest score of each row: return its class.",
  columns: "You looked for the highest score of each column: each row is a point.",
  hidden: "You looked for the largest hidden activation: take the highest score.",
  oneBased: "The classes are counted from 1: count from 0.",
  last: "Of equal scores you took the last: take the first, as np.argmax does.",
  absolute: "You took the score that is largest without its sign: −3 is less than 1.",
} as const;

type Mistake = keyof typeof MISTAKES;

function solve(made: Made<Mistake>, X: Matrix, params: Params): unknown {
  const { hidden, scores } = solveForward(() => false, X, params);
  if (made("scores")) return scores;
  if (made("highest")) return Array.from(scores.max(1).data);
  const read = made("hidden") ? hidden : made("columns") ? scores.transpose() : scores;
  const signed = made("absolute") ? read.map(Math.abs) : made("argmin") ? read.multiply(-1) : read;
  const classes = made("last") ? lastArgmax(signed) : argmaxRows(signed);
  return made("oneBased") ? classes.map((label) => label + 1) : classes;
}

function lastArgmax(m: Matrix): Int32Array {
  const reversed = Matrix.from(m.toArray().map((row) => row.reverse()));
  return argmaxRows(reversed).map((j) => m.cols - 1 - j);
}

/** Scores that differ, and one row whose scores are all equal. */
function drawCase(rng: RandomState, sizes: Sizes): [X: Matrix, params: Params] {
  const X = rng.randn(sizes.N, sizes.D), params = drawParams(rng, sizes);
  X.row(sizes.N - 1).fill(0);
  return [X, { ...params, b1: Matrix.zeros(1, sizes.H), b2: Matrix.zeros(1, sizes.C) }];
}

/** The question. */
export const predict = question<[X: Matrix, params: Params], Mistake>({
  args: ["X", "params"],
  cases: (rng) => [{ ...CASES[0], N: 40 }, CASES[1]].map((sizes) => drawCase(rng, sizes)),
  solve,
  mistakes: MISTAKES,
  uses: ["forward"],
});
