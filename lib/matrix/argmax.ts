/**
 * The column of the greatest element.
 *
 * @module
 */

import { checkMatrix, type Matrix } from "./matrix.ts";

/**
 * The column of the greatest element of each row, as `np.argmax(m, axis=1)`: the first of equals,
 * and the first NaN where there is one.
 *
 * @throws {RangeError} If the matrix has rows but no columns.
 *
 * @example
 * ```ts
 * import { argmaxRows, Matrix } from "two-layer-net";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals([...argmaxRows(Matrix.from([[1, 3, 3], [2, NaN, 5]]))], [1, 1]);
 * ```
 */
export function argmaxRows(m: Matrix): Int32Array {
  checkMatrix("m", m);
  const { rows, cols, data } = m;
  if (rows > 0 && cols === 0) throw new RangeError("Expected m to have columns but found 0");
  const best = new Int32Array(rows);
  for (let i = 0; i < rows; i++) {
    let max = data[i * cols];
    for (let j = 1; j < cols && max === max; j++) {
      const value = data[i * cols + j];
      if (value > max || value !== value) [max, best[i]] = [value, j];
    }
  }
  return best;
}
