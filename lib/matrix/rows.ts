/**
 * What a net takes as its input: a matrix, or uint8 pixels that become floats only inside a kernel.
 *
 * @module
 */

import type { Matrix } from "./matrix.ts";

/**
 * Rows of uint8 pixels with a mean to subtract: element (i, j) is
 * `pixels[(index ? index[i] : i) * cols + j] - mean[j]`.
 *
 * A batch of 200 CIFAR-10 images takes 0.6 MB this way and 4.9 MB as float64.
 */
export interface PixelRows {
  /** Number of rows: `index.length`, or the number of images when there is no index. */
  readonly rows: number;
  /** Pixel values an image. */
  readonly cols: number;
  /** The images, row-major, `cols` bytes each. */
  readonly pixels: Uint8Array;
  /** Which image each row is; `null` takes the images in order. */
  readonly index: Int32Array | null;
  /** Subtracted from each row, `cols` values. */
  readonly mean: Float64Array;
}

/** Input rows of a product: a matrix in any memory, or pixels. */
export type Rows = Matrix | PixelRows;

/** Whether the rows are pixels rather than a matrix. */
export function isPixelRows(rows: Rows): rows is PixelRows {
  return "pixels" in rows;
}
