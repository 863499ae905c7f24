/**
 * Random flips, shifts and cutouts of a batch of images.
 *
 * @module
 */

import { checkInstance } from "../internal/checks.ts";
import { checkOptions, integer, number, type OptionChecks } from "../internal/options.ts";
import { RandomState } from "../random/random_state.ts";
import { checkRows, checkUnmoved, type Rows } from "../matrix/rows.ts";
import {
  type ImageShape,
  imageShape,
  setTransform,
  TRANSFORM_FIELDS,
} from "../matrix/transforms.ts";

/** Changes a batch before a step of training. */
export type BatchTransform = (rows: Rows, rng: RandomState) => Rows;

/** What {@linkcode augmentation} takes. */
export interface AugmentationOptions {
  /** Probability that left and right of an image are swapped. Default: 0.5. */
  flip?: number;
  /** Most pixels by which an image moves up, down, left or right. Default: 2. */
  shift?: number;
  /** Side of a square that is cut out of each image, in pixels; 0 cuts nothing. Default: 0. */
  cutout?: number;
}

/** What a transform can store of a shift or a side. */
const MOST_PIXELS = 2 ** 30;

/**
 * A transform of batches: each image is flipped or not, shifted by whole pixels, each shift in
 * [-shift, shift] equally likely (zeros come in), and loses a square of zeros whose centre lies
 * anywhere in it, so that the square may hang over the edge (DeVries and Taylor, "Improved
 * Regularization of Convolutional Neural Networks with Cutout", 2017). No pixel is touched: the
 * rows carry what a backend does where it turns pixels into floats.
 *
 * It draws from the generator what is switched on, for the whole batch at a time: `rand` for the
 * flips, `randint` for the shifts down, those to the right, the rows and the columns of the centres.
 *
 * @throws {RangeError} If `flip` is not in [0, 1], or another size is not an integer of at least 0;
 * when called, if the rows already carry transforms.
 * @throws {TypeError} When called, if the rows are not images.
 *
 * @example
 * ```ts
 * import { augmentation, ImageSet, RandomState } from "two-layer-net";
 * import { assertEquals } from "@std/assert";
 *
 * const images = new ImageSet({ pixels: new Uint8Array(2 * 3072), labels: Uint8Array.of(3, 5) });
 * const augment = augmentation({ flip: 0.5, shift: 2 });
 * const batch = augment(images.take([1, 0, 1]), new RandomState(0));
 * assertEquals([batch.rows, batch.cols], [3, 3072]);
 * ```
 */
export function augmentation(options: AugmentationOptions = {}): BatchTransform {
  checkOptions("augmentation", options, OPTIONS);
  const { flip = 0.5, shift = 2, cutout = 0 } = options;
  return (rows, rng) => {
    checkRows("rows", rows);
    checkInstance("rng", rng, RandomState);
    checkUnmoved("rows", rows);
    const transforms = draw({ flip, shift, cutout }, rows.rows, imageShape(rows), rng);
    return { ...rows, transforms };
  };
}

const OPTIONS: OptionChecks<AugmentationOptions> = {
  flip: number(0, 1),
  shift: integer(0, MOST_PIXELS),
  cutout: integer(0, MOST_PIXELS),
};

function draw(
  { flip, shift, cutout }: Required<AugmentationOptions>,
  count: number,
  { height, width }: ImageShape,
  rng: RandomState,
): Int32Array {
  const draws = flip > 0 ? rng.rand(count) : null;
  const shifts = () => shift > 0 ? rng.randint(-shift, shift + 1, count) : null;
  const centres = (size: number) => cutout > 0 ? rng.randint(0, size, count) : null;
  const [dy, dx, y, x] = [shifts(), shifts(), centres(height), centres(width)];
  const transforms = new Int32Array(count * TRANSFORM_FIELDS);
  const before = Math.floor(cutout / 2);
  for (let i = 0; i < count; i++) {
    const top = y ? y[i] - before : 0, left = x ? x[i] - before : 0;
    setTransform(transforms, i, {
      flip: draws !== null && draws[i] < flip,
      dy: dy ? dy[i] : 0,
      dx: dx ? dx[i] : 0,
      top,
      left,
      bottom: top + cutout,
      right: left + cutout,
    });
  }
  return transforms;
}
