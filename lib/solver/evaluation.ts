/**
 * How good a classifier's probabilities are.
 *
 * @module
 */

import { checkOptions, integer } from "../internal/options.ts";
import { argmaxRows } from "../matrix/argmax.ts";
import { checkMatrix, type Matrix } from "../matrix/matrix.ts";
import { type Calibration, calibration } from "./calibration.ts";
import { checkLabels } from "./data.ts";
import { confusionCounts } from "./mistakes.ts";
import type { Labels } from "./model.ts";

/** What {@linkcode evaluateProbabilities} finds. */
export interface Evaluation {
  /** Number of rows. */
  readonly count: number;
  /** The share of rows whose most probable class is their own. */
  readonly accuracy: number;
  /** That share among the rows of each class; NaN for a class without rows. */
  readonly classAccuracies: readonly number[];
  /** How many rows of class t were predicted to be of class p: `confusion[t][p]`. */
  readonly confusion: readonly (readonly number[])[];
  /** The mean of -ln(probability of the true class), in nats: the cross-entropy. */
  readonly negativeLogLikelihood: number;
  /** Confidence held against accuracy. */
  readonly calibration: Calibration;
}

/**
 * Accuracy, in all and by class, confusion, likelihood and calibration.
 *
 * @param probabilities Of N rows for C classes, N at least 1; each row sums to 1.
 * @param y True labels, N of them.
 * @param options `bins`: those of the calibration, 15 by default.
 * @throws {RangeError} If a label is no class, their count is not N, or `bins` is out of range.
 *
 * @example
 * ```ts
 * import { evaluateProbabilities, Matrix } from "two-layer-net";
 * import { assertEquals } from "@std/assert";
 *
 * const probabilities = Matrix.from([[0.5, 0.25, 0.25], [0.125, 0.75, 0.125]]);
 * const { accuracy, classAccuracies } = evaluateProbabilities(probabilities, [0, 2]);
 * assertEquals([accuracy, classAccuracies], [0.5, [1, NaN, 0]]);
 * ```
 */
export function evaluateProbabilities(
  probabilities: Matrix,
  y: Labels,
  options: { bins?: number } = {},
): Evaluation {
  checkMatrix("probabilities", probabilities);
  checkOptions("evaluateProbabilities", options, { bins: integer(1) });
  const { rows, cols } = probabilities;
  checkLabels("y", y, rows, cols);
  const confusion = confusionCounts(y, argmaxRows(probabilities), cols);
  const right = confusion.map((row, k) => row[k]);
  return {
    count: rows,
    accuracy: sum(right) / rows,
    classAccuracies: right.map((count, k) => count / sum(confusion[k])),
    confusion,
    negativeLogLikelihood: negativeLogLikelihood(probabilities, y),
    calibration: calibration(probabilities, y, options.bins),
  };
}

function negativeLogLikelihood(probabilities: Matrix, y: Labels): number {
  let total = 0;
  for (let i = 0; i < probabilities.rows; i++) total -= Math.log(probabilities.at(i, y[i]));
  return total / probabilities.rows;
}

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}
