/**
 * The row-major matrix that everything computes on.
 *
 * @module
 */

import {
  checkArray,
  checkInstance,
  checkInteger,
  checkList,
  checkType,
  expectation,
} from "../internal/checks.ts";
import { fixed } from "../internal/printf.ts";
import {
  type Axis,
  checkHasMax,
  type Dense,
  elementwise,
  folded,
  mapped,
  product,
  scalar,
  transposed,
} from "./arithmetic.ts";
import { checkDType, type DType, type FloatArray, newFloatArray } from "./float_array.ts";

export { checkDType, type DType, type FloatArray, newFloatArray };

/** How much of a matrix a notebook shows. */
const SHOWN = { rows: 5, cols: 6 };

/**
 * A dense matrix, row-major: element (i, j) is `data[i * cols + j]`.
 *
 * Its arithmetic is NumPy's, in plain loops for small matrices: each method returns a new matrix,
 * and an operand with one row, one column or both (or a number) is repeated to fit the other. Of
 * float32 and float64 comes float64; numbers take on the element type of the matrix. What is to be
 * fast is done by a `Backend`.
 *
 * @example
 * ```ts
 * import { Matrix } from "two-layer-net";
 * import { assertEquals } from "@std/assert";
 *
 * const m = Matrix.from([[1, 2, 3], [4, 5, 6]]);
 * assertEquals([m.rows, m.cols, m.at(1, 2)], [2, 3, 6]);
 * ```
 *
 * @example The softmax of each row
 * ```ts
 * import { Matrix } from "two-layer-net";
 * import { assertEquals } from "@std/assert";
 *
 * const scores = Matrix.from([[0, 0], [1000, 1000 + Math.log(3)]]);
 * const exp = scores.subtract(scores.max(1)).map(Math.exp);
 * assertEquals(String(exp.divide(exp.sum(1))), "[[0.5  0.5 ]\n [0.25 0.75]]");
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

  /**
   * The sum with a matrix, a row, a column or a number, as `self + other` in NumPy.
   *
   * @throws {RangeError} If the shapes do not fit, naming both.
   *
   * @example
   * ```ts
   * import { Matrix } from "two-layer-net";
   * import { assertEquals } from "@std/assert";
   *
   * const bias = Matrix.from([[10, 20]]);
   * assertEquals(Matrix.from([[1, 2], [3, 4]]).add(bias).toArray(), [[11, 22], [13, 24]]);
   * ```
   */
  add(other: Matrix | number): Matrix {
    return this.#with(other, (x, y) => x + y);
  }

  /**
   * The difference, as `self - other` in NumPy.
   *
   * @throws {RangeError} If the shapes do not fit, naming both.
   */
  subtract(other: Matrix | number): Matrix {
    return this.#with(other, (x, y) => x - y);
  }

  /**
   * The product element by element, as `self * other` in NumPy; for the matrix product see `dot`.
   *
   * @throws {RangeError} If the shapes do not fit, naming both.
   */
  multiply(other: Matrix | number): Matrix {
    return this.#with(other, (x, y) => x * y);
  }

  /**
   * The quotient element by element, as `self / other` in NumPy: infinite or NaN where it divides by 0.
   *
   * @throws {RangeError} If the shapes do not fit, naming both.
   */
  divide(other: Matrix | number): Matrix {
    return this.#with(other, (x, y) => x / y);
  }

  /**
   * The matrix product, as `self.dot(other)` or `self @ other` in NumPy: N × K times K × M is N × M.
   *
   * @throws {RangeError} If `other` has not as many rows as this matrix has columns, naming both shapes.
   *
   * @example
   * ```ts
   * import { Matrix } from "two-layer-net";
   * import { assertEquals } from "@std/assert";
   *
   * const x = Matrix.from([[1, 2]]);
   * assertEquals(x.dot(Matrix.from([[1, 0, 2], [0, 1, 3]])).toArray(), [[1, 2, 8]]);
   * ```
   */
  dot(other: Matrix): Matrix {
    checkMatrix("other", other);
    return wrap(product(this, other));
  }

  /** Rows as columns, as `self.T` in NumPy: N × M becomes M × N, in memory of its own. */
  transpose(): Matrix {
    return wrap(transposed(this));
  }

  /**
   * f of each element.
   *
   * @param f Gets the element, its row and its column; as a NumPy function of an array would.
   * @throws {TypeError} If `f` returns something that is no number.
   *
   * @example
   * ```ts
   * import { Matrix } from "two-layer-net";
   * import { assertEquals } from "@std/assert";
   *
   * const relu = Matrix.from([[-1, 2]]).map((z) => Math.max(0, z)); // np.maximum(0, z)
   * assertEquals(relu.toArray(), [[0, 2]]);
   * ```
   */
  map(f: (value: number, i: number, j: number) => number): Matrix {
    return wrap(mapped(this, f));
  }

  /** The sum of all elements, as `self.sum()` in NumPy. */
  sum(): number;
  /**
   * The sums along an axis, which stays with size 1, as `self.sum(axis, keepdims=True)` in NumPy.
   *
   * @param axis 0 adds the rows up (1 × M), 1 adds up each row (N × 1).
   *
   * @example
   * ```ts
   * import { Matrix } from "two-layer-net";
   * import { assertEquals } from "@std/assert";
   *
   * const m = Matrix.from([[1, 2], [3, 4]]);
   * assertEquals([m.sum(), m.sum(0).toArray(), m.sum(1).toArray()], [10, [[4, 6]], [[3], [7]]]);
   * ```
   */
  sum(axis: Axis): Matrix;
  sum(axis?: Axis): Matrix | number {
    return this.#fold(axis, 0, (sum, value) => sum + value);
  }

  /**
   * The greatest of all elements, as `self.max()` in NumPy: NaN where there is one.
   *
   * @throws {RangeError} If there are no elements.
   */
  max(): number;
  /**
   * The greatest elements along an axis, which stays with size 1, as `self.max(axis, keepdims=True)`
   * in NumPy: NaN where there is one.
   *
   * @param axis 0 takes the maximum of each column (1 × M), 1 that of each row (N × 1).
   * @throws {RangeError} If there are no elements along the axis.
   *
   * @example
   * ```ts
   * import { Matrix } from "two-layer-net";
   * import { assertEquals } from "@std/assert";
   *
   * const m = Matrix.from([[1, 5], [3, 4]]);
   * assertEquals([m.max(), m.max(0).toArray(), m.max(1).toArray()], [5, [[3, 5]], [[5], [4]]]);
   * ```
   */
  max(axis: Axis): Matrix;
  max(axis?: Axis): Matrix | number {
    checkHasMax(this, axis);
    return this.#fold(axis, -Infinity, Math.max);
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

  #with(other: Matrix | number, f: (x: number, y: number) => number): Matrix {
    if (typeof other !== "number" && !(other instanceof Matrix)) {
      checkType("other", other, "a Matrix or a number", false);
    }
    const operand = typeof other === "number" ? scalar(other, this) : other as Matrix;
    return wrap(elementwise(this, operand, f));
  }

  /** Without an axis, all elements in one row are put together. */
  #fold(
    axis: Axis | undefined,
    start: number,
    f: (before: number, value: number) => number,
  ): Matrix | number {
    if (axis !== undefined) return wrap(folded(this, axis, start, f));
    return folded({ rows: 1, cols: this.data.length, data: this.data }, 1, start, f).data[0];
  }
}

function wrap({ rows, cols, data }: Dense): Matrix {
  return new Matrix(rows, cols, data);
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
