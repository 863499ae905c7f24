/**
 * Shape checks that every backend makes before it writes anything.
 *
 * @module
 */

import { expectation } from "../internal/checks.ts";

/** What has rows and columns. */
export interface Shape {
  readonly rows: number;
  readonly cols: number;
}

/** How many elements an array of these sizes has; one, a number, if there are none. */
export function elementCount(sizes: readonly number[]): number {
  return sizes.reduce((product, size) => product * size, 1);
}

/** Throws a RangeError unless `m` has the shape. */
export function checkShape(name: string, m: Shape, rows: number, cols: number): void {
  if (m.rows === rows && m.cols === cols) return;
  throw new RangeError(`Expected ${name} to be ${rows} × ${cols} but found ${text(m)}`);
}

/** Checks out = a · b. */
export function checkMatmul(a: Shape, b: Shape, out: Shape): void {
  checkInner("b.rows", b.rows, "a.cols", a.cols, a, b);
  checkShape("out", out, a.rows, b.cols);
}

/** Checks out = aᵀ · b. */
export function checkMatmulTransA(a: Shape, b: Shape, out: Shape): void {
  checkInner("b.rows", b.rows, "a.rows", a.rows, a, b);
  checkShape("out", out, a.cols, b.cols);
}

/** Checks out = a · bᵀ. */
export function checkMatmulTransB(a: Shape, b: Shape, out: Shape): void {
  checkInner("b.cols", b.cols, "a.cols", a.cols, a, b);
  checkShape("out", out, a.rows, b.rows);
}

/** Throws a RangeError unless there is one label for each of `rows` rows. */
export function checkLabelCount(labels: ArrayLike<number>, rows: number): void {
  if (labels.length === rows) return;
  throw new RangeError(expectation("labels.length", `${rows}, one per row,`, labels.length));
}

function checkInner(
  nameB: string,
  sizeB: number,
  nameA: string,
  sizeA: number,
  a: Shape,
  b: Shape,
): void {
  if (sizeA === sizeB) return;
  const shapes = `${sizeB} (a is ${text(a)}, b is ${text(b)})`;
  throw new RangeError(`Expected ${nameB} to be ${nameA} = ${sizeA} but found ${shapes}`);
}

function text(m: Shape): string {
  return `${m.rows} × ${m.cols}`;
}
