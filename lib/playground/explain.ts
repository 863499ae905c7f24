/**
 * What a net makes of one image, and which hidden units had a part in it.
 *
 * @module
 */

import { ReferenceBackend } from "../backends/reference.ts";
import { type FloatArray, Matrix } from "../matrix/matrix.ts";
import { softmax } from "../matrix/softmax.ts";
import { affineForward, affineReluForward } from "../nn/layers.ts";
import type { TwoLayerParams } from "../nn/params.ts";

/** The net's answer to one image. */
export interface Answer {
  /** The output of each hidden unit, 0 or more. */
  readonly hidden: FloatArray;
  /** The score of each class. */
  readonly scores: FloatArray;
  /** The scores as probabilities. */
  readonly probabilities: FloatArray;
}

/** The forward pass, by the library's layers. `input` is the image less the mean, D values. */
export function answer({ W1, b1, W2, b2 }: TwoLayerParams, input: FloatArray): Answer {
  const backend = new ReferenceBackend(W1.data instanceof Float32Array ? "float32" : "float64");
  const hidden = backend.zeros(1, W1.cols), scores = backend.zeros(1, W2.cols);
  const image = new Matrix(1, input.length, input);
  affineReluForward(backend, image, { w: W1, b: b1 }, hidden);
  affineForward(backend, hidden, { w: W2, b: b2 }, scores);
  return { hidden: hidden.data, scores: scores.data, probabilities: softmax(scores).data };
}

/** A hidden unit's part in the score of a class. */
export interface Contribution {
  readonly unit: number;
  /** Its output times its weight to the class. */
  readonly value: number;
}

/** Every unit's part in the score of a class, the largest first, for or against. */
export function contributions(
  { W2 }: TwoLayerParams,
  hidden: FloatArray,
  label: number,
): Contribution[] {
  return Array.from(hidden, (output, unit) => ({ unit, value: output * W2.at(unit, label) }))
    .sort((a, b) => Math.abs(b.value) - Math.abs(a.value));
}

/** The weights of a hidden unit, in the order of an image's values. */
export function weightsOf({ W1 }: TwoLayerParams, unit: number): Float32Array {
  return Float32Array.from({ length: W1.rows }, (_, i) => W1.data[i * W1.cols + unit]);
}

/** The class with the greatest probability, the first of equals; -1 where they are not numbers. */
export function winner(probabilities: FloatArray): number {
  const order = Array.from(probabilities, (p, label) => ({ p, label })).filter(({ p }) => p >= 0);
  return order.reduce((best, one) => one.p > best.p ? one : best, { p: -1, label: -1 }).label;
}
