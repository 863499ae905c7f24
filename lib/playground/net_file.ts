/**
 * A net from a file that the reader brings, and to one.
 *
 * @module
 */

import { expectation } from "../internal/checks.ts";
import { decodeWeights, encodeWeights } from "../nn/weights.ts";
import type { TwoLayerParams } from "../nn/params.ts";
import { parseSettings } from "../training/check_settings.ts";
import { PRESETS } from "../training/presets.ts";
import type { Settings } from "../training/settings.ts";

/** A net, and what images go through before it sees them. */
export interface ShownNet {
  readonly params: TwoLayerParams;
  /** Subtracted from each image. */
  readonly mean: Float64Array;
  /** Multiplies the rest, if anything does. */
  readonly scale?: Float64Array;
}

const INPUTS = 3072, CLASSES = 10;

/**
 * The net of a safetensors file.
 *
 * @param name What errors call the file.
 * @param mean The mean image of a file that has none.
 * @throws {TypeError} If the file is damaged or holds no net.
 * @throws {RangeError} If it is no net of CIFAR-10's images, or one of whitened ones.
 */
export function readNet(bytes: Uint8Array, name: string, mean: Float64Array): ShownNet {
  const { net: { params }, metadata, meanImage, scale } = decodeWeights(bytes, { name });
  const { W1, W2 } = params;
  if (W1.rows !== INPUTS || W2.cols !== CLASSES) {
    const expected = `a net of ${INPUTS} inputs and ${CLASSES} classes`;
    throw new RangeError(expectation(name, expected, `${W1.rows} and ${W2.cols}`));
  }
  const { preparation } = parseSettings(metadata.settings ?? "{}", PRESETS.assignment);
  if (preparation === "zca" || preparation === "pca") {
    const expected = "a net of images as they are, less a mean";
    throw new RangeError(expectation(name, expected, `one of images prepared by "${preparation}"`));
  }
  return { params, mean: meanImage ?? mean, scale };
}

/** The bytes of a safetensors file that every command of the library takes. */
export function writeNet(
  { params, mean, scale }: ShownNet,
  settings: Settings,
  steps: number,
): Uint8Array<ArrayBuffer> {
  const metadata = { settings: JSON.stringify({ ...settings, numIters: steps || 1 }) };
  return encodeWeights({ params }, { meanImage: mean, scale, metadata });
}

/** The image as the net sees it. */
export function inputOf({ mean, scale }: ShownNet, pixels: ArrayLike<number>): Float32Array {
  return Float32Array.from(pixels, (value, i) => (value - mean[i]) * (scale?.[i] ?? 1));
}
