/**
 * Scores as probabilities.
 *
 * @module
 */

import { checkMatrix, type FloatArray, Matrix } from "./matrix.ts";

/**
 * The softmax of each row, N × C: the probabilities, summing to 1, that scores (logits) stand for.
 * The greatest score of a row is subtracted first, so that nothing overflows; a row with a NaN or an
 * infinite greatest score becomes NaN. `scipy.special.softmax(scores, axis=1)`.
 *
 * @param scores Scores of N rows for C classes.
 * @returns Probabilities in float64, in memory of their own.
 *
 * @example
 * ```ts
 * import { Matrix, softmax } from "two-layer-net";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals([...softmax(Matrix.from([[1000, 1000]])).row(0)], [0.5, 0.5]);
 * ```
 */
export function softmax(scores: Matrix): Matrix {
  checkMatrix("scores", scores);
  const probabilities = Matrix.zeros(scores.rows, scores.cols);
  for (let i = 0; i < scores.rows; i++) {
    const to = probabilities.row(i) as Float64Array;
    const sum = exponentials(scores.data, i * scores.cols, to);
    for (let j = 0; j < to.length; j++) to[j] /= sum;
  }
  return probabilities;
}

/** exps = e^(score - largest score) of a row that starts there; returns their sum. A NaN or infinity makes them NaN. */
export function exponentials(scores: FloatArray, start: number, exps: Float64Array): number {
  let max = -Infinity;
  for (let j = 0; j < exps.length; j++) max = Math.max(max, scores[start + j]);
  let sum = 0;
  for (let j = 0; j < exps.length; j++) {
    exps[j] = Math.exp(scores[start + j] - max);
    sum += exps[j];
  }
  return sum;
}
