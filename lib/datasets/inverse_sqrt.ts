/**
 * The inverse square root of a symmetric positive definite matrix by products alone.
 *
 * @module
 */

import type { Backend } from "../backends/backend.ts";
import type { Matrix } from "../matrix/matrix.ts";
import type { LongWork } from "./long_work.ts";

/** Rows of a product between two looks at the event loop: 0.06 s at 3072 columns in float64. */
const PANEL_ROWS = 512;

/** How near to 1 all singular values are in the end. */
const TOLERANCE = 1e-14;

/**
 * The factors by which the coupled Newton–Schulz iteration for a matrix with eigenvalues in
 * [low², 1] is scaled, step by step, until all singular values are 1.
 *
 * Unscaled, each step multiplies a small singular value by 3/2; scaled, by 2.6 (Chen and Chow,
 * "A stable scaling of Newton-Schulz for improving the sign function computation of a Hermitian
 * matrix", 2014).
 */
export function newtonSchulzScales(low: number): number[] {
  const scales: number[] = [];
  while (1 - low > TOLERANCE) {
    const scale = Math.sqrt(3 / (1 + low + low * low));
    scales.push(scale);
    low = Math.min(1, scale * low * (3 - (scale * low) ** 2) / 2);
  }
  return [...scales, 1];
}

/** Steps of progress that {@linkcode inverseSqrt} makes. */
export function inverseSqrtSteps(size: number, scales: readonly number[]): number {
  return scales.length * 3 * Math.ceil(size / PANEL_ROWS);
}

/** The scales for A, whose smallest eigenvalue is at least `smallest`. */
export function scalesFor(backend: Backend, A: Matrix, smallest: number): number[] {
  return newtonSchulzScales(Math.sqrt(smallest / frobenius(backend, A)));
}

/**
 * A^(-1/2) by the coupled Newton–Schulz iteration: Y and Z tend to (A/c)^(1/2) and (A/c)^(-1/2),
 * where c, the Frobenius norm, bounds the eigenvalues (Higham, "Functions of Matrices", 2008, 6.35).
 *
 * @param A Symmetric, in the backend's memory; its content is destroyed.
 * @param scales What {@linkcode scalesFor} gives for A.
 *
 * @returns The root in ordinary memory.
 */
export async function inverseSqrt(
  backend: Backend,
  A: Matrix,
  scales: readonly number[],
  work: LongWork,
): Promise<Matrix> {
  const size = A.rows, norm = frobenius(backend, A);
  const T = backend.zeros(size, size);
  let Y = A, Z = backend.zeros(size, size);
  let spare = backend.zeros(size, size);
  multiplyBy(Y, 1 / norm);
  for (let i = 0; i < size; i++) Z.data[i * size + i] = 1;
  try {
    for (const scale of scales) {
      await multiply(backend, Z, Y, T, work);
      correction(T, scale);
      await multiply(backend, Y, T, spare, work);
      [Y, spare] = [spare, Y];
      await multiply(backend, T, Z, spare, work);
      [Z, spare] = [spare, Z];
    }
    multiplyBy(Z, 1 / Math.sqrt(norm));
    return Z.clone();
  } finally {
    for (const matrix of [Y, Z, T, spare]) backend.free(matrix);
  }
}

/** T = s · (3 I - s² T) / 2. */
function correction(T: Matrix, s: number): void {
  multiplyBy(T, -(s ** 3) / 2);
  for (let i = 0; i < T.rows; i++) T.data[i * T.cols + i] += 1.5 * s;
}

async function multiply(
  backend: Backend,
  a: Matrix,
  b: Matrix,
  out: Matrix,
  work: LongWork,
): Promise<void> {
  for (let start = 0; start < a.rows; start += PANEL_ROWS) {
    const end = Math.min(a.rows, start + PANEL_ROWS);
    backend.matmul(a.slice(start, end), b, out.slice(start, end));
    await work.advance(1);
  }
}

function frobenius(backend: Backend, A: Matrix): number {
  return Math.sqrt(backend.sumOfSquares(A));
}

function multiplyBy({ data }: Matrix, factor: number): void {
  for (let i = 0; i < data.length; i++) data[i] *= factor;
}
