/**
 * Softmax cross-entropy over matrices in any memory. There is one exponential a score, few beside
 * the products, so Math.exp serves: correct to the last digit or nearly, in either element type.
 *
 * @module
 */

import type { FloatArray, Matrix } from "../matrix.ts";

/** Mean loss; `grad` becomes (softmax - onehot) / N. Shapes and labels come checked. */
export function softmaxLoss(scores: Matrix, labels: ArrayLike<number>, grad: Matrix): number {
  const { rows, cols } = scores;
  const exps = new Float64Array(cols);
  let loss = 0;
  for (let i = 0; i < rows; i++) {
    const sum = exponentials(scores.data, i * cols, exps);
    for (let j = 0; j < cols; j++) {
      grad.data[i * cols + j] = (exps[j] / sum - (j === labels[i] ? 1 : 0)) / rows;
    }
    loss -= Math.log(exps[labels[i]] / sum);
  }
  return loss / rows;
}

/** exps = e^(score - largest score); returns their sum. A NaN or infinity makes them NaN. */
function exponentials(scores: FloatArray, start: number, exps: Float64Array): number {
  let max = -Infinity;
  for (let j = 0; j < exps.length; j++) max = Math.max(max, scores[start + j]);
  let sum = 0;
  for (let j = 0; j < exps.length; j++) {
    exps[j] = Math.exp(scores[start + j] - max);
    sum += exps[j];
  }
  return sum;
}
