/**
 * The largest eigenvalues of a large symmetric matrix, and their vectors.
 *
 * @module
 */

import type { Backend } from "../backends/backend.ts";
import { Matrix } from "../matrix/matrix.ts";
import { RandomState } from "../random/random_state.ts";
import type { LongWork } from "./long_work.ts";

/** Change of the eigenvalues, relative to the largest, at which they and their vectors are found. */
const TOLERANCE = 1e-14;
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
  const CQ = backend.from(new RandomState(0).randn(C.rows, width));
  const Q = backend.zeros(C.rows, width);
  try {
    let values = await orthonormalize(backend, CQ, Q);
    for (let i = 0, change = Infinity; i < MAX_ITERATIONS && change > TOLERANCE; i++) {
      backend.matmul(C, Q, CQ);
      const found = await orthonormalize(backend, CQ, Q);
      const changes = found.subarray(0, count).map((value, j) => Math.abs(value - values[j]));
      change = Math.max(...changes) / found[0];
      values = found;
      await work.advance(1);
    }
    return { values: values.slice(0, count), vectors: firstColumns(Q, count) };
  } finally {
    backend.free(CQ);
    backend.free(Q);
  }
}

/**
 * Q = an orthonormal basis of Z's columns, those with the most of Z first: Z · V · diag(g)^(-1/2)
 * for ZᵀZ = V · diag(g) · Vᵀ. Where Z = C·Q, these are the Ritz vectors of C², and √g, which is
 * returned, are the values of C.
 */
async function orthonormalize(
  backend: Backend,
  Z: Matrix,
  Q: Matrix,
): Promise<Float64Array<ArrayBuffer>> {
  // Loaded only here: of those who import datasets, few look for principal components.
  const { EigenvalueDecomposition, Matrix: Small } = await import("ml-matrix");
  const size = Z.cols, gram = backend.zeros(size, size), rotation = backend.zeros(size, size);
  backend.matmulTransA(Z, Z, gram);
  const rising = new EigenvalueDecomposition(Small.from1DArray(size, size, gram.data), {
    assumeSymmetric: true,
  });
  const squares = rising.realEigenvalues.reverse();
  const roots = Float64Array.from(squares, (g) => g > NEGLIGIBLE * squares[0] ? Math.sqrt(g) : 0);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      const element = rising.eigenvectorMatrix.get(i, size - 1 - j);
      rotation.data[i * size + j] = roots[j] > 0 ? element / roots[j] : 0;
    }
  }
  backend.matmul(Z, rotation, Q);
  backend.free(gram);
  backend.free(rotation);
  return roots;
}

/** The first `count` columns, each with the sign that makes its largest element positive. */
function firstColumns(Q: Matrix, count: number): Matrix {
  const columns = Matrix.zeros(Q.rows, count);
  for (let j = 0; j < count; j++) {
    const column = Float64Array.from({ length: Q.rows }, (_, i) => Q.at(i, j));
    const largest = column.reduce((a, b) => Math.abs(b) > Math.abs(a) ? b : a);
    column.forEach((value, i) => columns.data[i * count + j] = largest < 0 ? -value : value);
  }
  return columns;
}
