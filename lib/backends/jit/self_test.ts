/**
 * Code that was made on this machine is held against plain loops before anything relies on it.
 *
 * @module
 */

import type { Backend } from "../backend.ts";
import { Matrix } from "../../matrix/matrix.ts";
import { ReferenceBackend } from "../reference.ts";
import type { PixelRows, Rows } from "../../matrix/rows.ts";
import { notSupported } from "./libc.ts";

const FORMS = ["matmul", "matmulTransA", "matmulTransB"] as const;

/**
 * Small products of integers, which are exact in any order: pixels and floats, all three forms, with
 * rows and columns left over.
 *
 * @throws {Deno.errors.NotSupported} If one is wrong.
 */
export function selfTest(backend: Backend): void {
  const [n, k, m] = [7, 67, 21];
  for (const form of FORMS) {
    for (const rows of [pixelRows(n, k), integers(n, k)]) {
      const transposed = form === "matmulTransA";
      const inner = transposed ? n : k, height = transposed ? k : n;
      const b = form === "matmulTransB" ? integers(m, inner) : integers(inner, m);
      if (!isRight(backend, form, rows, b, height)) {
        throw notSupported(`its ${form} is wrong on this machine (self-test)`);
      }
    }
  }
}

function isRight(
  backend: Backend,
  form: typeof FORMS[number],
  rows: Rows,
  b: Matrix,
  height: number,
): boolean {
  const width = form === "matmulTransB" ? b.rows : b.cols;
  const found = backend.zeros(height, width), expected = Matrix.zeros(height, width);
  backend[form](rows, b, found);
  new ReferenceBackend()[form](rows, b, expected);
  const right = expected.data.every((value: number, i: number) => value === found.data[i]);
  backend.free(found);
  return right;
}

/** Images of the numbers 0 to 255, in another order than they lie in. */
function pixelRows(rows: number, cols: number): PixelRows {
  const pixels = Uint8Array.from({ length: (rows + 1) * cols }, (_, i) => 37 * i & 255);
  const index = Int32Array.from({ length: rows }, (_, i) => rows - i);
  const mean = Float64Array.from({ length: cols }, (_, i) => i % 11);
  const scale = Float64Array.from({ length: cols }, (_, i) => 1 + i % 3);
  return { rows, cols, pixels, index, mean, scale };
}

function integers(rows: number, cols: number): Matrix {
  const data = Float64Array.from({ length: rows * cols }, (_, i) => i * 29 % 31 - 15);
  return new Matrix(rows, cols, data);
}
