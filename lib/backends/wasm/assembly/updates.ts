/**
 * Updates of parameters, one pass over memory each. Every operation is rounded by itself, so that
 * both modules, and plain loops in float64, come to the same bits. Coefficients are
 * read before the loops: past a store the compiler would have to read them again.
 */

import { update } from "./update";
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
  const u = update(), nesterov = u.nesterov;
  const rate = v128.splat<T>(<T> u.rate), momentum = v128.splat<T>(<T> u.beta1);
  const decay = v128.splat<T>(<T> u.weightDecay);
  let g = u.grad + offset, v = u.mean + offset, p = u.param + offset;
  for (const end = p + wholeBytes<T>(count); p < end; p += 16) {
    momentumAt<T>(rate, momentum, nesterov, decay, g, v, p, true);
    g += 16;
    v += 16;
  }
  for (const end = u.param + offset + count * sizeof<T>(); p < end; p += sizeof<T>()) {
    momentumAt<T>(rate, momentum, nesterov, decay, g, v, p, false);
    g += sizeof<T>();
    v += sizeof<T>();
  }
}

@inline
function momentumAt<T>(
  rate: v128,
  momentum: v128,
  nesterov: bool,
  decay: v128,
  g: usize,
  v: usize,
  p: usize,
  whole: bool,
): void {
  const param = read<T>(p, whole);
  const grad = v128.add<T>(read<T>(g, whole), v128.mul<T>(decay, param));
  const velocity = v128.add<T>(v128.mul<T>(momentum, read<T>(v, whole)), grad);
  write<T>(v, velocity, whole);
  const way = nesterov ? v128.add<T>(grad, v128.mul<T>(momentum, velocity)) : velocity;
  write<T>(p, v128.sub<T>(param, v128.mul<T>(rate, way)), whole);
}

/** RMSProp. */
export function rmspropRange<T>(offset: usize, count: i32): void {
  const u = update();
  const rate = v128.splat<T>(<T> u.rate), decay = v128.splat<T>(<T> u.weightDecay);
  const alpha = v128.splat<T>(<T> u.beta2), rest = v128.splat<T>(<T> (1 - u.beta2));
  const epsilon = v128.splat<T>(<T> u.epsilon);
  let g = u.grad + offset, s = u.square + offset, p = u.param + offset;
  for (const end = p + wholeBytes<T>(count); p < end; p += 16) {
    rmspropAt<T>(rate, alpha, rest, epsilon, decay, g, s, p, true);
    g += 16;
    s += 16;
  }
  for (const end = u.param + offset + count * sizeof<T>(); p < end; p += sizeof<T>()) {
    rmspropAt<T>(rate, alpha, rest, epsilon, decay, g, s, p, false);
    g += sizeof<T>();
    s += sizeof<T>();
  }
}

@inline
function rmspropAt<T>(
  rate: v128,
  alpha: v128,
  rest: v128,
  epsilon: v128,
  decay: v128,
  g: usize,
  s: usize,
  p: usize,
  whole: bool,
): void {
  const param = read<T>(p, whole);
  const grad = v128.add<T>(read<T>(g, whole), v128.mul<T>(decay, param));
  const square = meanSquare<T>(alpha, rest, grad, s, whole);
  const root = v128.add<T>(v128.sqrt<T>(square), epsilon);
  write<T>(p, v128.sub<T>(param, v128.div<T>(v128.mul<T>(rate, grad), root)), whole);
}

/** Adam, with either form of weight decay. */
export function adamRange<T>(offset: usize, count: i32): void {
  const u = update();
  const rate = v128.splat<T>(<T> u.rate), decay = v128.splat<T>(<T> u.weightDecay);
  const shrink = v128.splat<T>(<T> u.shrink), rest1 = v128.splat<T>(<T> (1 - u.beta1));
  const beta2 = v128.splat<T>(<T> u.beta2), rest2 = v128.splat<T>(<T> (1 - u.beta2));
  const scale = v128.splat<T>(<T> u.rootScale), epsilon = v128.splat<T>(<T> u.epsilon);
  let g = u.grad + offset, m = u.mean + offset, s = u.square + offset, p = u.param + offset;
  for (const end = p + wholeBytes<T>(count); p < end; p += 16) {
    adamAt<T>(rate, rest1, beta2, rest2, scale, epsilon, decay, shrink, g, m, s, p, true);
    g += 16;
    m += 16;
    s += 16;
  }
  for (const end = u.param + offset + count * sizeof<T>(); p < end; p += sizeof<T>()) {
    adamAt<T>(rate, rest1, beta2, rest2, scale, epsilon, decay, shrink, g, m, s, p, false);
    g += sizeof<T>();
    m += sizeof<T>();
    s += sizeof<T>();
  }
}

@inline
function adamAt<T>(
  rate: v128,
  rest1: v128,
  beta2: v128,
  rest2: v128,
  scale: v128,
  epsilon: v128,
  decay: v128,
  shrink: v128,
  g: usize,
  m: usize,
  s: usize,
  p: usize,
  whole: bool,
): void {
  const param = read<T>(p, whole), before = read<T>(m, whole);
  const grad = v128.add<T>(read<T>(g, whole), v128.mul<T>(decay, param));
  const mean = v128.add<T>(before, v128.mul<T>(rest1, v128.sub<T>(grad, before)));
  write<T>(m, mean, whole);
  const square = meanSquare<T>(beta2, rest2, grad, s, whole);
  const root = v128.add<T>(v128.mul<T>(scale, v128.sqrt<T>(square)), epsilon);
  const step = v128.div<T>(v128.mul<T>(rate, mean), root);
  write<T>(p, v128.sub<T>(v128.mul<T>(shrink, param), step), whole);
}

/** The mean square after a gradient has entered it: kept · square + rest · grad². */
@inline
function meanSquare<T>(kept: v128, rest: v128, grad: v128, s: usize, whole: bool): v128 {
  const entering = v128.mul<T>(v128.mul<T>(rest, grad), grad);
  const square = v128.add<T>(v128.mul<T>(kept, read<T>(s, whole)), entering);
  write<T>(s, square, whole);
  return square;
}

/** Bytes of the vectors that `count` elements fill. */
function wholeBytes<T>(count: i32): usize {
  return count * sizeof<T>() & ~15;
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
