/**
 * Transforms of images in plain loops: the oracle of the kernels that do the same.
 *
 * Each operation is rounded to the element type, so that the kernels come to the same bits.
 *
 * @module
 */

import type { DType, FloatArray } from "../matrix/matrix.ts";
import { type ImageShape, PARTS, sliceTransforms } from "../matrix/transforms.ts";

/** Rounds to the element type. */
function rounding(dtype: DType): (value: number) => number {
  return dtype === "float32" ? Math.fround : (value) => value;
}

/** Writes the image (floats, after mean and scale, which it may change) by transform `i` to `out`. */
export function transformImage(
  image: FloatArray,
  transforms: Int32Array,
  i: number,
  shape: ImageShape,
  dtype: DType,
  out: FloatArray,
): void {
  const t = sliceTransforms(transforms, i, i + 1), round = rounding(dtype);
  const [flip, dy, dx, top, left, bottom, right, yy, yx, xy, xx, contrast, brightness] = t;
  const { height, width, channels } = shape;
  light(image, contrast, brightness, round);
  const sign = flip ? -1 : 1;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      // Twice the way from the centre, which may lie between two pixels.
      const down = 2 * (y - dy) - (height - 1), across = 2 * (x - dx) - (width - 1);
      const fromY = (height - 1) * PARTS + down * (PARTS + yy) + across * yx;
      const fromX = (width - 1) * PARTS + sign * (down * xy + across * (PARTS + xx));
      const isCut = y >= top && y < bottom && x >= left && x < right;
      const at = (y * width + x) * channels;
      for (let c = 0; c < channels; c++) {
        out[at + c] = isCut
          ? 0
          : bilinear(image, shape, Math.floor(fromY / 2), Math.floor(fromX / 2), c, round);
      }
    }
  }
}

function light(
  image: FloatArray,
  contrast: number,
  brightness: number,
  round: (value: number) => number,
): void {
  if (contrast === 0 && brightness === 0) return;
  const factor = 1 + contrast / PARTS, added = brightness / PARTS;
  for (let j = 0; j < image.length; j++) image[j] = round(image[j] * factor) + added;
}

/** The value of channel c at (y, x), in parts of a pixel; 0 outside of the image. */
function bilinear(
  image: FloatArray,
  { height, width, channels }: ImageShape,
  y: number,
  x: number,
  c: number,
  round: (value: number) => number,
): number {
  const row = Math.floor(y / PARTS), column = Math.floor(x / PARTS);
  const below = y / PARTS - row, beside = x / PARTS - column;
  const pixel = (i: number, j: number) => {
    const isInside = i >= 0 && i < height && j >= 0 && j < width;
    return isInside ? image[(i * width + j) * channels + c] : 0;
  };
  const between = (a: number, b: number, share: number) => round(a + round(share * round(b - a)));
  const upper = between(pixel(row, column), pixel(row, column + 1), beside);
  const lower = between(pixel(row + 1, column), pixel(row + 1, column + 1), beside);
  return between(upper, lower, below);
}
