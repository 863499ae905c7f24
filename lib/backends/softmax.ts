/**
 * Softmax cross-entropy over matrices in any memory. There is one exponential per score, few beside
 * the products, so Math.exp serves: correct to the last digit or nearly, in either element type.
 *
 * @module
 */

import type { FloatArray, Matrix } from "../matrix/matrix.ts";
import { checkLabelCount, checkShape } from "../matrix/shapes.ts";
import { exponentials } from "../matrix/softmax.ts";

/** `softmaxLoss` of every backend. */
export function softmaxLoss(
  scores: Matrix,
  labels: ArrayLike<number>,
  grad: Matrix,
  smoothing = 0,
): number {
  const { rows, cols } = scores;
  checkShape("grad", grad, rows, cols);
  checkLabelCount(labels, rows);
  const share = smoothing / cols, peak = 1 - smoothing + share;
  const exps = new Float64Array(cols);
  let loss = 0;
  for (let i = 0; i < rows; i++) {
    const sum = exponentials(scores.data, i * cols, exps);
    for (let j = 0; j < cols; j++) {
      grad.data[i * cols + j] = (exps[j] / sum - (j === labels[i] ? peak : share)) / rows;
    }
    loss += smoothing === 0
      ? -Math.log(exps[labels[i]] / sum)
      : smoothedLoss(scores.row(i), labels[i], sum, smoothing);
  }
  return loss / rows;
}

/** -Σ target · log(softmax) of a row whose exponentials sum to `sum`: finite where one is 0. */
function smoothedLoss(scores: FloatArray, label: number, sum: number, smoothing: number): number {
  let max = -Infinity, total = 0;
  for (const score of scores) max = Math.max(max, score);
  const surprise = (score: number) => Math.log(sum) - (score - max);
  for (const score of scores) total += surprise(score);
  return (1 - smoothing) * surprise(scores[label]) + smoothing / scores.length * total;
}
