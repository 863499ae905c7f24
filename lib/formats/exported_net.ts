/**
 * A net that is to leave: its parameters, and what its images went through.
 *
 * @module
 */

import { type Backend, checkBackend } from "../backends/backend.ts";
import { ReferenceBackend } from "../backends/reference.ts";
import { CONTRAST_EPSILON } from "../datasets/contrast.ts";
import { BYTE_CENTER, LinearTransform, stepsFor } from "../datasets/linear_transform.ts";
import { checkInstance, checkLength, checkObject } from "../internal/checks.ts";
import { checkOptions } from "../internal/options.ts";
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

/** What exports take beside the net. */
export interface ExportOptions {
  /** Multiplies a whitening into the first layer, in float64. Default: the reference backend. */
  backend?: Backend;
}

/** A net that takes stored pixels, 0 to 255, and has the same scores. */
export interface PixelNet {
  /**
   * What is added to each image's variance where images are first brought to mean 0 and one
   * contrast, (x - mean(x)) / √(var(x) + ε); null where they are not. No layer can hold that.
   */
  readonly contrast: number | null;
  /** D × H, with all that is linear of the preparation. */
  readonly W1: Matrix;
  /** 1 × H. */
  readonly b1: Matrix;
  /** H × C. */
  readonly W2: Matrix;
  /** 1 × C. */
  readonly b2: Matrix;
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
 * Folds the preparation into the first layer: (x - mean) · scale · W1 + b1 is x · W1' + b1', and so
 * is a whitening. That whitened images are kept as bytes is left out: steps of 0.047 standard
 * deviations, which is noise, and values beyond 6 of them, which bytes cut off; pixels that are
 * nearly always the same, as at the edges of drawn images, have such.
 */
export function foldPreparation(exported: ExportedNet, options: ExportOptions = {}): PixelNet {
  checkExported("net", exported);
  checkOptions("the export", options, { backend: checkBackend });
  const { net: { params }, settings, transform, meanImage: mean, scale } = exported;
  const [W1, b1, W2, b2] = [params.W1, params.b1, params.W2, params.b2]
    .map((matrix) => new Matrix(matrix.rows, matrix.cols, Float64Array.from(matrix.data)));
  if (!transform) return { contrast: null, ...foldMoments(W1, b1, mean, scale), W2, b2 };
  const whitened = product(transform.matrix, W1, options.backend ?? new ReferenceBackend());
  if (!settings?.contrast) {
    return { contrast: null, ...foldMoments(whitened, b1, transform.mean), W2, b2 };
  }
  // The whitening takes contrast as bytes, z / step + 127.5.
  const step = stepsFor(Float64Array.of(1))[0];
  const center = transform.mean.map((value) => (value - BYTE_CENTER) * step);
  const steps = new Float64Array(whitened.rows).fill(1 / step);
  const folded = foldMoments(whitened, b1, center, steps);
  return { contrast: CONTRAST_EPSILON, ...folded, W2, b2 };
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

function product(a: Matrix, b: Matrix, backend: Backend): Matrix {
  const out = backend.zeros(a.rows, b.cols), [left, right] = [backend.from(a), backend.from(b)];
  backend.matmul(left, right, out);
  const result = out.clone("float64");
  for (const own of [out, ...(left === a ? [] : [left]), ...(right === b ? [] : [right])]) {
    backend.free(own);
  }
  return result;
}
