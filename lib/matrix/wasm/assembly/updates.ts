/**
 * Updates of parameters, one pass over memory each. Every operation is rounded by itself, so that
 * both modules, and plain loops in float64, come to the same bits.
 */

import { Update, update } from "./update";
import { lanes } from "./vector";

/** y += weight · (x - y). */
export function interpolateRange<T>(offset: usize, count: i32): void {
  const u = update(), weight = v128.splat<T>(<T> u.rate);
  const x = u.grad + offset, y = u.param + offset;
  let j = 0;
  for (; j + lanes<T>() <= count; j += lanes<T>()) {
    interpolateAt<T>(weight, x + j * sizeof<T>(), y + j * sizeof<T>(), true);
  }
  for (; j < count; j++) {
    interpolateAt<T>(weight, x + j * sizeof<T>(), y + j * sizeof<T>(), false);
  }
}

@inline
function interpolateAt<T>(weight: v128, x: usize, y: usize, whole: bool): void {
  const from = read<T>(y, whole);
  const way = v128.mul<T>(weight, v128.sub<T>(read<T>(x, whole), from));
  write<T>(y, v128.add<T>(from, way), whole);
}

/** Gradient descent with momentum. */
export function momentumRange<T>(offset: usize, count: i32): void {
  const u = update();
  let j = 0;
  for (; j + lanes<T>() <= count; j += lanes<T>()) {
    momentumAt<T>(u, offset + j * sizeof<T>(), true);
  }
  for (; j < count; j++) momentumAt<T>(u, offset + j * sizeof<T>(), false);
}

@inline
function momentumAt<T>(u: Update, at: usize, whole: bool): void {
  const momentum = v128.splat<T>(<T> u.beta1);
  const param = read<T>(u.param + at, whole), g = decayed<T>(u, at, param, whole);
  const v = v128.add<T>(v128.mul<T>(momentum, read<T>(u.mean + at, whole)), g);
  write<T>(u.mean + at, v, whole);
  const way = u.nesterov ? v128.add<T>(g, v128.mul<T>(momentum, v)) : v;
  const step = v128.mul<T>(v128.splat<T>(<T> u.rate), way);
  write<T>(u.param + at, v128.sub<T>(param, step), whole);
}

/** RMSProp. */
export function rmspropRange<T>(offset: usize, count: i32): void {
  const u = update();
  let j = 0;
  for (; j + lanes<T>() <= count; j += lanes<T>()) {
    rmspropAt<T>(u, offset + j * sizeof<T>(), true);
  }
  for (; j < count; j++) rmspropAt<T>(u, offset + j * sizeof<T>(), false);
}

@inline
function rmspropAt<T>(u: Update, at: usize, whole: bool): void {
  const param = read<T>(u.param + at, whole), g = decayed<T>(u, at, param, whole);
  const square = meanSquare<T>(u, at, g, whole);
  const root = v128.add<T>(v128.sqrt<T>(square), v128.splat<T>(<T> u.epsilon));
  const step = v128.div<T>(v128.mul<T>(v128.splat<T>(<T> u.rate), g), root);
  write<T>(u.param + at, v128.sub<T>(param, step), whole);
}

/** Adam, with either form of weight decay. */
export function adamRange<T>(offset: usize, count: i32): void {
  const u = update();
  let j = 0;
  for (; j + lanes<T>() <= count; j += lanes<T>()) adamAt<T>(u, offset + j * sizeof<T>(), true);
  for (; j < count; j++) adamAt<T>(u, offset + j * sizeof<T>(), false);
}

@inline
function adamAt<T>(u: Update, at: usize, whole: bool): void {
  const param = read<T>(u.param + at, whole), g = decayed<T>(u, at, param, whole);
  const before = read<T>(u.mean + at, whole);
  const way = v128.mul<T>(v128.splat<T>(<T> (1 - u.beta1)), v128.sub<T>(g, before));
  const mean = v128.add<T>(before, way);
  write<T>(u.mean + at, mean, whole);
  const square = meanSquare<T>(u, at, g, whole);
  const scaled = v128.mul<T>(v128.splat<T>(<T> u.rootScale), v128.sqrt<T>(square));
  const root = v128.add<T>(scaled, v128.splat<T>(<T> u.epsilon));
  const step = v128.div<T>(v128.mul<T>(v128.splat<T>(<T> u.rate), mean), root);
  const kept = v128.mul<T>(v128.splat<T>(<T> u.shrink), param);
  write<T>(u.param + at, v128.sub<T>(kept, step), whole);
}

/** grad + weightDecay · param. */
@inline
function decayed<T>(u: Update, at: usize, param: v128, whole: bool): v128 {
  const decay = v128.mul<T>(v128.splat<T>(<T> u.weightDecay), param);
  return v128.add<T>(read<T>(u.grad + at, whole), decay);
}

/** The mean square after g has entered it. */
@inline
function meanSquare<T>(u: Update, at: usize, g: v128, whole: bool): v128 {
  const kept = v128.mul<T>(v128.splat<T>(<T> u.beta2), read<T>(u.square + at, whole));
  const entering = v128.mul<T>(v128.mul<T>(v128.splat<T>(<T> (1 - u.beta2)), g), g);
  const square = v128.add<T>(kept, entering);
  write<T>(u.square + at, square, whole);
  return square;
}

/** A vector, or, at the end of a range, one element in every lane. */
@inline
function read<T>(address: usize, whole: bool): v128 {
  return whole ? v128.load(address) : v128.splat<T>(load<T>(address));
}

/** Stores a vector, or its first element. */
@inline
function write<T>(address: usize, value: v128, whole: bool): void {
  if (whole) v128.store(address, value);
  else store<T>(address, v128.extract_lane<T>(value, 0));
}
