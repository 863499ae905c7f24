/**
 * Updates of parameters by operations of TensorFlow.js.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import type { AdamStep, MomentumStep, RmspropStep } from "../backends/updates.ts";

type T = tf.Tensor2D;

/** y + weight · (x - y). */
export function interpolated(weight: number, x: T, y: T): T {
  return tf.add(y, tf.mul(tf.sub(x, y), weight));
}

/** Velocity and parameter after a step with momentum. */
export function momentumStep(
  { rate, momentum, nesterov, weightDecay }: MomentumStep,
  grad: T,
  before: T,
  param: T,
): { velocity: T; param: T } {
  const g = decayed(grad, weightDecay, param);
  const velocity: T = tf.add(tf.mul(before, momentum), g);
  const way = nesterov ? tf.add(g, tf.mul(velocity, momentum)) : velocity;
  return { velocity, param: tf.sub(param, tf.mul(way, rate)) };
}

/** Mean square and parameter after a step of RMSProp. */
export function rmspropStep(
  { rate, alpha, epsilon, weightDecay }: RmspropStep,
  grad: T,
  before: T,
  param: T,
): { square: T; param: T } {
  const g = decayed(grad, weightDecay, param);
  const square = interpolated(1 - alpha, tf.square(g), before);
  const way = tf.div(g, tf.add(tf.sqrt(square), epsilon));
  return { square, param: tf.sub(param, tf.mul(way, rate)) };
}

/** Mean, mean square and parameter after a step of Adam. */
export function adamStep(
  { rate, beta1, beta2, rootScale, epsilon, weightDecay, shrink }: AdamStep,
  grad: T,
  meanBefore: T,
  squareBefore: T,
  param: T,
): { mean: T; square: T; param: T } {
  const g = decayed(grad, weightDecay, param);
  const mean = interpolated(1 - beta1, g, meanBefore);
  const square = interpolated(1 - beta2, tf.square(g), squareBefore);
  const way = tf.div(mean, tf.add(tf.mul(tf.sqrt(square), rootScale), epsilon));
  return { mean, square, param: tf.sub(tf.mul(param, shrink), tf.mul(way, rate)) };
}

function decayed(grad: T, weightDecay: number, param: T): T {
  return weightDecay === 0 ? grad : tf.add(grad, tf.mul(param, weightDecay));
}
