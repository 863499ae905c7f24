/**
 * Several nets that predict together.
 *
 * @module
 */

import type { ImageSet } from "../datasets/image_set.ts";
import { checkArray, expectation } from "../internal/checks.ts";
import { checkLabels } from "../matrix/labels.ts";
import { checkMatrix, Matrix } from "../matrix/matrix.ts";
import { checkShape } from "../matrix/shapes.ts";
import type { Classifier } from "./probabilities.ts";

/**
 * The mean of several nets' probabilities for the same rows: the prediction of their ensemble.
 *
 * @param all One matrix N × C per net, at least one.
 * @throws {RangeError} If there is none, or the shapes differ.
 *
 * @example
 * ```ts
 * import { Matrix, meanProbabilities } from "two-layer-net";
 * import { assertEquals } from "@std/assert";
 *
 * const mean = meanProbabilities([Matrix.from([[1, 0]]), Matrix.from([[0.5, 0.5]])]);
 * assertEquals(mean.toArray(), [[0.75, 0.25]]);
 * ```
 */
export function meanProbabilities(all: readonly Matrix[]): Matrix {
  checkArray("all", all, checkMatrix);
  if (all.length === 0) throw new RangeError(expectation("all", "at least one matrix", all));
  const [{ rows, cols }] = all;
  const mean = Matrix.zeros(rows, cols);
  all.forEach((probabilities, k) => {
    checkShape(`all[${k}]`, probabilities, rows, cols);
    for (let i = 0; i < mean.data.length; i++) mean.data[i] += probabilities.data[i];
  });
  for (let i = 0; i < mean.data.length; i++) mean.data[i] /= all.length;
  return mean;
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
