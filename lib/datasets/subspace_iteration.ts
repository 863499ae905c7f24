/**
 * The largest eigenvalues of a large symmetric matrix, and their vectors.
 *
 * @module
 */

import type { EigenvalueDecomposition } from "ml-matrix";
import type { Backend } from "../backends/backend.ts";
import { Matrix } from "../matrix/matrix.ts";
import { RandomState } from "../random/random_state.ts";
import type { LongWork } from "./long_work.ts";

/** Residual, relative to the largest eigenvalue, at which an eigenvector has been found. */
const TOLERANCE = 1e-10;
/** Far more than the spectra of images need, where 30 are plenty. */
const MAX_ITERATIONS = 1000;
/** Directions with less than this share of the largest square are rounding errors. */
const NEGLIGIBLE = 1e-26;

/** Eigenvalues in falling order, and the vectors in the columns of a D × K matrix. */
export interface Eigenpairs {
  readonly values: Float64Array<ArrayBuffer>;
  readonly vectors: Matrix;
}

/**
 * The `count` largest eigenpairs of C, positive semidefinite, by block subspace iteration with a
 * Rayleigh–Ritz step each time (Saad, "Numerical Methods for Large Eigenvalue Problems", 2011,
 * chapter 5). The block is half again as large as what is wanted, which makes it converge; it
 * starts from the same random numbers always. The largest element of each vector is positive.
 *
 * @param C In the backend's memory, in float64.
 * @param work Advances by 1 an iteration.
 */
export async function largestEigenpairs(
  backend: Backend,
  C: Matrix,
  count: number,
  work: LongWork,
): Promise<Eigenpairs> {
  const width = Math.min(C.rows, count + Math.max(8, Math.ceil(count / 2)));
  const solve = await symmetricSolver();
  const CQ = backend.from(new RandomState(0).randn(C.rows, width));
  const Q = backend.zeros(C.rows, width);
  try {
    orthonormalize(backend, solve, CQ, Q);
    for (let i = 0; i < MAX_ITERATIONS; i++) {
      backend.matmul(C, Q, CQ);
      const values = columnDots(Q, CQ);
      if (isConverged(Q, CQ, values, count)) break;
      orthonormalize(backend, solve, CQ, Q);
      await work.advance(1);
    }
    return { values: columnDots(Q, CQ).slice(0, count), vectors: firstColumns(Q, count) };
  } finally {
    backend.free(CQ);
    backend.free(Q);
  }
}

/** Eigenvalues of a small symmetric matrix in rising order, and their vectors in columns. */
type Solve = (matrix: Matrix) => EigenvalueDecomposition;

/** Loaded only here: of those who import datasets, few look for principal components. */
async function symmetricSolver(): Promise<Solve> {
  const { EigenvalueDecomposition, Matrix: SmallMatrix } = await import("ml-matrix");
  return ({ rows, cols, data }) => {
    const small = SmallMatrix.from1DArray(rows, cols, data);
    return new EigenvalueDecomposition(small, { assumeSymmetric: true });
  };
}

/**
 * Q = an orthonormal basis of Z's columns, those with the most of Z first: Z · V · diag(g)^(-1/2)
 * for ZᵀZ = V · diag(g) · Vᵀ. Where Z = C·Q, these are the Ritz vectors of C².
 */
function orthonormalize(backend: Backend, solve: Solve, Z: Matrix, Q: Matrix): void {
  const size = Z.cols, gram = backend.zeros(size, size), rotation = backend.zeros(size, size);
  backend.matmulTransA(Z, Z, gram);
  const { realEigenvalues, eigenvectorMatrix } = solve(gram);
  const largest = realEigenvalues[size - 1];
  for (let j = 0; j < size; j++) {
    const square = realEigenvalues[size - 1 - j];
    const factor = square > NEGLIGIBLE * largest ? 1 / Math.sqrt(square) : 0;
    for (let i = 0; i < size; i++) {
      rotation.data[i * size + j] = eigenvectorMatrix.get(i, size - 1 - j) * factor;
    }
  }
  backend.matmul(Z, rotation, Q);
  backend.free(gram);
  backend.free(rotation);
}

/** Whether the first `count` columns of CQ are those of Q times the values. */
function isConverged(Q: Matrix, CQ: Matrix, values: Float64Array, count: number): boolean {
  const squares = new Float64Array(count);
  for (let i = 0; i < Q.rows; i++) {
    const q = Q.row(i), c = CQ.row(i);
    for (let j = 0; j < count; j++) squares[j] += (c[j] - values[j] * q[j]) ** 2;
  }
  return squares.every((square) => Math.sqrt(square) <= TOLERANCE * values[0]);
}

/** The products of the columns of x with those of y. */
function columnDots(x: Matrix, y: Matrix): Float64Array<ArrayBuffer> {
  const dots = new Float64Array(x.cols);
  for (let i = 0; i < x.rows; i++) {
    const a = x.row(i), b = y.row(i);
    for (let j = 0; j < x.cols; j++) dots[j] += a[j] * b[j];
  }
  return dots;
}

/** The first `count` columns, each with the sign that makes its largest element positive. */
function firstColumns(Q: Matrix, count: number): Matrix {
  const extremes = new Float64Array(count);
  for (let i = 0; i < Q.rows; i++) {
    const row = Q.row(i);
    for (let j = 0; j < count; j++) {
      if (Math.abs(row[j]) > Math.abs(extremes[j])) extremes[j] = row[j];
    }
  }
  const columns = Matrix.zeros(Q.rows, count);
  for (let i = 0; i < Q.rows; i++) {
    const from = Q.row(i), to = columns.row(i);
    for (let j = 0; j < count; j++) to[j] = extremes[j] < 0 ? -from[j] : from[j];
  }
  return columns;
}
