/**
 * The interface between the net and the machine: a backend owns memory that its kernels can reach
 * and does the heavy arithmetic.
 *
 * @module
 */

import { checkMethods } from "../internal/checks.ts";
import type { DropoutKey } from "./dropout.ts";
import type { DType, Matrix } from "../matrix/matrix.ts";
import type { Rows } from "../matrix/rows.ts";
import type { Elementwise } from "./updates.ts";

/** Names of the backends that {@linkcode createBackend} knows. */
export const BACKEND_NAMES = ["reference", "wasm", "native", "jit"] as const;

/** One of {@linkcode BACKEND_NAMES}. */
export type BackendName = typeof BACKEND_NAMES[number];

/** What {@linkcode createBackend} takes beside the name. */
export interface BackendOptions {
  /** Element type of every matrix and of the arithmetic. Default: "float64". */
  dtype?: DType;
  /** Threads of one product, 1 or more. Default: all cores, where the backend has threads. */
  threads?: number;
}

/**
 * Kernels over matrices of one element type.
 *
 * Every kernel writes into the matrix named last (`out`, or the one it changes in place), which
 * must come from {@linkcode Backend.zeros} or {@linkcode Backend.from}; the other matrices may lie
 * in any memory, at the price of a copy. Shapes are checked, and a mismatch throws a RangeError
 * before anything is written. NaN and infinities are carried as IEEE 754 says: no kernel skips a
 * factor because it is zero.
 */
export interface Backend extends Disposable, Elementwise<Matrix> {
  /** Which implementation this is. */
  readonly name: BackendName;
  /** Element type of its matrices. */
  readonly dtype: DType;
  /** Threads that share one kernel's work. */
  readonly threads: number;
  /** One line for people: the library behind it, its version, its threads. */
  readonly description: string;

  /** A matrix of zeros in the backend's memory. */
  zeros(rows: number, cols: number): Matrix;
  /** `matrix` itself if it is in the backend's memory and element type, else a copy that is. */
  from(matrix: Matrix): Matrix;
  /**
   * Rows for several products: pixels stay uint8, and a batch of them is copied into the backend's
   * memory once here instead of at each product. Many rows may stay where they are.
   */
  from(rows: Rows): Rows;

  /**
   * Gives the memory of what came from `zeros` or `from` back at once; it must not be used again.
   * What is never freed is given back when it is garbage-collected.
   */
  free(rows: Rows): void;

  /** out = rows as floats (N × D). */
  gather(rows: Rows, out: Matrix): void;
  /** out = a · b, for a (N × K) and b (K × M). */
  matmul(a: Rows, b: Matrix, out: Matrix): void;
  /** out = aᵀ · b, for a (K × N) and b (K × M); the transpose is never stored. */
  matmulTransA(a: Rows, b: Matrix, out: Matrix): void;
  /** out = a · bᵀ, for a (N × K) and b (M × K); the transpose is never stored. */
  matmulTransB(a: Rows, b: Matrix, out: Matrix): void;

  /** x += bias, for x (N × M) and bias (1 × M). */
  addBias(bias: Matrix, x: Matrix): void;
  /** x = max(0, x + bias); NaN stays NaN. */
  addBiasRelu(bias: Matrix, x: Matrix): void;
  /** grad = 0 wherever `activation`, the output of the ReLU, is ≤ 0 (a NaN there leaves grad). */
  reluBackward(activation: Matrix, grad: Matrix): void;
  /** out (1 × M) = the sums of the columns of x (N × M). */
  columnSums(x: Matrix, out: Matrix): void;
  /**
   * Mean softmax cross-entropy of scores (N × C) against labels (N integers from 0 to C - 1), which
   * the caller has checked; `grad` (N × C) becomes its gradient, (softmax - target) / N. The target
   * is 1 at the label; with label smoothing ε, 1 - ε + ε / C there and ε / C elsewhere (default 0).
   */
  softmaxLoss(
    scores: Matrix,
    labels: ArrayLike<number>,
    grad: Matrix,
    labelSmoothing?: number,
  ): number;
  /**
   * Inverted dropout: each element of x is multiplied by 0 with probability `rate` (rounded to a
   * multiple of 2^-16), and divided by 1 - rate otherwise. Which ones depends on the key, two uint32,
   * and on the element's place alone: the same on every backend.
   *
   * Element i, row by row, has bits 16 · (i % 8) and up of the Philox4x32-10 block of counter
   * floor(i / 8).
   */
  dropout(rate: number, key: DropoutKey, x: Matrix): void;

  /** The sum of the squares of all elements. */
  sumOfSquares(x: Matrix): number;
}

/** Throws a TypeError unless `value` is a backend. */
export function checkBackend(name: string, value: unknown): asserts value is Backend {
  checkMethods(name, value, "a backend from createBackend", ["zeros", "from", "matmul", "gather"]);
}
