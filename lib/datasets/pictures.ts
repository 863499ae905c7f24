/**
 * Images as a net sees them, as pictures.
 *
 * @module
 */

import { checkPositive } from "../internal/checks.ts";
import { Matrix } from "../matrix/matrix.ts";
import { ReferenceBackend } from "../backends/reference.ts";
import { checkRows, type Rows } from "../matrix/rows.ts";

/** The grey that stands for 0, halfway between black and white. */
const MIDDLE = 127.5;

/**
 * Rows as pictures: the floats that a net takes in, after mean, scale, flips and shifts, with 0 as
 * middle grey, `-reach` and less as black, `reach` and more as white.
 *
 * @param rows Images of any preparation.
 * @param reach In the units of the floats. Default: 2, which suits a standard deviation of 1.
 * @returns A picture per row, its bytes in the order of the row's values.
 * @throws {RangeError} If `reach` is not greater than 0.
 *
 * @example
 * ```ts
 * import { ImageSet, pictures } from "two-layer-net";
 * import { assertEquals } from "@std/assert";
 *
 * const mean = Float64Array.of(100, 100, 100), scale = new Float64Array(3).fill(1 / 50);
 * const pixels = Uint8Array.of(0, 100, 150), labels = Uint8Array.of(0);
 * const images = new ImageSet({ pixels, labels, mean, scale, height: 1, width: 1 });
 * assertEquals(pictures(images, 2).map((picture) => [...picture]), [[0, 128, 191]]);
 * ```
 */
export function pictures(rows: Rows, reach?: number): Uint8Array[] {
  checkRows("rows", rows);
  if (reach !== undefined) checkPositive("reach", reach);
  const floats = Matrix.zeros(rows.rows, rows.cols);
  new ReferenceBackend().gather(rows, floats);
  const half = reach ?? (2 * rootMeanSquare(floats) || 1);
  return Array.from({ length: rows.rows }, (_, i) => {
    const shades = Uint8ClampedArray.from(floats.row(i), (x) => MIDDLE * (1 + x / half));
    return new Uint8Array(shades.buffer);
  });
}

function rootMeanSquare({ data }: Matrix): number {
  let squares = 0;
  for (const value of data) squares += value * value;
  return Math.sqrt(squares / data.length);
}
