/**
 * Numeric gradients and the error measure of CS231n's gradient check.
 *
 * @module
 */

import {
  checkFunction,
  checkList,
  checkPositive,
  checkType,
  expectation,
} from "../internal/checks.ts";
import { checkMatrix, type FloatArray, Matrix } from "../matrix/matrix.ts";

/**
 * The gradient of `f` at `x` by centred differences, (f(x + h) - f(x - h)) / 2h, element by
 * element, after CS231n's `eval_numerical_gradient`.
 *
 * @param f A function of `x`, which it reads from the same memory each time.
 * @param x A matrix of any shape; each element is moved and put back.
 * @param h Half the width of a difference. Default: 1e-5.
 * @returns A matrix shaped as `x`, in float64.
 * @throws {RangeError} If `h` is not a positive number.
 *
 * @example
 * ```ts
 * import { evalNumericalGradient, Matrix, relError } from "two-layer-net";
 * import { assert } from "@std/assert";
 *
 * const x = Matrix.from([[1, 2, 3]]);
 * const f = () => x.toArray()[0].reduce((sum, v) => sum + v * v, 0);
 * assert(relError(evalNumericalGradient(f, x), Matrix.from([[2, 4, 6]])) < 1e-9);
 * ```
 */
export function evalNumericalGradient(f: (x: Matrix) => number, x: Matrix, h = 1e-5): Matrix {
  checkFunction("f", f);
  checkMatrix("x", x);
  checkPositive("h", h);
  const gradient = Matrix.zeros(x.rows, x.cols);
  for (let i = 0; i < x.data.length; i++) {
    const kept = x.data[i];
    x.data[i] = kept + h;
    const above = f(x);
    x.data[i] = kept - h;
    const below = f(x);
    x.data[i] = kept;
    gradient.data[i] = (above - below) / (2 * h);
  }
  return gradient;
}

/**
 * The greatest relative error, max |a - b| / max(1e-8, |a| + |b|), the assignment's `rel_error`.
 *
 * @returns 0 for empty arguments; NaN if an element is NaN.
 * @throws {RangeError} If the arguments differ in size.
 *
 * @example
 * ```ts
 * import { relError } from "two-layer-net";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(relError([1, 3], [1, 1]), 0.5);
 * ```
 */
export function relError(a: Matrix | ArrayLike<number>, b: Matrix | ArrayLike<number>): number {
  const [x, y] = [elements("a", a), elements("b", b)];
  if (x.length !== y.length) {
    throw new RangeError(expectation("b", `of a's size ${x.length}`, y.length));
  }
  let worst = 0;
  for (let i = 0; i < x.length; i++) {
    const scale = Math.max(1e-8, Math.abs(x[i]) + Math.abs(y[i]));
    worst = Math.max(worst, Math.abs(x[i] - y[i]) / scale);
  }
  return worst;
}

function elements(
  name: string,
  a: Matrix | ArrayLike<number>,
): FloatArray | ArrayLike<number> {
  if (a instanceof Matrix) return a.data;
  checkList(name, a);
  for (let i = 0; i < a.length; i++) {
    if (typeof a[i] !== "number") checkType(`${name}[${i}]`, a[i], "a number", false);
  }
  return a;
}
