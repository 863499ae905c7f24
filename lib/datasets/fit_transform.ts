/**
 * Transforms that are fitted to the covariance of images.
 *
 * @module
 */

import { checkInteger, expectation } from "../internal/checks.ts";
import type { Matrix } from "../matrix/matrix.ts";
import type { ImageShape } from "../matrix/transforms.ts";
import { chunkCount, covariance } from "./covariance.ts";
import { type ImageSet, meanImage } from "./image_set.ts";
import { type ApplyOptions, forPixels, LinearTransform, stepsFor } from "./linear_transform.ts";
import { LongWork } from "./long_work.ts";

/** What becomes of centred images as floats, times their scale if they have one. */
export interface Solution {
  /** Multiplies them, D × K. */
  readonly matrix: Matrix;
  /** Variances of the K values that come out. */
  readonly variances: Float64Array;
}

/**
 * Fits a transform to training images.
 *
 * @param shape Of the images that come out.
 * @param solve Finds it by the covariance, in the backend's memory, which may be destroyed.
 * @throws {RangeError} If there are fewer than two images.
 * @throws {TypeError} If the backend is not in float64.
 */
export async function fitTransform(
  images: ImageSet,
  options: ApplyOptions,
  shape: ImageShape,
  solve: (C: Matrix) => Promise<Solution>,
): Promise<LinearTransform> {
  const { backend } = options;
  checkInteger("the number of images", images.rows, 2);
  if (backend.dtype !== "float64") {
    throw new TypeError(expectation("backend.dtype", '"float64"', backend.dtype));
  }
  const mean = meanImage(images);
  const work = new LongWork("Covariance", "steps", chunkCount(images), options);
  const C = await covariance(backend, images.with({ mean }), work);
  try {
    const { matrix, variances } = await solve(C);
    const step = stepsFor(variances);
    return new LinearTransform({ mean, matrix: forPixels(matrix, images.scale), step, shape });
  } finally {
    backend.free(C);
  }
}
