/**
 * The probabilities that nets give to the classes.
 *
 * @module
 */

import { Breather } from "../internal/breather.ts";
import { checkFunction, checkInteger, checkMethods, checkSignal } from "../internal/checks.ts";
import { checkOptions, type OptionChecks } from "../internal/options.ts";
import { type ProgressListener, ProgressMeter } from "../internal/progress.ts";
import { checkViewCount, type ViewCount, views } from "../datasets/views.ts";
import { Matrix } from "../matrix/matrix.ts";
import { checkInput, type Rows, sliceRows } from "../matrix/rows.ts";
import { softmax } from "../matrix/softmax.ts";
import { meanProbabilities } from "./ensembles.ts";

/** A net that gives scores: `TwoLayerNet`, `TfjsTwoLayerNet`. */
export interface Classifier {
  /** D, the number of values an input row has. */
  readonly inputSize: number;
  /** C, the number of classes. */
  readonly numClasses: number;
  /** The scores (logits) of the rows, N × C. */
  loss(X: Rows): Matrix | Promise<Matrix>;
}

/** What {@linkcode predictProbabilities} takes beside net and rows. */
export interface PredictOptions {
  /**
   * Test-time augmentation: how many views of each image are looked at, each of which takes as long
   * as the first; the mean of their probabilities counts. 2: the image and its mirror image. 18:
   * both, also shifted by up to a pixel. Default: 1, the image itself.
   */
  views?: ViewCount;
  /** Told of the rows done. */
  onProgress?: ProgressListener;
  /** Ends the work: the promise is then rejected with the signal's reason. */
  signal?: AbortSignal;
}

/** How they are checked. */
export const PREDICT_OPTIONS: OptionChecks<PredictOptions> = {
  views: checkViewCount,
  onProgress: checkFunction,
  signal: checkSignal,
};

/** Throws a TypeError unless `value` gives scores. */
export function checkClassifier(name: string, value: unknown): asserts value is Classifier {
  checkMethods(name, value, "a net", ["loss"]);
  checkInteger(`${name}.inputSize`, (value as Classifier).inputSize, 1);
  checkInteger(`${name}.numClasses`, (value as Classifier).numClasses, 1);
}

/** Rows between two looks at the clock and the signal. */
const PART_ROWS = 500;

/**
 * The probabilities of each row's classes, N × C in float64: softmax of the scores.
 *
 * @throws {RangeError} If X has no rows or another number of columns than the net takes.
 * @throws {TypeError} If several `views` are asked for and X are not images.
 *
 * @example
 * ```ts
 * import { Matrix, predictProbabilities, RandomState, TwoLayerNet } from "two-layer-net";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const rng = new RandomState(0);
 * const net = new TwoLayerNet({ inputSize: 4, hiddenSize: 10, numClasses: 3, rng });
 * const probabilities = await predictProbabilities(net, Matrix.zeros(1, 4));
 * assertAlmostEquals(probabilities.at(0, 1), 1 / 3, 1e-12);
 * ```
 */
export async function predictProbabilities(
  net: Classifier,
  X: Rows,
  options: PredictOptions = {},
): Promise<Matrix> {
  checkClassifier("net", net);
  checkOptions("predictProbabilities", options, PREDICT_OPTIONS);
  const { views: count = 1, onProgress, signal } = options;
  checkInput("X", X, net.inputSize);
  const all = views(X, count);
  const meter = new ProgressMeter(onProgress, { label: "predicting", unit: "rows", total: X.rows });
  const breather = new Breather();
  const probabilities = Matrix.zeros(X.rows, net.numClasses);
  for (let start = 0; start < X.rows; start += PART_ROWS) {
    signal?.throwIfAborted();
    const end = Math.min(start + PART_ROWS, X.rows);
    const found: Matrix[] = [];
    for (const view of all) found.push(softmax(await net.loss(sliceRows(view, start, end))));
    probabilities.data.set(meanProbabilities(found).data, start * net.numClasses);
    meter.update(end);
    if (breather.due) await breather.pause();
  }
  return probabilities;
}
