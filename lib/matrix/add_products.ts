/**
 * The inner loop of matrix products in plain TypeScript.
 *
 * @module
 */

import type { Dense } from "./arithmetic.ts";
import type { FloatArray } from "./float_array.ts";

/**
 * z[at …] += Σ x_k · (row k of y), for `count` values x_k from `start` on, `stride` apart.
 *
 * Two terms are added at a time. That halves the traffic with z; and the last bits then happen to
 * fall as in the original, whose BLAS used fused multiply-adds: all four printed errors of its
 * gradient check come out to the last digit (one at a time: b2's is 4.447646e-11, not 4.447625e-11).
 */
export function addProducts(
  x: FloatArray,
  start: number,
  stride: number,
  count: number,
  y: Dense,
  z: FloatArray,
  at: number,
): void {
  const cols = y.cols, v = y.data;
  let k = 0;
  for (; k + 1 < count; k += 2) {
    const x0 = x[start + k * stride], x1 = x[start + (k + 1) * stride], row = k * cols;
    for (let j = 0; j < cols; j++) z[at + j] += x0 * v[row + j] + x1 * v[row + cols + j];
  }
  if (k === count) return;
  const last = x[start + k * stride];
  for (let j = 0; j < cols; j++) z[at + j] += last * v[k * cols + j];
}
