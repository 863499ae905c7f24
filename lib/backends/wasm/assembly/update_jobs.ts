/** The updates and dropout as the module exports them. */

import { CHUNK, elementwise } from "./elementwise_job";
import { job, Kind } from "./job";
import { Update, update } from "./update";

/** y += weight · (x - y). */
export function interpolate(
  single: bool,
  threads: i32,
  weight: f64,
  x: usize,
  y: usize,
  count: i32,
): void {
  const u = update();
  u.grad = x;
  u.param = y;
  u.rate = weight;
  elementwise(job(), Kind.Interpolate, single, threads, x, y, count, CHUNK);
}

/** Gradient descent with momentum. */
export function momentumStep(
  single: bool,
  threads: i32,
  rate: f64,
  momentum: f64,
  nesterov: bool,
  weightDecay: f64,
  grad: usize,
  velocity: usize,
  param: usize,
  count: i32,
): void {
  const u = describe(rate, weightDecay, grad, param);
  u.mean = velocity;
  u.beta1 = momentum;
  u.nesterov = nesterov;
  elementwise(job(), Kind.MomentumStep, single, threads, grad, param, count, CHUNK);
}

/** RMSProp. */
export function rmspropStep(
  single: bool,
  threads: i32,
  rate: f64,
  alpha: f64,
  epsilon: f64,
  weightDecay: f64,
  grad: usize,
  square: usize,
  param: usize,
  count: i32,
): void {
  const u = describe(rate, weightDecay, grad, param);
  u.square = square;
  u.beta2 = alpha;
  u.epsilon = epsilon;
  elementwise(job(), Kind.RmspropStep, single, threads, grad, param, count, CHUNK);
}

/** Adam, with either form of weight decay. */
export function adamStep(
  single: bool,
  threads: i32,
  rate: f64,
  beta1: f64,
  beta2: f64,
  rootScale: f64,
  epsilon: f64,
  weightDecay: f64,
  shrink: f64,
  grad: usize,
  mean: usize,
  square: usize,
  param: usize,
  count: i32,
): void {
  const u = describe(rate, weightDecay, grad, param);
  u.mean = mean;
  u.square = square;
  u.beta1 = beta1;
  u.beta2 = beta2;
  u.rootScale = rootScale;
  u.epsilon = epsilon;
  u.shrink = shrink;
  elementwise(job(), Kind.AdamStep, single, threads, grad, param, count, CHUNK);
}

/** Drops elements whose 16 random bits are below `threshold`, and scales the others. */
export function dropout(
  single: bool,
  threads: i32,
  threshold: i32,
  scale: f64,
  key0: i32,
  key1: i32,
  x: usize,
  count: i32,
): void {
  const u = update();
  u.threshold = threshold;
  u.rate = scale;
  u.key0 = key0;
  u.key1 = key1;
  elementwise(job(), Kind.Dropout, single, threads, x, x, count, CHUNK);
}

function describe(rate: f64, weightDecay: f64, grad: usize, param: usize): Update {
  const u = update();
  u.rate = rate;
  u.weightDecay = weightDecay;
  u.grad = grad;
  u.param = param;
  return u;
}
