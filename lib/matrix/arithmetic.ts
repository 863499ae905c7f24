/**
 * What the arithmetic of `Matrix` computes: plain loops, results in memory of their own.
 *
 * Rounding happens once, when an element is stored: sums are added up in float64.
 *
 * @module
 */

import { checkFunction, checkInteger, checkType } from "../internal/checks.ts";
import { addProducts } from "./add_products.ts";
import { type DType, type FloatArray, newFloatArray } from "./float_array.ts";

/** A shape and its elements, row-major: a matrix, or what becomes one. */
export interface Dense {
  readonly rows: number;
  readonly cols: number;
  readonly data: FloatArray;
}

/** Which axis a sum or a maximum runs along: 0 down the columns, 1 along the rows. */
export type Axis = 0 | 1;

/** f(a, b) element by element; an operand with one row, one column or both is repeated. */
export function elementwise(a: Dense, b: Dense, f: (x: number, y: number) => number): Dense {
  if (!fits(a.rows, b.rows) || !fits(a.cols, b.cols)) {
    const found = `${shape(b)}, whose sizes are neither equal nor 1`;
    throw new RangeError(`Expected other to broadcast with ${shape(a)} but found ${found}`);
  }
  const out = zeros(broadcast(a.rows, b.rows), broadcast(a.cols, b.cols), resultType(a, b));
  const [stepA, stepB] = [strides(a), strides(b)];
  for (let i = 0, k = 0; i < out.rows; i++) {
    for (let j = 0; j < out.cols; j++, k++) {
      const x = a.data[i * stepA.row + j * stepA.col], y = b.data[i * stepB.row + j * stepB.col];
      out.data[k] = f(x, y);
    }
  }
  return out;
}

/** A number as an operand, which takes on the element type of the other one. */
export function scalar(value: number, { data }: Dense): Dense {
  const isFloat32 = data instanceof Float32Array;
  return { rows: 1, cols: 1, data: isFloat32 ? Float32Array.of(value) : Float64Array.of(value) };
}

/** The matrix product a · b. */
export function product(a: Dense, b: Dense): Dense {
  if (a.cols !== b.rows) {
    const expected = `${a.cols} rows, one for each column of ${shape(a)},`;
    throw new RangeError(`Expected other to have ${expected} but found ${shape(b)}`);
  }
  const out = zeros(a.rows, b.cols, resultType(a, b));
  const sums = new Float64Array(b.cols);
  for (let i = 0; i < a.rows; i++) {
    sums.fill(0);
    addProducts(a.data, i * a.cols, 1, a.cols, b, sums, 0);
    out.data.set(sums, i * b.cols);
  }
  return out;
}

/** Rows as columns. */
export function transposed(a: Dense): Dense {
  const out = zeros(a.cols, a.rows, resultType(a, a));
  for (let i = 0; i < a.rows; i++) {
    for (let j = 0; j < a.cols; j++) out.data[j * a.rows + i] = a.data[i * a.cols + j];
  }
  return out;
}

/** f of each element. */
export function mapped(a: Dense, f: (value: number, i: number, j: number) => number): Dense {
  checkFunction("f", f);
  const out = zeros(a.rows, a.cols, resultType(a, a));
  for (let i = 0, k = 0; i < a.rows; i++) {
    for (let j = 0; j < a.cols; j++, k++) {
      const value = f(a.data[k], i, j);
      if (typeof value !== "number") checkType(`f(m[${i}, ${j}])`, value, "a number", false);
      out.data[k] = value;
    }
  }
  return out;
}

/** The elements along the axis put together, from `start`: a row for axis 0, a column for 1. */
export function folded(
  a: Dense,
  axis: Axis,
  start: number,
  f: (before: number, value: number) => number,
): Dense {
  checkInteger("axis", axis, 0, 1);
  const results = new Float64Array(axis === 0 ? a.cols : a.rows).fill(start);
  for (let i = 0, k = 0; i < a.rows; i++) {
    for (let j = 0; j < a.cols; j++, k++) {
      const at = axis === 0 ? j : i;
      results[at] = f(results[at], a.data[k]);
    }
  }
  const out = axis === 0 ? zeros(1, a.cols, resultType(a, a)) : zeros(a.rows, 1, resultType(a, a));
  out.data.set(results);
  return out;
}

/** Throws unless there is a greatest element: of all, or of each column or row for an axis. */
export function checkHasMax(a: Dense, axis?: Axis): void {
  const { rows, cols } = a;
  const lacksRows = rows === 0 && (axis === undefined || axis === 0 && cols > 0);
  const lacksCols = cols === 0 && (axis === undefined || axis === 1 && rows > 0);
  if (!lacksRows && !lacksCols) return;
  throw new RangeError(`Expected elements to take the maximum of but found ${shape(a)}`);
}

function zeros(rows: number, cols: number, dtype: DType): Dense {
  return { rows, cols, data: newFloatArray(dtype, rows * cols) };
}

/** float32 only where both are. */
function resultType(a: Dense, b: Dense): DType {
  const isFloat32 = a.data instanceof Float32Array && b.data instanceof Float32Array;
  return isFloat32 ? "float32" : "float64";
}

function fits(a: number, b: number): boolean {
  return a === b || a === 1 || b === 1;
}

function broadcast(a: number, b: number): number {
  return a === 1 ? b : a;
}

/** How far apart neighbours lie; 0 repeats what there is one of. */
function strides({ rows, cols }: Dense): { row: number; col: number } {
  return { row: rows === 1 ? 0 : cols, col: cols === 1 ? 0 : 1 };
}

function shape({ rows, cols }: Dense): string {
  return `${rows} × ${cols}`;
}
