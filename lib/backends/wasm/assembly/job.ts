/** What the threads are to do: written by the main thread, read by all. */

import { JOB } from "./layout";

export const enum Kind {
  Product,
  BlasProduct,
  AddBias,
  ReluBackward,
  ColumnSums,
  SumOfSquares,
  Gather,
  Update,
  Dropout,
  GatherTransformed,
  CodeProduct,
  CopyImages,
}

/**
 * One job. Elementwise kernels read `a` and write `out`; a product is out = a · b with a's rows
 * counted along `n`, and b's columns along `m`.
 */
@unmanaged
export class Job {
  kind: Kind;
  single: bool;
  /** Tasks in all. */
  tasks: i32;
  /** Runs of tasks that threads prefer to keep to. */
  segments: i32;
  /** Tasks from one barrier to the barrier after the next; 0: no barriers. */
  cycle: i32;
  /** Tasks of a cycle that come before its inner barrier. */
  packs: i32;
  /** Tasks of a cycle that come after it, and multiply. */
  parts: i32;
  /** Rows, columns or elements of one task. */
  unit: i32;
  n: i32;
  k: i32;
  m: i32;
  /** Elements from row to row of a, as it lies in memory. */
  strideA: i32;
  strideB: i32;
  transposedA: bool;
  transposedB: bool;
  pixels: bool;
  /** Whether out is added to (a product) or rectified (a bias). */
  flag: bool;
  /** What dropout multiplies by; what has 16 bits below the threshold becomes 0. */
  alpha: f64;
  threshold: i32;
  key0: i32;
  key1: i32;
  a: usize;
  b: usize;
  out: usize;
  mean: usize;
  /** What multiplies the pixels less the mean; 0: nothing. */
  scale: usize;
  /** Values of a pixel, in a gather with transforms. */
  channels: i32;
  slab: usize;
  /** Vectors of b that are packed at a time. */
  slabVectors: i32;
  /** A product by the BLAS: terms of one call. */
  block: i32;
  /** A product by the BLAS: columns of the output that one task makes. */
  columns: i32;
  /** A product by the BLAS or by code: bytes of each thread's part of the slab. */
  scratchBytes: i32;
  /** The native address of this memory, where it is known. */
  base: u64;
  /** A product by code: its native address. */
  code: u64;
  /** Rows for which the code prepares a together. */
  chunk: i32;
  /** Whole panels of columns, those of a task, and bytes from one to the next in a row of b. */
  panels: i32;
  taskPanels: i32;
  panelBytes: i32;
  /** Images where they lie: the native address of image 0, and which one each row is. */
  images: u64;
  index: usize;
}

/** The job of this memory. */
export function job(): Job {
  return changetype<Job>(JOB);
}
