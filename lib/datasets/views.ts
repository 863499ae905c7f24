/**
 * Views of images: a net that looks at several of each decides better than by one.
 *
 * @module
 */

import { checkChoice } from "../internal/checks.ts";
import { checkRows, checkUnmoved, type PixelRows, type Rows } from "../matrix/rows.ts";
import { IDENTITY, type RowTransform, sameTransform } from "../matrix/transforms.ts";

/** A number of {@linkcode views} that there is. */
export type ViewCount = 1 | 2 | 18;

/** Every {@linkcode ViewCount}. */
export const VIEW_COUNTS: readonly ViewCount[] = [1, 2, 18];

/** Throws a RangeError unless there are so many views. */
export function checkViewCount(name: string, value: unknown): asserts value is ViewCount {
  checkChoice(name, value, VIEW_COUNTS);
}

/** Pixels by which views are shifted, in both directions; the image as it is comes first. */
const SHIFTS = [0, -1, 1];

/**
 * The same images seen several times:
 * - 1: as they are.
 * - 2: and with left and right swapped.
 * - 18: both of these, shifted by -1, 0 or 1 pixels down and to the right; zeros come in.
 *
 * Those of a smaller number come first. No pixel is touched; the rows carry what a backend does
 * where it turns pixels into floats.
 *
 * @throws {RangeError} If `count` is another number, or the rows carry transforms already.
 * @throws {TypeError} If more than one view is asked for and the rows are not images.
 *
 * @example
 * ```ts
 * import { createBackend, ImageSet, Matrix, views } from "two-layer-net";
 * import { assertEquals } from "@std/assert";
 *
 * const pixels = Uint8Array.of(1, 2, 3, 4, 5, 6), labels = Uint8Array.of(0);
 * const images = new ImageSet({ pixels, labels, height: 2, width: 3, channels: 1 });
 * const [, mirrored] = views(images, 2);
 * const backend = await createBackend("reference"), floats = Matrix.zeros(1, 6);
 * backend.gather(mirrored, floats);
 * assertEquals(floats.toArray(), [[3, 2, 1, 6, 5, 4]]);
 * ```
 */
export function views(rows: Rows, count: ViewCount): Rows[] {
  checkRows("rows", rows);
  checkViewCount("count", count);
  if (count === 1) return [rows];
  checkUnmoved("rows", rows);
  const moves = count === 2 ? [{}] : SHIFTS.flatMap((dy) => SHIFTS.map((dx) => ({ dy, dx })));
  const both = moves.flatMap((move) => [move, { ...move, flip: true }]);
  return both.map((move, k) => k === 0 ? rows : moved(rows, { ...IDENTITY, ...move }));
}

function moved(rows: PixelRows, transform: RowTransform): PixelRows {
  return { ...rows, transforms: sameTransform(transform, rows.rows) };
}
