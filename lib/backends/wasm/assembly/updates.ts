/**
 * Updates of parameters, one pass over memory each. Every operation is rounded by itself, so that
 * both modules, and plain loops in float64, come to the same bits. Coefficients are
 * read before the loops: past a store the compiler would have to read them again.
 */

import { COEFFICIENTS, OPERANDS } from "./layout";
import { lanes } from "./vector";

/** The updates by their place in UPDATE_KERNELS of lib/backends/updates.ts, which defines them. */
const enum Kernel {
  AddScaled,
  Interpolate,
  Momentum,
  Adam,
}

/** Where an update's coefficients are put. */
export function coefficients(): usize {
  return COEFFICIENTS;
}

/** Where the addresses of its operands are put. */
export function operands(): usize {
  return OPERANDS;
}

/** Does an update of `count` elements, `start` bytes from the start of each operand. */
export function updateRange<T>(kernel: i32, start: usize, count: i32): void {
  switch (kernel) {
    case Kernel.AddScaled:
      return addScaledRange<T>(start, count);
    case Kernel.Interpolate:
      return interpolateRange<T>(start, count);
    case Kernel.Momentum:
      return momentumRange<T>(start, count);
    case Kernel.Adam:
      return adamRange<T>(start, count);
  }
}

function addScaledRange<T>(start: usize, count: i32): void {
  const alpha = everywhere<T>(coefficient(0));
  const x = operand(0), y = operand(1), whole = start + wholeBytes<T>(count);
  let at = start;
  for (; at < whole; at += 16) addScaledAt<T>(alpha, x + at, y + at, true);
  for (const end = start + bytes<T>(count); at < end; at += sizeof<T>()) {
    addScaledAt<T>(alpha, x + at, y + at, false);
  }
}

@inline
function addScaledAt<T>(alpha: v128, x: usize, y: usize, whole: bool): void {
  const scaled = v128.mul<T>(alpha, read<T>(x, whole));
  write<T>(y, v128.add<T>(read<T>(y, whole), scaled), whole);
}

function interpolateRange<T>(start: usize, count: i32): void {
  const weight = everywhere<T>(coefficient(0));
  const x = operand(0), y = operand(1), whole = start + wholeBytes<T>(count);
  let at = start;
  for (; at < whole; at += 16) interpolateAt<T>(weight, x + at, y + at, true);
  for (const end = start + bytes<T>(count); at < end; at += sizeof<T>()) {
    interpolateAt<T>(weight, x + at, y + at, false);
  }
}

@inline
function interpolateAt<T>(weight: v128, x: usize, y: usize, whole: bool): void {
  const from = read<T>(y, whole);
  const way = v128.mul<T>(weight, v128.sub<T>(read<T>(x, whole), from));
  write<T>(y, v128.add<T>(from, way), whole);
}

/** Coefficients: rate, momentum, whether Nesterov's, weightDecay; operands: grad, velocity, param. */
function momentumRange<T>(start: usize, count: i32): void {
  const rate = everywhere<T>(coefficient(0)), momentum = everywhere<T>(coefficient(1));
  const nesterov = coefficient(2) != 0, decay = everywhere<T>(coefficient(3));
  const g = operand(0), v = operand(1), p = operand(2), whole = start + wholeBytes<T>(count);
  let at = start;
  for (; at < whole; at += 16) {
    momentumAt<T>(rate, momentum, nesterov, decay, g + at, v + at, p + at, true);
  }
  for (const end = start + bytes<T>(count); at < end; at += sizeof<T>()) {
    momentumAt<T>(rate, momentum, nesterov, decay, g + at, v + at, p + at, false);
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

/**
 * Coefficients: rate, beta1, beta2, rootScale, epsilon, weightDecay, shrink; operands: grad, mean,
 * square, param.
 */
function adamRange<T>(start: usize, count: i32): void {
  const rate = everywhere<T>(coefficient(0)), rest1 = everywhere<T>(1 - coefficient(1));
  const beta2 = everywhere<T>(coefficient(2)), rest2 = everywhere<T>(1 - coefficient(2));
  const scale = everywhere<T>(coefficient(3)), epsilon = everywhere<T>(coefficient(4));
  const decay = everywhere<T>(coefficient(5)), shrink = everywhere<T>(coefficient(6));
  const g = operand(0), m = operand(1), s = operand(2), p = operand(3);
  const whole = start + wholeBytes<T>(count);
  let at = start;
  for (; at < whole; at += 16) {
    adamAt<T>(rate, rest1, beta2, rest2, scale, epsilon, decay, shrink, g, m, s, p, at, true);
  }
  for (const end = start + bytes<T>(count); at < end; at += sizeof<T>()) {
    adamAt<T>(rate, rest1, beta2, rest2, scale, epsilon, decay, shrink, g, m, s, p, at, false);
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
  at: usize,
  whole: bool,
): void {
  const param = read<T>(p + at, whole), before = read<T>(m + at, whole);
  const grad = v128.add<T>(read<T>(g + at, whole), v128.mul<T>(decay, param));
  const mean = v128.add<T>(before, v128.mul<T>(rest1, v128.sub<T>(grad, before)));
  write<T>(m + at, mean, whole);
  const entering = v128.mul<T>(v128.mul<T>(rest2, grad), grad);
  const square = v128.add<T>(v128.mul<T>(beta2, read<T>(s + at, whole)), entering);
  write<T>(s + at, square, whole);
  const root = v128.add<T>(v128.mul<T>(scale, v128.sqrt<T>(square)), epsilon);
  const step = v128.div<T>(v128.mul<T>(rate, mean), root);
  write<T>(p + at, v128.sub<T>(v128.mul<T>(shrink, param), step), whole);
}

function coefficient(i: i32): f64 {
  return load<f64>(COEFFICIENTS + (<usize> i << 3));
}

function operand(i: i32): usize {
  return load<usize>(OPERANDS + (<usize> i << 2));
}

/** The coefficient in every lane. */
function everywhere<T>(coefficient: f64): v128 {
  return v128.splat<T>(<T> coefficient);
}

function bytes<T>(count: i32): usize {
  return count * sizeof<T>();
}

/** Bytes of the vectors that `count` elements fill. */
function wholeBytes<T>(count: i32): usize {
  return bytes<T>(count) & ~15;
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
