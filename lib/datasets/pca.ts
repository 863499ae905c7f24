/**
 * Principal components: images by the few directions in which they differ most.
 *
 * @module
 */

import { checkOptions, integer, number, required } from "../internal/options.ts";
import { fitTransform } from "./fit_transform.ts";
import { checkImages, type ImageSet } from "./image_set.ts";
import { APPLY_OPTIONS, type ApplyOptions, type LinearTransform } from "./linear_transform.ts";
import { LongWork } from "./long_work.ts";
import { largestEigenpairs } from "./subspace_iteration.ts";

/** What {@linkcode fitPca} takes; the backend has to be in float64. */
export interface FitPcaOptions extends ApplyOptions {
  /** How many components to keep, from 1 to the number of values per image. */
  components: number;
  /** Added to each variance before its root divides the component, 0 or more. Default: 0. */
  epsilon?: number;
}

/**
 * Fits principal components to images as floats, times their scale if they have one; each is divided
 * by √(variance + epsilon), so that all vary alike. A transformed image is `components` values, its
 * height and width 1 × components: no longer a picture that could be shifted. Signs are such that
 * the largest element of each direction is positive.
 *
 * @param images Training images, at least 2.
 * @throws {RangeError} If `components` is not an integer from 1 to the number of values per image,
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
 * const { images: projected } = await pca.apply(images, { backend });
 * assertEquals([projected.rows, projected.cols], [4, 1]);
 * ```
 */
export async function fitPca(images: ImageSet, options: FitPcaOptions): Promise<LinearTransform> {
  checkImages("images", images);
  checkOptions("fitPca", options, {
    ...APPLY_OPTIONS,
    components: required(integer(1, images.cols)),
    epsilon: number(0),
  });
  const { backend, components, epsilon = 0 } = options;
  const shape = { height: 1, width: components, channels: 1 };
  return await fitTransform(images, options, shape, async (C) => {
    const work = new LongWork("Principal components", "iterations", undefined, options);
    const { values, vectors } = await largestEigenpairs(backend, C, components, work);
    const factors = values.map((value) => value > 0 ? 1 / Math.sqrt(value + epsilon) : 0);
    vectors.data.forEach((value, at) => vectors.data[at] = value * factors[at % components]);
    return { matrix: vectors, variances: values.map((value, j) => value * factors[j] ** 2) };
  });
}
