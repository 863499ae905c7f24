/**
 * Principal components: images by the few directions in which they differ most.
 *
 * @module
 */

import { checkBoolean, checkInteger } from "../internal/checks.ts";
import { checkOptions, integer, number, required } from "../internal/options.ts";
import type { Backend } from "../backends/backend.ts";
import { chunkCount, covariance } from "./covariance.ts";
import { checkImages, type ImageSet, meanImage } from "./image_set.ts";
import { APPLY_OPTIONS, forPixels, LinearTransform, stepsFor } from "./linear_transform.ts";
import { LongWork, type WorkOptions } from "./long_work.ts";
import { largestEigenpairs } from "./subspace_iteration.ts";
import { checkFloat64 } from "./zca.ts";

/** What {@linkcode fitPca} takes. */
export interface FitPcaOptions extends WorkOptions {
  /** How many components to keep, from 1 to the number of values an image. */
  components: number;
  /** Does the products, in float64. */
  backend: Backend;
  /** Whether components are divided by √(variance + epsilon), so that all vary alike. Default: false. */
  whiten?: boolean;
  /** What is added to the variances when whitening, 0 or more. Default: 0. */
  epsilon?: number;
}

/** What {@linkcode fitPca} gives. */
export interface Pca {
  /** What turns images into their components. */
  transform: LinearTransform;
  /** Variance of each component before whitening, in falling order. */
  variances: Float64Array;
  /** Share of the images' whole variance that the components have, 0 to 1. */
  explained: number;
}

/**
 * Fits principal components to images as floats, times their scale if they have one. A transformed
 * image is `components` values, its height and width 1 × components: no longer a picture that could
 * be shifted. Signs are such that the largest element of each direction is positive.
 *
 * @param images Training images, at least 2.
 * @throws {RangeError} If `components` is not an integer from 1 to the number of values an image,
 * epsilon is negative, or there are too few images.
 * @throws {TypeError} If the backend is not in float64.
 * @throws {DOMException} If the signal aborts.
 *
 * @example
 * ```ts
 * import { createBackend, fitPca, ImageSet } from "two-layer-net";
 * import { assertEquals } from "@std/assert";
 *
 * const pixels = Uint8Array.of(10, 12, 200, 190, 90, 110, 40, 20), labels = new Uint8Array(4);
 * const images = new ImageSet({ pixels, labels, height: 1, width: 2, channels: 1 });
 * const backend = await createBackend("reference");
 * const pca = await fitPca(images, { components: 1, backend });
 * const { images: projected } = await pca.transform.apply(images, { backend });
 * assertEquals([projected.rows, projected.cols, pca.explained > 0.98], [4, 1, true]);
 * ```
 */
export async function fitPca(images: ImageSet, options: FitPcaOptions): Promise<Pca> {
  checkImages("images", images);
  checkOptions("fitPca", options, {
    ...APPLY_OPTIONS,
    components: required(integer(1, images.cols)),
    whiten: checkBoolean,
    epsilon: number(0),
  });
  const { backend, components, whiten = false, epsilon = 0 } = options;
  checkInteger("the number of images", images.rows, 2);
  checkFloat64(backend);
  const mean = meanImage(images);
  const covarianceWork = new LongWork("Covariance", "steps", chunkCount(images), options);
  const C = await covariance(backend, images.with({ mean }), covarianceWork);
  try {
    const work = new LongWork("Principal components", "iterations", undefined, options);
    const { values, vectors } = await largestEigenpairs(backend, C, components, work);
    const factors = values.map((value) => whiten ? inverseRoot(value + epsilon) : 1);
    for (let i = 0; i < vectors.rows; i++) {
      const row = vectors.row(i);
      for (let j = 0; j < components; j++) row[j] *= factors[j];
    }
    const transform = new LinearTransform({
      mean,
      matrix: forPixels(vectors, images.scale),
      step: stepsFor(values.map((value, j) => Math.max(0, value) * factors[j] ** 2)),
      shape: { height: 1, width: components, channels: 1 },
    });
    return { transform, variances: values, explained: sum(values) / sum(diagonal(C.data, C.cols)) };
  } finally {
    backend.free(C);
  }
}

/** 1 / √value, or 1 for a component that does not vary. */
function inverseRoot(value: number): number {
  return value > 0 ? 1 / Math.sqrt(value) : 1;
}

function diagonal(data: ArrayLike<number>, size: number): Float64Array {
  return Float64Array.from({ length: size }, (_, i) => data[i * size + i]);
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
