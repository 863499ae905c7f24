/**
 * How good nets, and the probabilities they give, are on labelled images.
 *
 * @module
 */

import { checkImages, type ImageSet } from "../datasets/image_set.ts";
import { checkArray } from "../internal/checks.ts";
import { checkOptions, integer } from "../internal/options.ts";
import { argmaxRows } from "../matrix/argmax.ts";
import { checkLabels, type Labels } from "../matrix/labels.ts";
import { checkMatrix, type Matrix } from "../matrix/matrix.ts";
import { type Calibration, calibration } from "./calibration.ts";
import { confusionCounts } from "./confusion.ts";
import { checkFit, meanProbabilities } from "./ensembles.ts";
import {
  checkClassifier,
  type Classifier,
  PREDICT_OPTIONS,
  type PredictOptions,
  predictProbabilities,
} from "./probabilities.ts";

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

/** What {@linkcode evaluate} takes beside nets and images. */
export interface EvaluateOptions extends PredictOptions {
  /** Bins of the calibration. Default: 15. */
  bins?: number;
}

/**
 * Evaluates a net on images, or the ensemble of several nets: the mean of their probabilities.
 * Yields to the event loop as it goes.
 *
 * @throws {RangeError} If there is no net or no image, or sizes do not fit.
 *
 * @example
 * ```ts
 * import { evaluate, ImageSet, RandomState, TwoLayerNet } from "two-layer-net";
 * import { assertEquals } from "@std/assert";
 *
 * const [pixels, labels] = [Uint8Array.of(9, 0, 0, 0, 0, 9), Uint8Array.of(0, 1)];
 * const images = new ImageSet({ pixels, labels, height: 1, width: 1 });
 * const rng = new RandomState(0), sizes = { inputSize: 3, hiddenSize: 4, numClasses: 2, rng };
 * const nets = [new TwoLayerNet(sizes), new TwoLayerNet(sizes)];
 * const { count, confusion } = await evaluate(nets, images, { views: 2 });
 * assertEquals([count, confusion.flat().reduce((a, b) => a + b)], [2, 2]);
 * ```
 */
export async function evaluate(
  nets: Classifier | readonly Classifier[],
  images: ImageSet,
  options: EvaluateOptions = {},
): Promise<Evaluation> {
  const members = Array.isArray(nets) ? nets : [nets];
  checkArray("nets", members, checkClassifier);
  checkImages("images", images);
  checkOptions("evaluate", options, { ...PREDICT_OPTIONS, bins: integer(1) });
  checkFit(members, images, members.map((_, k) => `nets[${k}]`));
  const { bins, ...prediction } = options;
  const all = [];
  for (const net of members) all.push(await predictProbabilities(net, images, prediction));
  return evaluateProbabilities(meanProbabilities(all), images.labels, { bins });
}

function negativeLogLikelihood(probabilities: Matrix, y: Labels): number {
  let total = 0;
  for (let i = 0; i < probabilities.rows; i++) total -= Math.log(probabilities.at(i, y[i]));
  return total / probabilities.rows;
}

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}
