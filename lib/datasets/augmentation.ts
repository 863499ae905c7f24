/**
 * Random flips, shifts, cutouts, deformations and changes of light of a batch of images.
 *
 * @module
 */

import { checkInstance } from "../internal/checks.ts";
import { checkOptions, integer, number, type OptionChecks } from "../internal/options.ts";
import { RandomState } from "../random/random_state.ts";
import { checkRows, checkUnmoved, type Rows } from "../matrix/rows.ts";
import {
  IDENTITY,
  type ImageShape,
  imageShape,
  type RowTransform,
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
  /** Most degrees by which an image turns, either way. Default: 0. */
  rotation?: number;
  /** An image becomes 1 - scaling to 1 + scaling times as large. Default: 0. */
  scaling?: number;
  /** Most degrees by which its columns lean, either way. Default: 0. */
  shear?: number;
  /** Its floats, after mean and scale, are multiplied by 1 - this to 1 + this. Default: 0. */
  contrastJitter?: number;
  /** Most that is then added to all of them, or subtracted. Default: 0. */
  brightnessJitter?: number;
}

/** What a transform can store of a shift or a side. */
const MOST_PIXELS = 2 ** 30;

/**
 * A transform of batches. Each image is lit: its values are multiplied by one number near 1 and one near
 * 0 is added. It is flipped or not. It is sheared, scaled and turned about its centre, bilinear between
 * four pixels. It is shifted by whole pixels, each shift in [-shift, shift] equally likely. And it loses
 * a square of zeros whose centre lies anywhere in it, so that the square may hang over the edge (DeVries
 * and Taylor, "Improved Regularization of Convolutional Neural Networks with Cutout", 2017). Zeros come
 * in from outside. No pixel is touched: the rows carry what a backend does where it turns pixels into
 * floats.
 *
 * It draws from the generator what is switched on, for the whole batch at a time: `rand` for the
 * flips, `randint` for the shifts down, those to the right, the rows and the columns of the centres,
 * then `rand` for rotation, scaling, shear, contrast and brightness, each evenly between its ends.
 *
 * @throws {RangeError} If a probability or a size is out of range: rotation ends at 180 degrees, shear
 * at 45, scaling at 0.9, contrast at 1, brightness at 255; when called, if the rows already carry
 * transforms.
 * @throws {TypeError} When called, if the rows are not images.
 *
 * @example
 * ```ts
 * import { augmentation, ImageSet, RandomState } from "two-layer-net";
 * import { assertEquals } from "@std/assert";
 *
 * const [pixels, labels] = [new Uint8Array(2 * 3072), Uint8Array.of(3, 5)];
 * const images = new ImageSet({ pixels, labels, height: 32, width: 32 });
 * const augment = augmentation({ flip: 0.5, shift: 2 });
 * const batch = augment(images.take([1, 0, 1]), new RandomState(0));
 * assertEquals([batch.rows, batch.cols], [3, 3072]);
 * ```
 */
export function augmentation(options: AugmentationOptions = {}): BatchTransform {
  checkOptions("augmentation", options, OPTIONS);
  const { flip = 0.5, shift = 2, cutout = 0 } = options;
  const { rotation = 0, scaling = 0, shear = 0 } = options;
  const { contrastJitter = 0, brightnessJitter = 0 } = options;
  return (rows, rng) => {
    checkRows("rows", rows);
    checkInstance("rng", rng, RandomState);
    checkUnmoved("rows", rows);
    const shape = imageShape(rows), count = rows.rows;
    const moves = drawMoves({ flip, shift, cutout }, count, shape, rng);
    const turns = drawDeformations({ rotation, scaling, shear }, count, rng);
    const lights = drawLights({ contrastJitter, brightnessJitter }, count, rng);
    const transforms = new Int32Array(count * TRANSFORM_FIELDS);
    for (let i = 0; i < count; i++) {
      setTransform(transforms, i, { ...IDENTITY, ...moves(i), ...turns(i), ...lights(i) });
    }
    return { ...rows, transforms };
  };
}

const OPTIONS: OptionChecks<AugmentationOptions> = {
  flip: number(0, 1),
  shift: integer(0, MOST_PIXELS),
  cutout: integer(0, MOST_PIXELS),
  rotation: number(0, 180),
  scaling: number(0, 0.9),
  shear: number(0, 45),
  contrastJitter: number(0, 1),
  brightnessJitter: number(0, 255),
};

/** A part of the transform of each image of a batch, by its place. */
type Part = (i: number) => Partial<RowTransform>;

function drawMoves(
  { flip, shift, cutout }: Required<Pick<AugmentationOptions, "flip" | "shift" | "cutout">>,
  count: number,
  { height, width }: ImageShape,
  rng: RandomState,
): Part {
  const draws = flip > 0 ? rng.rand(count) : null;
  const shifts = () => shift > 0 ? rng.randint(-shift, shift + 1, count) : null;
  const centres = (size: number) => cutout > 0 ? rng.randint(0, size, count) : null;
  const [dy, dx, y, x] = [shifts(), shifts(), centres(height), centres(width)];
  const before = Math.floor(cutout / 2);
  return (i) => {
    const top = y ? y[i] - before : 0, left = x ? x[i] - before : 0;
    return {
      flip: draws !== null && draws[i] < flip,
      ...(dy && dx ? { dy: dy[i], dx: dx[i] } : {}),
      ...{ top, left, bottom: top + cutout, right: left + cutout },
    };
  };
}

/** The way back from a place in an image that was sheared, then scaled, then turned. */
function drawDeformations(
  options: Required<Pick<AugmentationOptions, "rotation" | "scaling" | "shear">>,
  count: number,
  rng: RandomState,
): Part {
  const { rotation, scaling, shear } = options;
  if (rotation === 0 && scaling === 0 && shear === 0) return () => ({});
  const [turn, growth, lean] = [rotation, scaling, shear].map((most) =>
    drawEvenly(most, count, rng)
  );
  return (i) => {
    const angle = radians(turn(i)), size = 1 + growth(i), slope = Math.tan(radians(lean(i)));
    const cos = Math.cos(angle) / size, sin = Math.sin(angle) / size;
    return { yy: cos - 1, yx: -sin, xy: sin - slope * cos, xx: cos + slope * sin - 1 };
  };
}

function drawLights(
  options: Required<Pick<AugmentationOptions, "contrastJitter" | "brightnessJitter">>,
  count: number,
  rng: RandomState,
): Part {
  const { contrastJitter, brightnessJitter } = options;
  const contrast = drawEvenly(contrastJitter, count, rng);
  const brightness = drawEvenly(brightnessJitter, count, rng);
  return (i) => ({ contrast: contrast(i), brightness: brightness(i) });
}

/** Numbers between -most and most, one an image; nothing is drawn for 0. */
function drawEvenly(most: number, count: number, rng: RandomState): (i: number) => number {
  if (most === 0) return () => 0;
  const draws = rng.rand(count);
  return (i) => most * (2 * draws[i] - 1);
}

function radians(degrees: number): number {
  return degrees * Math.PI / 180;
}
