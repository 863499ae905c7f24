/**
 * The row-major matrix that everything computes on.
 *
 * @module
 */

import { allocate } from "../internal/allocate.ts";
import {
  checkArray,
  checkChoice,
  checkInstance,
  checkInteger,
  checkList,
  checkType,
  expectation,
} from "../internal/checks.ts";
import { fixed } from "../internal/printf.ts";

/** Element type of a matrix. */
export type DType = "float64" | "float32";

/** Memory of a matrix: an ordinary, shared or WebAssembly buffer. */
export type FloatArray = Float64Array | Float32Array;

/** How much of a matrix a notebook shows. */
const SHOWN = { rows: 5, cols: 6 };

/**
 * A dense matrix, row-major: element (i, j) is `data[i * cols + j]`.
 *
 * @example
 * ```ts
 * import { Matrix } from "two-layer-net";
 * import { assertEquals } from "@std/assert";
 *
 * const m = Matrix.from([[1, 2, 3], [4, 5, 6]]);
 * assertEquals([m.rows, m.cols, m.at(1, 2)], [2, 3, 6]);
 * ```
 */
export class Matrix {
  /** Number of rows. */
  readonly rows: number;
  /** Number of columns. */
  readonly cols: number;
  /** The elements, row-major, `rows * cols` of them. */
  readonly data: FloatArray;

  /**
   * Wraps existing memory; nothing is copied.
   *
   * @param rows Number of rows, 0 or more.
   * @param cols Number of columns, 0 or more.
   * @param data `rows * cols` elements; zeros in float64 when left out.
   * @throws {RangeError} If a size is not an integer or `data` has another length.
   */
  constructor(rows: number, cols: number, data?: FloatArray) {
    checkInteger("rows", rows, 0);
    checkInteger("cols", cols, 0);
    if (data !== undefined) checkInstance("data", data, Float64Array, Float32Array);
    if (data && data.length !== rows * cols) {
      throw new RangeError(
        expectation("data.length", `rows * cols = ${rows} * ${cols} = ${rows * cols}`, data.length),
      );
    }
    this.rows = rows;
    this.cols = cols;
    this.data = data ?? newFloatArray("float64", rows * cols);
  }

  /** A matrix of zeros. */
  static zeros(rows: number, cols: number, dtype: DType = "float64"): Matrix {
    checkInteger("rows", rows, 0);
    checkInteger("cols", cols, 0);
    checkDType("dtype", dtype);
    return new Matrix(rows, cols, newFloatArray(dtype, rows * cols));
  }

  /**
   * A matrix from nested arrays.
   *
   * @throws {RangeError} If the rows differ in length.
   */
  static from(rows: readonly ArrayLike<number>[], dtype: DType = "float64"): Matrix {
    checkArray("rows", rows, checkNumbers);
    const cols = rows[0]?.length ?? 0;
    const m = Matrix.zeros(rows.length, cols, dtype);
    rows.forEach((row, i) => {
      if (row.length !== cols) {
        throw new RangeError(expectation(`row ${i}`, `${cols} long, like row 0,`, row.length));
      }
      m.data.set(row, i * cols);
    });
    return m;
  }

  /** Element type, told from the memory. */
  get dtype(): DType {
    return this.data instanceof Float64Array ? "float64" : "float32";
  }

  /** Element (i, j). */
  at(i: number, j: number): number {
    checkInteger("i", i, 0, this.rows - 1);
    checkInteger("j", j, 0, this.cols - 1);
    return this.data[i * this.cols + j];
  }

  /** Row i as a view on the same memory. */
  row(i: number): FloatArray {
    checkInteger("i", i, 0, this.rows - 1);
    return this.data.subarray(i * this.cols, (i + 1) * this.cols);
  }

  /** Rows `start` up to, not including, `end`: a view on the same memory. */
  slice(start: number, end: number): Matrix {
    checkInteger("start", start, 0, this.rows);
    checkInteger("end", end, start, this.rows);
    return new Matrix(
      end - start,
      this.cols,
      this.data.subarray(start * this.cols, end * this.cols),
    );
  }

  /** A copy in ordinary memory, in the same or another element type. */
  clone(dtype: DType = this.dtype): Matrix {
    const copy = Matrix.zeros(this.rows, this.cols, dtype);
    copy.data.set(this.data);
    return copy;
  }

  /** The elements as nested arrays. */
  toArray(): number[][] {
    return Array.from({ length: this.rows }, (_, i) => Array.from(this.row(i)));
  }

  /** What a notebook shows of it: its shape, its element type, and its first rows. */
  [Symbol.for("Jupyter.display")](): Record<string, string> {
    const rows = Math.min(this.rows, SHOWN.rows);
    const cols = Math.min(this.cols, SHOWN.cols);
    const corner = Matrix.zeros(rows, cols, this.dtype);
    for (let i = 0; i < rows; i++) corner.data.set(this.row(i).subarray(0, cols), i * cols);
    const isWhole = rows === this.rows && cols === this.cols;
    const title = `Matrix ${this.rows} × ${this.cols}, ${this.dtype}`;
    const note = isWhole ? "" : ` (first ${rows} rows, ${cols} columns)`;
    return { "text/plain": `${title}${note}\n${corner}` };
  }

  /** The elements as NumPy prints an array of ordinary magnitudes: 8 decimals, zeros trimmed. */
  toString(): string {
    const cells = Array.from(this.data, (value) => formatCell(value));
    const before = cells.reduce((most, [whole]) => Math.max(most, whole.length), 0);
    const after = cells.reduce((most, [, fraction]) => Math.max(most, fraction.length), 0);
    const padded = cells.map(([whole, fraction]) =>
      whole.padStart(before) + fraction.padEnd(after)
    );
    const lines = Array.from(
      { length: this.rows },
      (_, i) => `[${padded.slice(i * this.cols, (i + 1) * this.cols).join(" ")}]`,
    );
    return `[${lines.join("\n ")}]`;
  }
}

/** A zeroed typed array of the element type. */
export function newFloatArray(dtype: DType, length: number): FloatArray {
  return allocate<FloatArray>(
    "rows * cols",
    length,
    dtype === "float64" ? Float64Array : Float32Array,
  );
}

/** Throws a RangeError unless `value` is the name of an element type. */
export function checkDType(name: string, value: unknown): asserts value is DType {
  checkChoice(name, value, ["float64", "float32"]);
}

/** Throws a TypeError unless `value` is a matrix. */
export function checkMatrix(name: string, value: unknown): asserts value is Matrix {
  checkInstance(name, value, Matrix);
}

function checkNumbers(name: string, value: unknown): void {
  checkList(name, value);
  for (let j = 0; j < value.length; j++) {
    if (typeof value[j] !== "number") checkType(`${name}[${j}]`, value[j], "a number", false);
  }
}

function formatCell(value: number): [whole: string, fraction: string] {
  const [whole, fraction] = fixed(value, 8).split(".");
  return fraction === undefined ? [whole, ""] : [`${whole}.`, fraction.replace(/0+$/, "")];
}
