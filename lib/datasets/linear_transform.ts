/**
 * Linear transforms of images that were fitted to training images: whitening, principal components.
 *
 * @module
 */

import {
  checkInstance,
  checkInteger,
  checkLength,
  checkObject,
  expectation,
} from "../internal/checks.ts";
import { checkOptions, type OptionChecks, required } from "../internal/options.ts";
import { type Backend, checkBackend } from "../backends/backend.ts";
import { checkMatrix, type Matrix } from "../matrix/matrix.ts";
import type { ImageShape } from "../matrix/transforms.ts";
import { chunks } from "./covariance.ts";
import { checkImages, ImageSet } from "./image_set.ts";
import { LongWork, WORK_OPTIONS, type WorkOptions } from "./long_work.ts";

/** Half the range of a byte: value = (byte - 127.5) · step. */
export const BYTE_CENTER = 127.5;

/**
 * Standard deviations that a byte reaches, either way. The step is then 0.047 standard deviations,
 * whose rounding error (rms step / √12 = 0.014) is far below the noise of the images.
 */
export const QUANTIZATION_REACH = 6;

/** What a transform is made of. */
export interface LinearTransformOptions {
  /** Subtracted from the stored pixels, D values: the training images' mean. */
  mean: Float64Array;
  /** Multiplies what is left, D × K. */
  matrix: Matrix;
  /** Value of one step of each output byte, K values greater than 0. */
  step: Float64Array;
  /** Sizes of the images that come out; height · width · channels is K. */
  shape: ImageShape;
}

/** What {@linkcode LinearTransform.apply} takes. */
export interface ApplyOptions extends WorkOptions {
  /** Does the products, in either element type. */
  backend: Backend;
}

/** What {@linkcode LinearTransform.apply} gives. */
export interface AppliedTransform {
  /** The transformed images, with the labels of the given ones. */
  images: ImageSet;
  /** Share of the values that lay beyond the bytes' reach and were clipped, 0 to 1. */
  clipped: number;
}

function floats(name: string, value: unknown): void {
  checkInstance(name, value, Float64Array);
}

const OPTIONS: OptionChecks<LinearTransformOptions> = {
  mean: required(floats),
  matrix: required(checkMatrix),
  step: required(floats),
  shape: required((name, value) => {
    checkObject(name, value);
    for (const side of ["height", "width", "channels"] as const) {
      checkInteger(`${name}.${side}`, (value as ImageShape)[side], 1);
    }
  }),
};

/** How the options of work on a backend are checked. */
export const APPLY_OPTIONS: OptionChecks<ApplyOptions> = {
  ...WORK_OPTIONS,
  backend: required(checkBackend),
};

/**
 * Stored pixels x become (x - mean) · matrix: a mean and a scale that the images had for training a
 * net are of no matter here, what counted of them is in the matrix. What comes out are images again,
 * rounded to bytes: of each column, 256 values `step` apart around 0. So a transformed set takes no
 * more memory than the original, and batches, flips, shifts and workers go on as before.
 *
 * @example
 * ```ts
 * import { createBackend, ImageSet, LinearTransform, Matrix } from "two-layer-net";
 * import { assertEquals } from "@std/assert";
 *
 * const halfDifference = new LinearTransform({
 *   mean: Float64Array.of(0, 0),
 *   matrix: Matrix.from([[0.5], [-0.5]]),
 *   step: Float64Array.of(1),
 *   shape: { height: 1, width: 1, channels: 1 },
 * });
 * const [pixels, labels] = [Uint8Array.of(9, 8, 0, 255), Uint8Array.of(0, 1)];
 * const images = new ImageSet({ pixels, labels, height: 1, width: 2, channels: 1 });
 * const backend = await createBackend("reference");
 * const applied = await halfDifference.apply(images, { backend });
 * assertEquals([...applied.images.pixels], [128, 0]);
 * ```
 */
