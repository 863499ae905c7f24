/**
 * Transforms of images within a batch: flips, shifts and cutouts, as numbers beside each row that a
 * gather kernel obeys. No pixel is touched before.
 *
 * @module
 */

import { checkInteger, expectation } from "../internal/checks.ts";
import type { PixelRows } from "./rows.ts";

/** Numbers that describe the transform of one row. */
export const TRANSFORM_FIELDS = 7;

/**
 * What happens to one image, in this order. What is shifted in, and what is cut out, is 0 as a
 * float, after mean and scale.
 */
export interface RowTransform {
  /** Whether left and right are swapped. */
  flip: boolean;
  /** Pixels by which the image moves down. */
  dy: number;
  /** Pixels by which the image moves to the right. */
  dx: number;
  /** The box that becomes 0, in the moved image: first row. */
  top: number;
  /** The box's first column. */
  left: number;
  /** The row behind the box's last. */
  bottom: number;
  /** The column behind the box's last. */
  right: number;
}

/** Sizes of an image whose pixels come row by row, the channels of a pixel side by side. */
export interface ImageShape {
  /** Pixels from top to bottom. */
  readonly height: number;
  /** Pixels from left to right. */
  readonly width: number;
  /** Values per pixel. */
  readonly channels: number;
}

/** Writes the transform of row `i`. */
export function setTransform(transforms: Int32Array, i: number, t: RowTransform): void {
  let at = i * TRANSFORM_FIELDS;
  transforms[at++] = Number(t.flip);
  transforms[at++] = t.dy;
  transforms[at++] = t.dx;
  transforms[at++] = t.top;
  transforms[at++] = t.left;
  transforms[at++] = t.bottom;
  transforms[at] = t.right;
}

/** The sizes of the images, which rows with transforms must have. */
export function imageShape({ cols, height, width, channels }: PixelRows): ImageShape {
  if (height === undefined || width === undefined || channels === undefined) {
    throw new TypeError("Expected rows to be images with height, width and channels");
  }
  checkInteger("height", height, 1);
  checkInteger("width", width, 1);
  checkInteger("channels", channels, 1);
  if (height * width * channels === cols) return { height, width, channels };
  const expected = `rows.cols = ${cols}`;
  throw new RangeError(
    expectation("height * width * channels", expected, height * width * channels),
  );
}

/** The transforms of the rows numbered by `index`. */
export function takeTransforms(transforms: Int32Array, index: Int32Array): Int32Array {
  const taken = new Int32Array(index.length * TRANSFORM_FIELDS);
  index.forEach((from, to) => {
    taken.set(sliceTransforms(transforms, from, from + 1), to * TRANSFORM_FIELDS);
  });
  return taken;
}

/** The transforms of rows `start` up to, not including, `end`; nothing is copied. */
export function sliceTransforms(transforms: Int32Array, start: number, end: number): Int32Array {
  return transforms.subarray(start * TRANSFORM_FIELDS, end * TRANSFORM_FIELDS);
}

/**
 * Where each pixel of transformed image `i` comes from, row by row: the number of a pixel, or -1
 * for a 0.
 */
export function sourcePixels(
  transforms: Int32Array,
  i: number,
  { height, width }: ImageShape,
): Int32Array {
  const [flip, dy, dx, top, left, bottom, right] = sliceTransforms(transforms, i, i + 1);
  return Int32Array.from({ length: height * width }, (_, pixel) => {
    const y = Math.floor(pixel / width), x = pixel % width;
    const isCut = y >= top && y < bottom && x >= left && x < right;
    const fromY = y - dy, fromX = x - dx;
    const isInside = fromY >= 0 && fromY < height && fromX >= 0 && fromX < width;
    if (isCut || !isInside) return -1;
    return fromY * width + (flip ? width - 1 - fromX : fromX);
  });
}
