/**
 * First weights that see a patch of the image: the net is fully connected, and starts out local.
 *
 * @module
 */

import type { Matrix } from "../matrix/matrix.ts";
import type { ImageShape } from "../matrix/transforms.ts";
import type { RandomState } from "../random/random_state.ts";

/** Square patches, and the sizes of the images in which they lie. */
export interface Patches extends ImageShape {
  /** Side of a patch in pixels. Its centre is in the image; the rest may hang over the edge. */
  readonly size: number;
}

/** Where a patch lies, its ends behind the last row and column. */
interface Box {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

/**
 * Sets the weights of each column outside of a patch to 0 and scales the others, so that the column
 * keeps its norm. Every pixel is equally likely to be the centre of a patch: the rows of all centres
 * are drawn first (`randint`), then their columns.
 */
export function keepPatches(W1: Matrix, patches: Patches, rng: RandomState): void {
  const { size, height, width } = patches, units = W1.cols;
  const y = rng.randint(0, height, units), x = rng.randint(0, width, units);
  const before = Math.floor(size / 2);
  for (let unit = 0; unit < units; unit++) {
    const top = y[unit] - before, left = x[unit] - before;
    keepPatch(W1, unit, { top, bottom: top + size, left, right: left + size }, patches);
  }
}

function keepPatch({ data, cols }: Matrix, unit: number, box: Box, shape: ImageShape): void {
  const { height, width, channels } = shape;
  let all = 0, kept = 0;
  const inside: number[] = [];
  for (let pixel = 0; pixel < height * width; pixel++) {
    const isKept = contains(box, Math.floor(pixel / width), pixel % width);
    for (let c = 0; c < channels; c++) {
      const at = (pixel * channels + c) * cols + unit, square = data[at] ** 2;
      all += square;
      if (isKept) {
        kept += square;
        inside.push(at);
      } else data[at] = 0;
    }
  }
  if (kept === 0) return; // all of the column is 0
  const factor = Math.sqrt(all / kept);
  for (const at of inside) data[at] *= factor;
}

function contains({ top, bottom, left, right }: Box, y: number, x: number): boolean {
  return y >= top && y < bottom && x >= left && x < right;
}
