/**
 * Smaller images, for quick trials.
 *
 * @module
 */

import { checkInteger, checkObject, expectation } from "../internal/checks.ts";
import type { LabelledSets } from "./labelled_sets.ts";
import { checkImages, ImageSet, meanImage } from "./image_set.ts";

/**
 * The data with images whose sides are shorter by a factor: each pixel is the mean of
 * factor × factor pixels, rounded. The mean image is that of the smaller training images.
 *
 * @param factor Divides the height and the width of the images.
 * @throws {RangeError} If it is not an integer of at least 1, or does not divide them.
 *
 * @example
 * ```ts
 * import { downscaled, getCifar10Data } from "two-layer-net";
 * import { assertEquals } from "@std/assert";
 *
 * const data = await getCifar10Data({ numTraining: 20, numValidation: 2, numTest: 2 });
 * const { XTrain } = downscaled(data, 4);
 * assertEquals([XTrain.rows, XTrain.cols], [20, 8 * 8 * 3]);
 * ```
 */
export function downscaled<T extends LabelledSets>(data: T, factor: number): T {
  checkObject("data", data);
  for (const name of ["XTrain", "XVal", "XTest"] as const) checkImages(`data.${name}`, data[name]);
  const XTrain = downscaledSet(data.XTrain, factor);
  const mean = meanImage(XTrain);
  return {
    ...data,
    XTrain: XTrain.with({ mean }),
    XVal: downscaledSet(data.XVal, factor).with({ mean }),
    XTest: downscaledSet(data.XTest, factor).with({ mean }),
    meanImage: mean,
  };
}

function downscaledSet(images: ImageSet, factor: number): ImageSet {
  checkInteger("factor", factor, 1);
  const { rows, labels, channels } = images;
  if (images.height % factor !== 0 || images.width % factor !== 0) {
    const sizes = `a divisor of ${images.height} and ${images.width}`;
    throw new RangeError(expectation("factor", sizes, factor));
  }
  const height = images.height / factor, width = images.width / factor;
  const pixels = new Uint8Array(new SharedArrayBuffer(rows * height * width * channels));
  for (let i = 0; i < rows; i++) {
    pixels.set(downscaledImage(images, i, factor), i * height * width * channels);
  }
  return new ImageSet({ pixels, labels, height, width, channels });
}

function downscaledImage(images: ImageSet, i: number, factor: number): Uint8ClampedArray {
  const { width, channels } = images;
  const sums = new Float64Array(images.cols / factor ** 2);
  images.image(i).forEach((value, at) => {
    const pixel = Math.floor(at / channels);
    const y = Math.floor(Math.floor(pixel / width) / factor);
    const x = Math.floor(pixel % width / factor);
    sums[(y * (width / factor) + x) * channels + at % channels] += value;
  });
  return Uint8ClampedArray.from(sums, (sum) => sum / factor ** 2);
}
