/**
 * Standardisation: values of mean 0 and standard deviation 1, over the training images.
 *
 * @module
 */

import { checkChoice, checkInteger, checkObject } from "../internal/checks.ts";
import type { LabelledSets } from "./labelled_sets.ts";
import { checkImages, type ImageSet, meanImage } from "./image_set.ts";

/** What shares a mean and a standard deviation: a colour channel, or one value of all images. */
export type Standardization = "channel" | "pixel";

/** Every {@linkcode Standardization}. */
export const STANDARDIZATIONS: readonly Standardization[] = ["channel", "pixel"];

/** A mean and a scale for an ImageSet, `cols` values each. */
export interface Moments {
  /** What to subtract from the pixels. */
  mean: Float64Array;
  /** What to multiply by: 1 over the standard deviation, or 1 where that is 0. */
  scale: Float64Array;
}

/**
 * The data with the mean and the scale of its training images: standard deviations as NumPy's
 * `X.std(axis=0)` (of all N, not N - 1). Nothing is copied.
 *
 * @throws {RangeError} If `per` is neither "channel" nor "pixel", or there is no training image.
 *
 * @example
 * ```ts
 * import { getCifar10Data, standardized } from "two-layer-net";
 *
 * const { XTrain, XVal } = standardized(await getCifar10Data({ download: true }), "channel");
 * console.log(XTrain.scale?.[0], XVal.scale === XTrain.scale);
 * ```
 */
export function standardized<
  T extends Pick<LabelledSets, "XTrain" | "XVal" | "XTest" | "meanImage">,
>(data: T, per: Standardization): T {
  checkObject("data", data);
  for (const name of ["XTrain", "XVal", "XTest"] as const) checkImages(`data.${name}`, data[name]);
  const moments = standardization(data.XTrain, per);
  return {
    ...data,
    XTrain: data.XTrain.with(moments),
    XVal: data.XVal.with(moments),
    XTest: data.XTest.with(moments),
    meanImage: moments.mean,
  };
}

/**
 * Mean and scale that standardise images, from exact sums of bytes.
 *
 * @throws {RangeError} If `per` is neither "channel" nor "pixel", or there is no image.
 */
export function standardization(images: ImageSet, per: Standardization): Moments {
  checkChoice("per", per, STANDARDIZATIONS);
  checkInteger("the number of images", images.rows, 1);
  const squares = meanSquares(images);
  const means = meanImage(images);
  const period = per === "channel" ? images.channels : images.cols;
  const mean = averaged(means, period), square = averaged(squares, period);
  const scale = square.map((value, j) => {
    const variance = value - mean[j] ** 2;
    return variance > 0 ? 1 / Math.sqrt(variance) : 1;
  });
  return { mean, scale };
}

/** The mean of the squares of each column. */
function meanSquares({ rows, cols, pixels }: ImageSet): Float64Array<ArrayBuffer> {
  const sums = new Float64Array(cols); // integers: exact up to 2^53
  for (let start = 0; start < rows * cols; start += cols) {
    for (let j = 0; j < cols; j++) sums[j] += pixels[start + j] ** 2;
  }
  return sums.map((sum) => sum / rows);
}

/** Each value replaced by the average of those that are a multiple of `period` away. */
function averaged(values: Float64Array, period: number): Float64Array<ArrayBuffer> {
  const sums = new Float64Array(period);
  values.forEach((value, j) => sums[j % period] += value);
  const count = values.length / period;
  return Float64Array.from(values, (_, j) => sums[j % period] / count);
}
