/**
 * Images that stay uint8 in memory; only batches become floats.
 *
 * @module
 */

import {
  checkInstance,
  checkInteger,
  checkList,
  checkPositive,
  expectation,
} from "../internal/checks.ts";
import { anything, checkOptions, integer, required } from "../internal/options.ts";
import { type PixelRows, pixelsOf } from "../matrix/rows.ts";

/** What {@linkcode ImageSet} is made of. */
export interface ImageSetOptions {
  /** The images one after another, each in the order height, width, channel. */
  pixels: Uint8Array;
  /** The class of each image. */
  labels: Uint8Array;
  /** Subtracted from each image where it becomes floats, `cols` values. Default: zeros. */
  mean?: Float64Array;
  /** Multiplies what is left, `cols` values greater than 0. Default: ones. */
  scale?: Float64Array;
  /** Pixels from top to bottom. */
  height: number;
  /** Pixels from left to right. */
  width: number;
  /** Values per pixel. Default: 3 (red, green, blue). */
  channels?: number;
}

/**
 * Labelled images with a mean image to subtract, accepted wherever a net takes its input: row i is
 * image i as floats, less the mean, times the scale if there is one.
 *
 * The pixels are shared, never copied: by slices, by batches and, if they lie in a
 * SharedArrayBuffer, by workers (`new ImageSet(message.data)` makes a set again of one that came
 * through `postMessage`).
 *
 * @example
 * ```ts
 * import { ImageSet } from "two-layer-net";
 * import { assertEquals } from "@std/assert";
 *
 * const images = new ImageSet({
 *   pixels: Uint8Array.of(1, 2, 3, 4, 5, 6),
 *   labels: Uint8Array.of(7, 8),
 *   height: 1,
 *   width: 1,
 * });
 * assertEquals([images.rows, images.cols], [2, 3]);
 * assertEquals([...images.image(1)], [4, 5, 6]);
 * assertEquals([...images.slice(1, 2).labels], [8]);
 * ```
 */
export class ImageSet implements PixelRows {
  /** Number of images. */
  readonly rows: number;
  /** Values per image: height · width · channels. */
  readonly cols: number;
  /** The images, row-major, `cols` bytes each, in the order height, width, channel. */
  readonly pixels: Uint8Array;
  /** The images are taken in order. */
  readonly index = null;
  /** The class of each image. */
  readonly labels: Uint8Array;
  /** The mean image, `cols` values. */
  readonly mean: Float64Array;
  /** What multiplies the rest, `cols` values, if anything does. */
  readonly scale?: Float64Array;
  /** Pixels from top to bottom. */
  readonly height: number;
  /** Pixels from left to right. */
  readonly width: number;
  /** Values per pixel. */
  readonly channels: number;

  /**
   * Wraps existing memory; nothing is copied.
   *
   * @throws {RangeError} If a size is not a positive integer or the lengths do not fit together.
   */
  constructor(options: ImageSetOptions) {
    checkOptions<ImageSetOptions>("ImageSet", options, OPTIONS);
    const { pixels, labels, height, width, channels = 3 } = options;
    const cols = height * width * channels;
    const mean = options.mean ?? new Float64Array(cols);
    checkLength(
      "pixels",
      pixels,
      "labels.length * height * width * channels",
      labels.length * cols,
    );
    checkLength("mean", mean, "height * width * channels", cols);
    if (options.scale) checkScale(options.scale, cols);
    this.rows = labels.length;
    this.cols = cols;
    this.pixels = pixels;
    this.labels = labels;
    this.mean = mean;
    if (options.scale) this.scale = options.scale;
    this.height = height;
    this.width = width;
    this.channels = channels;
  }

  /**
   * The rows of a batch: image `indices[i]` in row i; an image may come more than once.
   *
   * @throws {RangeError} If an index is not that of an image.
   */
  take(indices: ArrayLike<number>): PixelRows {
    checkList("indices", indices);
    for (let i = 0; i < indices.length; i++) {
      const isRow = Number.isInteger(indices[i]) && indices[i] >= 0 && indices[i] < this.rows;
      if (!isRow) checkInteger(`indices[${i}]`, indices[i], 0, this.rows - 1);
    }
    const index = indices instanceof Int32Array ? indices : Int32Array.from(indices);
    return { ...pixelsOf(this), rows: index.length, index };
  }

