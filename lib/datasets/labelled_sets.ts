/**
 * Images to learn from, to validate by and to test by, with their labels.
 *
 * @module
 */

import type { ImageSet } from "./image_set.ts";

/** Three sets of images that subtract one mean, and their labels. */
export interface LabelledSets {
  /** Training images, N × D. */
  XTrain: ImageSet;
  /** Their labels, from 0 to one less than `numClasses`. */
  yTrain: Uint8Array;
  /** Validation images. */
  XVal: ImageSet;
  /** Their labels. */
  yVal: Uint8Array;
  /** Test images. */
  XTest: ImageSet;
  /** Their labels. */
  yTest: Uint8Array;
  /** The mean of the training images, D values, which all three sets subtract. */
  meanImage: Float64Array;
  /** Number of classes. */
  numClasses: number;
}

/** The sets with the mean subtracted, and what is read off them. */
export function labelledSets(
  [training, validation, test]: readonly [ImageSet, ImageSet, ImageSet],
  mean: Float64Array,
  numClasses: number,
): LabelledSets {
  const [XTrain, XVal, XTest] = [training, validation, test].map((set) => set.with({ mean }));
  const [yTrain, yVal, yTest] = [XTrain.labels, XVal.labels, XTest.labels];
  return { XTrain, yTrain, XVal, yVal, XTest, yTest, meanImage: mean, numClasses };
}
