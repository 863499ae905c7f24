/**
 * Contrast normalisation, image by image.
 *
 * @module
 */

import { checkOptions } from "../internal/options.ts";
import { checkPositive } from "../internal/checks.ts";
import { type FloatArray, Matrix } from "../matrix/matrix.ts";
import { chunks } from "./covariance.ts";
import { checkImages, ImageSet } from "./image_set.ts";
import { BYTE_CENTER, quantize, stepsFor } from "./linear_transform.ts";
import { LongWork, WORK_OPTIONS, type WorkOptions } from "./long_work.ts";

/** Added to each image's variance, in squared pixel values, before the root. */
export const CONTRAST_EPSILON = 10;

/** Value of one step of each byte that comes out. */
export const CONTRAST_STEP = stepsFor(Float64Array.of(1))[0];

/** What {@linkcode contrastNormalized} takes. */
export interface ContrastOptions extends WorkOptions {
  /** Added to each image's variance, in squared pixel values, before the root. Default: 10. */
  epsilon?: number;
}

/**
 * Images whose values have mean 0 and, but for epsilon, standard deviation 1 within each image:
 * (x - mean(x)) / √(var(x) + ε), of the stored pixels (Coates, Lee and Ng, "An Analysis of
 * Single-Layer Networks in Unsupervised Feature Learning", 2011). What comes out is rounded to
 * bytes that reach six standard deviations, a step of 0.047.
 *
 * Nothing is fitted, so that training, validation and test images are normalised alike.
 *
 * @throws {RangeError} If epsilon is not greater than 0.
 * @throws {DOMException} If the signal aborts.
 *
 * @example
 * ```ts
 * import { contrastNormalized, ImageSet } from "two-layer-net";
 * import { assertEquals } from "@std/assert";
 *
 * const [pixels, labels] = [Uint8Array.of(0, 200, 100, 101), Uint8Array.of(0, 1)];
 * const images = new ImageSet({ pixels, labels, height: 1, width: 2, channels: 1 });
 * const normalized = await contrastNormalized(images);
 * assertEquals([...normalized.image(0)], [106, 149]); // -1 and 1
 * ```
 */
export async function contrastNormalized(
  images: ImageSet,
  options: ContrastOptions = {},
): Promise<ImageSet> {
  checkImages("images", images);
  checkOptions("contrastNormalized", options, { ...WORK_OPTIONS, epsilon: checkPositive });
  const { epsilon = CONTRAST_EPSILON } = options;
  const { rows, cols } = images;
  const work = new LongWork("Normalising contrast", "images", rows, options);
  const scale = new Float64Array(cols).fill(CONTRAST_STEP);
  const pixels = new Uint8Array(new SharedArrayBuffer(rows * cols));
  let start = 0;
  for (const chunk of chunks(images)) {
    const floats = new Matrix(chunk.rows, cols, Float64Array.from(chunk.pixels));
    for (let i = 0; i < chunk.rows; i++) normalize(floats.row(i), epsilon);
    quantize(floats, scale, pixels.subarray(start * cols));
    start += chunk.rows;
    await work.advance(chunk.rows);
  }
  const mean = new Float64Array(cols).fill(BYTE_CENTER);
  return new ImageSet({ ...images, pixels, mean, scale });
}

function normalize(image: FloatArray, epsilon: number): void {
  let sum = 0, squares = 0;
  for (const value of image) {
    sum += value;
    squares += value * value;
  }
  const mean = sum / image.length, variance = squares / image.length - mean * mean;
  const factor = 1 / Math.sqrt(variance + epsilon);
  for (let j = 0; j < image.length; j++) image[j] = (image[j] - mean) * factor;
}