  /** Images `start` up to, not including, `end`, on the same memory. */
  slice(start: number, end: number): ImageSet {
    checkInteger("start", start, 0, this.rows);
    checkInteger("end", end, start, this.rows);
    return new ImageSet({
      ...this,
      pixels: this.pixels.subarray(start * this.cols, end * this.cols),
      labels: this.labels.subarray(start, end),
    });
  }

  /** The same images with another mean, or another scale; `undefined` takes the default. */
  with(changes: Pick<ImageSetOptions, "mean" | "scale">): ImageSet {
    checkOptions("with", changes, { mean: floats, scale: floats });
    return new ImageSet({ ...this, ...changes });
  }

  /** What a notebook shows of it. */
  [Symbol.for("Jupyter.display")](): Record<string, string> {
    const { rows, height, width, channels, labels } = this;
    const first = `${labels.subarray(0, 10).join(", ")}${rows > 10 ? ", …" : ""}`;
    return {
      "text/plain": `ImageSet of ${rows} images, ${height} × ${width} × ${channels} bytes each ` +
        `(${rows} × ${this.cols} as a matrix); labels ${first}`,
    };
  }

  /** The pixels of image i as they are stored, 0 to 255, on the same memory: for pictures. */
  image(i: number): Uint8Array {
    checkInteger("i", i, 0, this.rows - 1);
    return this.pixels.subarray(i * this.cols, (i + 1) * this.cols);
  }
}

/** Whether rows are pictures: what is one pixel high or wide has no neighbours in one direction. */
export function isPicture({ height, width }: Pick<ImageSet, "height" | "width">): boolean {
  return height > 1 && width > 1;
}

/** Whether rows are pictures in grey or in colour. */
export function isDrawable(shape: Pick<ImageSet, "height" | "width" | "channels">): boolean {
  return (shape.channels === 1 || shape.channels === 3) && isPicture(shape);
}

/**
 * The mean image: the exact sums of the columns, divided by the number of images. Equal to the
 * last bit to NumPy's `np.mean(X.astype(np.float64), axis=0)`.
 *
 * @throws {RangeError} If there is no image.
 */
export function meanImage(images: ImageSet): Float64Array {
  checkImages("images", images);
  const { rows, cols, pixels } = images;
  checkInteger("the number of images", rows, 1);
  const sums = new Uint32Array(cols); // holds 2^32 / 255 = 16.8 million images
  for (let start = 0; start < rows * cols; start += cols) {
    for (let j = 0; j < cols; j++) sums[j] += pixels[start + j];
  }
  return Float64Array.from(sums, (sum) => sum / rows);
}

/** Throws a TypeError unless `value` is a set of images. */
export function checkImages(name: string, value: unknown): asserts value is ImageSet {
  checkInstance(name, value, ImageSet);
}

function bytes(name: string, value: unknown): void {
  checkInstance(name, value, Uint8Array);
}

function floats(name: string, value: unknown): void {
  checkInstance(name, value, Float64Array);
}

/** Also what a set has beside its options: one set is made from another's parts. */
const OPTIONS = {
  pixels: required(bytes),
  labels: required(bytes),
  mean: floats,
  scale: floats,
  height: required(integer(1)),
  width: required(integer(1)),
  channels: integer(1),
  rows: anything,
  cols: anything,
  index: anything,
};

function checkScale(scale: Float64Array, cols: number): void {
  checkLength("scale", scale, "height * width * channels", cols);
  scale.forEach((value, j) => checkPositive(`scale[${j}]`, value));
}

function checkLength(
  name: string,
  { length }: ArrayLike<number>,
  formula: string,
  expected: number,
): void {
  if (length === expected) return;
  throw new RangeError(expectation(`${name}.length`, `${formula} = ${expected}`, length));
}
