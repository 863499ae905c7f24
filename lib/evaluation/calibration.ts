/**
 * Whether a classifier is right as often as its probabilities say.
 *
 * @module
 */

import { checkInteger } from "../internal/checks.ts";
import { argmaxRows } from "../matrix/argmax.ts";
import { checkLabels, type Labels } from "../matrix/labels.ts";
import { checkMatrix, type Matrix } from "../matrix/matrix.ts";

/** The rows whose confidence, the probability of the predicted class, lies in one interval. */
export interface ReliabilityBin {
  /** Confidences greater than this (in the first bin 0 too). */
  readonly from: number;
  /** Confidences up to and including this. */
  readonly to: number;
  /** Number of rows. */
  readonly count: number;
  /** Their mean confidence; NaN if there are none. */
  readonly confidence: number;
  /** The share of them that is right; NaN if there are none. */
  readonly accuracy: number;
}

/** Confidence held against accuracy. */
export interface Calibration {
  /**
   * Expected calibration error: the mean distance between confidence and accuracy over the bins,
   * weighted by their counts; NaN where a probability is NaN, as those of a diverged net are.
   */
  readonly expectedError: number;
  /** The bins, from low confidence to high: a reliability diagram. Rows of NaN are in none. */
  readonly bins: readonly ReliabilityBin[];
}

const MOST_BINS = 1_000_000;

/**
 * Sorts rows into equal bins by confidence, and compares it with the accuracy in each: Guo et al.,
 * "On Calibration of Modern Neural Networks" (ICML 2017), section 2.
 *
 * @param probabilities Of N rows for C classes.
 * @param y True labels, N of them.
 * @param numBins Number of bins, 1 or more. Default: 15, as in the paper.
 * @throws {RangeError} If a label is no class, their count is not N, or `numBins` out of range.
 *
 * @example
 * ```ts
 * import { calibration, Matrix } from "two-layer-net";
 * import { assertEquals } from "@std/assert";
 *
 * const probabilities = Matrix.from([[0.75, 0.25], [0.25, 0.75]]);
 * const { expectedError, bins } = calibration(probabilities, [0, 0], 2);
 * assertEquals([expectedError, bins[1].accuracy], [0.25, 0.5]);
 * ```
 */
export function calibration(probabilities: Matrix, y: Labels, numBins = 15): Calibration {
  checkMatrix("probabilities", probabilities);
  checkLabels("y", y, probabilities.rows, probabilities.cols);
  checkInteger("numBins", numBins, 1, MOST_BINS);
  const sums = Array.from({ length: numBins }, () => ({ count: 0, confidence: 0, right: 0 }));
  let isDefined = true;
  argmaxRows(probabilities).forEach((predicted, i) => {
    const confidence = probabilities.at(i, predicted);
    if (Number.isNaN(confidence)) return void (isDefined = false);
    const bin = sums[Math.min(Math.max(Math.ceil(confidence * numBins) - 1, 0), numBins - 1)];
    bin.count++;
    bin.confidence += confidence;
    if (predicted === y[i]) bin.right++;
  });
  const gaps = sums.map(({ confidence, right }) => Math.abs(confidence - right));
  return {
    expectedError: isDefined ? gaps.reduce((sum, gap) => sum + gap, 0) / probabilities.rows : NaN,
    bins: sums.map(({ count, confidence, right }, k) => ({
      from: k / numBins,
      to: (k + 1) / numBins,
      count,
      confidence: confidence / count,
      accuracy: right / count,
    })),
  };
}
