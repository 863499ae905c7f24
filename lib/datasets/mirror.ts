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
 *
 * @example
 * ```ts
 * import { createBackend, ImageSet, Matrix, mirrored } from "two-layer-net";
 * import { assertEquals } from "@std/assert";
 *
 * const pixels = Uint8Array.of(1, 2, 3, 4, 5, 6), labels = Uint8Array.of(0);
 * const images = new ImageSet({ pixels, labels, height: 2, width: 3, channels: 1 });
 * const backend = await createBackend("reference"), floats = Matrix.zeros(1, 6);
 * backend.gather(mirrored(images), floats);
 * assertEquals(floats.toArray(), [[3, 2, 1, 6, 5, 4]]);
 * ```
 */
export function mirrored(rows: Rows): Rows {
  return flipAll(rows, new RandomState(0)); // every draw is below 1
}
