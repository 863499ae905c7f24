/**
 * A net that is to leave: its parameters, and what its images went through.
 *
 * @module
 */

import { CONTRAST_EPSILON } from "../datasets/contrast.ts";
import { LinearTransform } from "../datasets/linear_transform.ts";
import { checkInstance, checkLength, checkObject } from "../internal/checks.ts";
import { Matrix } from "../matrix/matrix.ts";
import { checkParams, type TwoLayerParams } from "../nn/params.ts";
import { checkNamedSettings } from "../training/check_settings.ts";
import type { Settings } from "../training/settings.ts";

/** A net with its preparation; what {@linkcode loadNet} gives is one. */
export interface ExportedNet {
  /** Holds the parameters. */
  readonly net: { readonly params: TwoLayerParams };
  /** How it was trained; null if that is not known. */
  readonly settings: Settings | null;
  /** The mean image that was subtracted, D values. */
  readonly meanImage?: Float64Array;
  /** What each value was multiplied by then, D values. */
  readonly scale?: Float64Array;
  /** The whitening or the components, where there are any. */
  readonly transform: LinearTransform | null;
}

/** A net that takes stored pixels, 0 to 255, and has the same scores. */
export interface PixelNet {
  /** What images go through before the first layer; null where all of that is in its weights. */
  readonly whitening: Whitening | null;
  /** D × H: of pixels, or of whitened bytes less 127.5. */
  readonly W1: Matrix;
  /** 1 × H. */
  readonly b1: Matrix;
  /** H × C. */
  readonly W2: Matrix;
  /** 1 × C. */
  readonly b2: Matrix;
}

/** How pixels become whitened bytes, which no layer can hold: they are rounded and cut off. */
export interface Whitening {
  /**
   * What is added to each image's variance where images are first brought to mean 0 and one
   * contrast, as bytes; null where they are not.
   */
  readonly contrast: number | null;
  /** Whitens, and says how far apart the bytes are. */
  readonly transform: LinearTransform;
}

/** Throws unless the value is a net with its preparation. */
export function checkExported(name: string, value: unknown): asserts value is ExportedNet {
  checkObject(name, value);
  const { net, settings, transform, meanImage, scale } = value as ExportedNet;
  checkObject(`${name}.net`, net);
  checkParams(`${name}.net.params`, net.params);
  if (settings !== null) checkNamedSettings(`${name}.settings`, settings);
  if (transform !== null) checkInstance(`${name}.transform`, transform, LinearTransform);
  for (const [key, values] of Object.entries({ meanImage, scale })) {
    if (values === undefined) continue;
    checkInstance(`${name}.${key}`, values, Float64Array);
    checkLength(`${name}.${key}`, values, net.params.W1.rows);
  }
}

/**
 * Folds what is linear of the preparation into the first layer: (x - mean) · scale · W1 + b1 is
 * x · W1' + b1', and so is a whitened byte's step. The whitening itself is not, as its values are kept
 * as bytes: on Fashion-MNIST, whose edges are nearly always black, those that bytes cut off move
 * scores by up to 4, and their rounding moves them by 0.02.
 */
export function foldPreparation(exported: ExportedNet): PixelNet {
  checkExported("net", exported);
  const { net: { params }, settings, transform, meanImage, scale } = exported;
  const [W1, b1, W2, b2] = [params.W1, params.b1, params.W2, params.b2]
    .map((matrix) => new Matrix(matrix.rows, matrix.cols, Float64Array.from(matrix.data)));
  const first = transform
    ? foldMoments(W1, b1, undefined, transform.step)
    : foldMoments(W1, b1, meanImage, scale);
  const contrast = settings?.contrast ? CONTRAST_EPSILON : null;
  return { whitening: transform && { contrast, transform }, ...first, W2, b2 };
}

/** W1 and b1 for x instead of (x - mean) · scale. */
function foldMoments(
  W1: Matrix,
  b1: Matrix,
  mean?: Float64Array,
  scale?: Float64Array,
): Pick<PixelNet, "W1" | "b1"> {
  for (let i = 0; i < W1.rows; i++) {
    const row = W1.row(i), factor = scale?.[i] ?? 1, shift = mean?.[i] ?? 0;
    for (let h = 0; h < row.length; h++) {
      row[h] *= factor;
      b1.data[h] -= shift * row[h];
    }
  }
  return { W1, b1 };
}