export class LinearTransform {
  /** Subtracted from the stored pixels, D values. */
  readonly mean: Float64Array;
  /** Multiplies what is left, D × K. */
  readonly matrix: Matrix;
  /** Value of one step of each output byte, K values. */
  readonly step: Float64Array;
  /** Sizes of the images that come out. */
  readonly shape: ImageShape;

  /** Wraps what was fitted or loaded. */
  constructor(options: LinearTransformOptions) {
    checkOptions("LinearTransform", options, OPTIONS);
    const { mean, matrix, step, shape } = options;
    checkLength("mean", mean, matrix.rows);
    checkLength("step", step, matrix.cols);
    const { height, width, channels } = shape;
    if (height * width * channels !== matrix.cols) {
      throw new RangeError(expectation("shape", `of ${matrix.cols} values`, shape));
    }
    this.mean = mean;
    this.matrix = matrix;
    this.step = step;
    this.shape = { height, width, channels };
  }

  /**
   * Transforms images of any set (training, validation, test), in shared memory of their own.
   *
   * @throws {RangeError} If the images have another number of values than those it was fitted to.
   * @throws {DOMException} If the signal aborts.
   */
  async apply(images: ImageSet, options: ApplyOptions): Promise<AppliedTransform> {
    checkImages("images", images);
    checkCols(images, this.mean.length);
    checkOptions("apply", options, APPLY_OPTIONS);
    const { backend } = options, { cols } = this.matrix;
    const work = new LongWork("Transforming", "images", images.rows, options);
    const pixels = new Uint8Array(new SharedArrayBuffer(images.rows * cols));
    const matrix = backend.from(this.matrix);
    let start = 0, clipped = 0;
    try {
      for (const chunk of chunks(images.with({ mean: this.mean, scale: undefined }))) {
        const out = backend.zeros(chunk.rows, cols);
        backend.matmul(chunk, matrix, out);
        clipped += quantize(out, this.step, pixels.subarray(start * cols));
        backend.free(out);
        start += chunk.rows;
        await work.advance(chunk.rows);
      }
    } finally {
      if (matrix !== this.matrix) backend.free(matrix);
    }
    const { labels } = images;
    const mean = new Float64Array(cols).fill(BYTE_CENTER);
    const transformed = new ImageSet({ pixels, labels, mean, scale: this.step, ...this.shape });
    return { images: transformed, clipped: clipped / Math.max(1, pixels.length) };
  }
}

/** The step of each column that has the given variances: {@linkcode QUANTIZATION_REACH}. */
export function stepsFor(variances: Float64Array): Float64Array<ArrayBuffer> {
  return Float64Array.from(variances, (variance) => {
    return QUANTIZATION_REACH * Math.sqrt(variance) / BYTE_CENTER || 1;
  });
}

/** The matrix in float32 for stored pixels instead of those times `scale`. */
export function forPixels(matrix: Matrix, scale: Float64Array | undefined): Matrix {
  const copy = matrix.clone();
  scale?.forEach((factor, i) => {
    const row = copy.row(i);
    for (let j = 0; j < row.length; j++) row[j] *= factor;
  });
  return copy.clone("float32");
}

/** Writes the values as bytes; returns how many were clipped. */
export function quantize({ data, cols }: Matrix, step: Float64Array, bytes: Uint8Array): number {
  const inverse = step.map((value) => 1 / value);
  let clipped = 0;
  for (let start = 0; start < data.length; start += cols) {
    for (let j = 0; j < cols; j++) {
      const byte = Math.floor(data[start + j] * inverse[j] + BYTE_CENTER + 0.5);
      if (byte >= 0 && byte <= 255) bytes[start + j] = byte;
      else {
        bytes[start + j] = byte < 0 ? 0 : 255;
        clipped++;
      }
    }
  }
  return clipped;
}

/** Throws a RangeError unless the images have `cols` values each. */
function checkCols(images: ImageSet, cols: number): void {
  if (images.cols === cols) return;
  throw new RangeError(expectation("images.cols", `${cols}, as fitted,`, images.cols));
}
