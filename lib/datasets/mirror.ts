/**
 * Images with left and right swapped.
 *
 * @module
 */

import { RandomState } from "../random/random_state.ts";
import type { Rows } from "../matrix/rows.ts";
import { augmentation } from "./augmentation.ts";

const flipAll = augmentation({ flip: 1, shift: 0 });

/**
 * The same images with left and right swapped: what augmentation makes of those that it flips. No
 * pixel is touched; the rows carry it to the kernels that make floats of them.
 *
 * @throws {TypeError} If the rows are not images.
 * @throws {RangeError} If they carry transforms already.
 */
export function mirrored(rows: Rows): Rows {
  return flipAll(rows, new RandomState(0)); // every draw is below 1
}
