/**
 * ZCA whitening: decorrelates the pixels and stays as near to the images as it can.
 *
 * @module
 */

import { checkNumber, checkPositive } from "../internal/checks.ts";
import { checkOptions } from "../internal/options.ts";
import type { Backend } from "../backends/backend.ts";
import type { Matrix } from "../matrix/matrix.ts";
import { fitTransform } from "./fit_transform.ts";
import { checkImages, type ImageSet } from "./image_set.ts";
import { inverseSqrt, inverseSqrtSteps, scalesFor } from "./inverse_sqrt.ts";
import { APPLY_OPTIONS, type LinearTransform } from "./linear_transform.ts";
import { LongWork, type WorkOptions } from "./long_work.ts";

/** What {@linkcode fitZca} takes. */
export interface FitZcaOptions extends WorkOptions {
  /** Does the products, in float64: native for 3072 values per image, where it takes seconds. */
  backend: Backend;
  /** Added to each variance, in the squared units of the images as floats. Default: 0.1. */
  epsilon?: number;
}

/**
 * Fits ZCA whitening, W = (C + εI)^(-1/2) with C the covariance XᵀX / N of the images
 * as floats, times their scale if they have one
 * (Bell and Sejnowski, "The 'independent components' of natural scenes are edge filters", 1997;
 * Krizhevsky, "Learning Multiple Layers of Features from Tiny Images", 2009).
 *
 * Fit it to the training images alone, and apply it to validation and test images as well. Epsilon
 * has the units of C: with {@linkcode standardized} images, whose variances are 1, 0.1 is usual.
 *
 * W is found by a coupled Newton–Schulz iteration in float64 and kept in float32.
 *
 * @param images Training images, at least 2.
 * @throws {RangeError} If epsilon is not greater than 0, or there are too few images.
 * @throws {TypeError} If the backend is not in float64.
 * @throws {DOMException} If the signal aborts.
 *
 * @example
 * ```ts
 * import { createBackend, fitZca, ImageSet } from "two-layer-net";
 * import { assertEquals } from "@std/assert";
 *
 * const pixels = Uint8Array.of(10, 12, 200, 190, 90, 110, 40, 20), labels = new Uint8Array(4);
 * const images = new ImageSet({ pixels, labels, height: 1, width: 2, channels: 1 });
 * const backend = await createBackend("reference");
 * const zca = await fitZca(images, { epsilon: 0.1, backend });
 * const white = await zca.apply(images, { backend });
 * assertEquals([white.images.rows, white.images.cols, white.clipped], [4, 2, 0]);
 * ```
 */
export async function fitZca(images: ImageSet, options: FitZcaOptions): Promise<LinearTransform> {
  checkImages("images", images);
  checkOptions("fitZca", options, { ...APPLY_OPTIONS, epsilon: checkEpsilon });
  const { backend, epsilon = 0.1 } = options;
  return await fitTransform(images, options, images, async (C) => {
    for (let i = 0; i < C.rows; i++) C.data[i * C.cols + i] += epsilon;
    const scales = scalesFor(backend, C, epsilon);
    const work = new LongWork("Whitening", "steps", inverseSqrtSteps(C.rows, scales), options);
    const matrix = await inverseSqrt(backend, C, scales, work);
    return { matrix, variances: whitenedVariances(matrix, epsilon) };
  });
}

/** Its square, and that of the matrix that it is added to, are to be finite. */
function checkEpsilon(name: string, value: unknown): void {
  checkPositive(name, value);
  checkNumber(name, value, 0, 1e100);
}

/** The diagonal of W C W = I - εW², as W² = (C + εI)^-1: what remains of each variance. */
function whitenedVariances(W: Matrix, epsilon: number): Float64Array<ArrayBuffer> {
  return Float64Array.from({ length: W.rows }, (_, i) => {
    let squares = 0;
    for (const value of W.row(i)) squares += value * value;
    return Math.max(0, 1 - epsilon * squares);
  });
}
