/**
 * How good nets are on labelled images.
 *
 * @module
 */

import { checkImages, type ImageSet } from "../datasets/image_set.ts";
import { checkArray, expectation } from "../internal/checks.ts";
import { checkOptions, integer } from "../internal/options.ts";
import { checkLabels } from "../solver/data.ts";
import { evaluateProbabilities, type Evaluation } from "../solver/evaluation.ts";
import {
  checkClassifier,
  type Classifier,
  meanProbabilities,
  PREDICT_OPTIONS,
  type PredictOptions,
  predictProbabilities,
} from "./probabilities.ts";

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
 * const { count, confusion } = await evaluate(nets, images, { flips: true });
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

/**
 * Checks, before any net has to predict, that they can be evaluated together.
 *
 * @param names What the nets are called in the message.
 * @throws {RangeError} If a net takes other images than these, lacks a class of theirs, or has not as
 * many classes as the first net.
 */
export function checkFit(
  nets: readonly Pick<Classifier, "inputSize" | "numClasses">[],
  images: Pick<ImageSet, "cols" | "rows" | "labels">,
  names: readonly string[],
): void {
  nets.forEach(({ inputSize, numClasses }, k) => {
    if (inputSize !== images.cols) {
      const expected = `the images' size ${images.cols}`;
      throw new RangeError(expectation(`inputSize of ${names[k]}`, expected, inputSize));
    }
    if (numClasses !== nets[0].numClasses) {
      const expected = `that of ${names[0]}, ${nets[0].numClasses},`;
      throw new RangeError(expectation(`numClasses of ${names[k]}`, expected, numClasses));
    }
    checkLabels("images.labels", images.labels, images.rows, numClasses);
  });
}
