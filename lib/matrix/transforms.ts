/**
 * Transforms of images within a batch: flips, shifts, cutouts, deformations and changes of light, as
 * numbers beside each row that a gather kernel obeys. No pixel is touched before.
 *
 * @module
 */

import { checkInteger, expectation } from "../internal/checks.ts";
import type { PixelRows } from "./rows.ts";

/** Numbers that describe the transform of one row. */
export const TRANSFORM_FIELDS = 13;

/** Parts into which a pixel's side, and 1, are divided: deformations are whole numbers of them. */
export const PARTS = 65536;

/**
 * What happens to one image: its light changes, it is flipped, deformed about its centre, shifted and
 * cut. What comes in from outside, and what is cut out, is 0 as a float, after mean and scale.
 *
 * A pixel of the deformed image that lies (y, x) from the centre has the value at
 * (y + yy · y + yx · x, x + xy · y + xx · x), bilinear between the four pixels around there.
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
  /** The deformation: 0 everywhere leaves the image as it is. */
  yy: number;
  /** What each pixel to the right adds to the row. */
  yx: number;
  /** What each pixel down adds to the column. */
  xy: number;
  /** What each pixel to the right adds to the column. */
  xx: number;
  /** Every float is multiplied by 1 + contrast. */
  contrast: number;
  /** What is then added to every float. */
  brightness: number;
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

/** What leaves an image as it is. */
export const IDENTITY: RowTransform = {
  flip: false,
  dy: 0,
  dx: 0,
  top: 0,
  left: 0,
  bottom: 0,
  right: 0,
  yy: 0,
  yx: 0,
  xy: 0,
  xx: 0,
  contrast: 0,
  brightness: 0,
};

/** One transform for each of `count` rows. */
export function sameTransform(transform: RowTransform, count: number): Int32Array {
  const transforms = new Int32Array(count * TRANSFORM_FIELDS);
  for (let i = 0; i < count; i++) setTransform(transforms, i, transform);
  return transforms;
}

/** Writes the transform of row `i`; deformation and light to the nearest of {@linkcode PARTS}. */
export function setTransform(transforms: Int32Array, i: number, t: RowTransform): void {
  let at = i * TRANSFORM_FIELDS;
  transforms[at++] = Number(t.flip);
  transforms[at++] = t.dy;
  transforms[at++] = t.dx;
  transforms[at++] = t.top;
  transforms[at++] = t.left;
  transforms[at++] = t.bottom;
  transforms[at++] = t.right;
  for (const fraction of [t.yy, t.yx, t.xy, t.xx, t.contrast, t.brightness]) {
    transforms[at++] = Math.round(fraction * PARTS);
  }
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
