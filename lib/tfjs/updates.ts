/**
 * Updates of parameters by operations of TensorFlow.js.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import type { Update } from "../backends/updates.ts";
import { ADAM } from "../optim/adam.ts";
import { RMSPROP } from "../optim/rmsprop.ts";
import { MOMENTUM } from "../optim/sgd.ts";
import { INTERPOLATE } from "../solver/weight_average.ts";

type T = tf.Tensor2D;

/** What the operands of an update become, but for the first, which is only read. */
type Formula = (coefficients: readonly number[], ...operands: T[]) => T[];

const FORMULAS = new Map<Pick<Update<never>, "apply">, Formula>([
  [INTERPOLATE, ([weight], x, y) => [interpolated(weight, x, y)]],
  [MOMENTUM, ([rate, momentum, nesterov, weightDecay], grad, before, param) => {
    const g = decayed(grad, weightDecay, param);
    const velocity: T = tf.add(tf.mul(before, momentum), g);
    const way = nesterov ? tf.add(g, tf.mul(velocity, momentum)) : velocity;
    return [velocity, tf.sub(param, tf.mul(way, rate))];
  }],
  [RMSPROP, ([rate, alpha, epsilon, weightDecay], grad, before, param) => {
    const g = decayed(grad, weightDecay, param);
    const square = interpolated(1 - alpha, tf.square(g), before);
    const way = tf.div(g, tf.add(tf.sqrt(square), epsilon));
    return [square, tf.sub(param, tf.mul(way, rate))];
  }],
  [ADAM, (coefficients, grad, meanBefore, squareBefore, param) => {
    const [rate, beta1, beta2, rootScale, epsilon, weightDecay, shrink] = coefficients;
    const g = decayed(grad, weightDecay, param);
    const mean = interpolated(1 - beta1, g, meanBefore);
    const square = interpolated(1 - beta2, tf.square(g), squareBefore);
    const way = tf.div(mean, tf.add(tf.mul(tf.sqrt(square), rootScale), epsilon));
    return [mean, square, tf.sub(tf.mul(param, shrink), tf.mul(way, rate))];
  }],
]);

/**
 * What the operands become, but for the first: by operations on the device where the update is known
 * here, else by its definition, in the memory of this process.
 *
 * @throws {Error} If the update is not known and the device, WebGPU, cannot be read at once.
 */
export function updated<Coefficients extends readonly number[]>(
  update: Update<Coefficients>,
  coefficients: Coefficients,
  operands: T[],
): T[] {
  const formula = FORMULAS.get(update);
  if (formula) return formula(coefficients, ...operands);
  const arrays = operands.map((tensor) => tensor.dataSync<"float32">().slice());
  update.apply(coefficients, ...arrays);
  return arrays.slice(1).map((array) => tf.tensor2d(array, operands[0].shape));
}

/** y + weight · (x - y). */
function interpolated(weight: number, x: T, y: T): T {
  return tf.add(y, tf.mul(tf.sub(x, y), weight));
}

function decayed(grad: T, weightDecay: number, param: T): T {
  return weightDecay === 0 ? grad : tf.add(grad, tf.mul(param, weightDecay));
}
