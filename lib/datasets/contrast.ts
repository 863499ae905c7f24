/**
 * Contrast normalisation, image by image.
 *
 * @module
 */

import { checkPositive } from "../internal/checks.ts";
import { ImageSet } from "./image_set.ts";
import { LongWork, type WorkOptions } from "./long_work.ts";
import { chunks } from "./covariance.ts";
import { quantize, stepsFor } from "./linear_transform.ts";
import { Matrix } from "../matrix/matrix.ts";

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
 */
export async function contrastNormalized(
  images: ImageSet,
  options: ContrastOptions = {},
): Promise<ImageSet> {
  const { epsilon = 10 } = options;
  checkPositive("epsilon", epsilon);
  const { rows, cols } = images;
  const work = new LongWork("Normalising contrast", "images", rows, options);
  const scale = stepsFor(new Float64Array(cols).fill(1));
  const pixels = new Uint8Array(new SharedArrayBuffer(rows * cols));
  let start = 0;
  for (const chunk of chunks(images)) {
    const floats = new Matrix(chunk.rows, cols, Float64Array.from(chunk.pixels));
    for (let i = 0; i < chunk.rows; i++) normalize(floats.row(i), epsilon);
    quantize(floats, scale, pixels.subarray(start * cols));
    start += chunk.rows;
    await work.advance(chunk.rows);
  }
  const mean = new Float64Array(cols).fill(127.5);
  return new ImageSet({ ...images, pixels, mean, scale });
}

function normalize(image: Float64Array | Float32Array, epsilon: number): void {
  let sum = 0, squares = 0;
  for (const value of image) {
    sum += value;
    squares += value * value;
  }
  const mean = sum / image.length, variance = squares / image.length - mean * mean;
  const factor = 1 / Math.sqrt(variance + epsilon);
  for (let j = 0; j < image.length; j++) image[j] = (image[j] - mean) * factor;
}
