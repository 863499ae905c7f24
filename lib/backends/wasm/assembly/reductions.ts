/** Sums, always in an order that depends on the shape alone. */

import { lanes } from "./vector";

/** The sum of the squares of `count` elements, in float64. */
export function sumOfSquaresRange<T>(x: usize, count: i32): f64 {
  let s0 = f64x2.splat(0), s1 = s0, s2 = s0, s3 = s0;
  let j = 0;
  for (; j + 8 <= count; j += 8) {
    const at = x + j * sizeof<T>();
    s0 = addSquares(pair<T>(at), s0);
    s1 = addSquares(pair<T>(at + 2 * sizeof<T>()), s1);
    s2 = addSquares(pair<T>(at + 4 * sizeof<T>()), s2);
    s3 = addSquares(pair<T>(at + 6 * sizeof<T>()), s3);
  }
  const sums = f64x2.add(f64x2.add(s0, s1), f64x2.add(s2, s3));
  let sum = f64x2.extract_lane(sums, 0) + f64x2.extract_lane(sums, 1);
  for (; j < count; j++) {
    const value = <f64> load<T>(x + j * sizeof<T>());
    sum += value * value;
  }
  return sum;
}

/** Two elements as float64. */
function pair<T>(at: usize): v128 {
  if (sizeof<T>() == 4) return f64x2.promote_low_f32x4(v128.load64_zero(at));
  return v128.load(at);
}

function addSquares(v: v128, sum: v128): v128 {
  return f64x2.add(f64x2.mul(v, v), sum);
}

/** out[j] = the sum of column j of x, for the columns from `start` to, not including, `end`. */
export function columnSumsRange<T>(
  x: usize,
  out: usize,
  rows: i32,
  cols: i32,
  start: i32,
  end: i32,
): void {
  const stride = cols * sizeof<T>();
  let j = start;
  for (; j + 4 * lanes<T>() <= end; j += 4 * lanes<T>()) {
    fourVectors<T>(x + j * sizeof<T>(), out + j * sizeof<T>(), rows, stride);
  }
  for (; j < end; j++) {
    let sum: T = 0, at = x + j * sizeof<T>();
    for (let i = 0; i < rows; i++) {
      sum += load<T>(at);
      at += stride;
    }
    store<T>(out + j * sizeof<T>(), sum);
  }
}

function fourVectors<T>(x: usize, out: usize, rows: i32, stride: usize): void {
  let s0 = i64x2.splat(0), s1 = s0, s2 = s0, s3 = s0;
  for (let i = 0; i < rows; i++) {
    s0 = v128.add<T>(v128.load(x), s0);
    s1 = v128.add<T>(v128.load(x, 16), s1);
    s2 = v128.add<T>(v128.load(x, 32), s2);
    s3 = v128.add<T>(v128.load(x, 48), s3);
    x += stride;
  }
  v128.store(out, s0);
  v128.store(out, s1, 16);
  v128.store(out, s2, 32);
  v128.store(out, s3, 48);
}
