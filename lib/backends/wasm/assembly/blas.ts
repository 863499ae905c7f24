/**
 * Products by the system's BLAS. What is multiplied at a time fits a core's cache: a block of
 * pixels becomes floats in the thread's scratch, the BLAS adds its product to the output, and the
 * next block takes its place. The batch is never written as a whole.
 */

import { Job } from "./job";
import { loadBlock } from "./product";

/** Constants of cblas.h. */
const ROW_MAJOR: i32 = 101;
const NO_TRANS: i32 = 111;
const TRANS: i32 = 112;

/** cblas_dgemm or cblas_sgemm; matrices by their native addresses. */
@external("blas", "gemm")
declare function gemm(
  order: i32,
  transA: i32,
  transB: i32,
  n: i32,
  m: i32,
  k: i32,
  alpha: f64,
  a: u64,
  strideA: i32,
  b: u64,
  strideB: i32,
  beta: f64,
  out: u64,
  strideOut: i32,
): void;

/** `unit` rows and `columns` columns of the output, `block` terms at a time; no size is 0. */
export function blasTask<T>(j: Job, task: i32, thread: i32): void {
  const parts = (j.m + j.columns - 1) / j.columns;
  const start = task / parts * j.unit, rows = min(j.unit, j.n - start);
  const first = task % parts * j.columns, columns = min(j.columns, j.m - first);
  const out = j.out + (<usize> start * j.m + first) * sizeof<T>();
  for (let k0 = 0; k0 < j.k; k0 += j.block) {
    const k = min(j.block, j.k - k0);
    const rowB = j.transposedB ? first : k0, colB = j.transposedB ? k0 : first;
    const b = j.b + (<usize> rowB * j.strideB + colB) * sizeof<T>();
    const row = j.transposedA ? k0 : start, col = j.transposedA ? start : k0;
    let a = j.a + (<usize> row * j.strideA + col) * sizeof<T>(), strideA = j.strideA;
    if (j.pixels) {
      a = j.slab + <usize> thread * j.scratchBytes;
      strideA = j.transposedA ? rows : k;
      loadBlock<T>(j, row, j.transposedA ? k : rows, col, strideA, strideA, a);
    }
    gemm(
      ROW_MAJOR,
      j.transposedA ? TRANS : NO_TRANS,
      j.transposedB ? TRANS : NO_TRANS,
      rows,
      columns,
      k,
      1,
      j.base + a,
      strideA,
      j.base + b,
      j.strideB,
      j.flag || k0 > 0 ? 1 : 0,
      j.base + out,
      j.m,
    );
  }
}
