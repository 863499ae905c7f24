/**
 * One call of the BLAS on matrices in one memory.
 *
 * @module
 */

import type { DType } from "../matrix.ts";
import type { BlasSymbols } from "./symbols.ts";

/** Constants of cblas.h. */
const ROW_MAJOR = 101, NO_TRANS = 111, TRANS = 112;

/** out = a · b, or out += a · b; addresses and row strides are those of the matrices as stored. */
export interface GemmArguments {
  n: number;
  k: number;
  m: number;
  transposedA: boolean;
  transposedB: boolean;
  accumulate: boolean;
  a: number;
  strideA: number;
  b: number;
  strideB: number;
  out: number;
  strideOut: number;
}

/** Views that were made are kept, up to this number: making one takes longer than finding it. */
const KEPT_VIEWS = 4096;

/** cblas_dgemm or cblas_sgemm by addresses in a shared WebAssembly memory. */
export class Gemm {
  readonly #memory: WebAssembly.Memory;
  readonly #call: BlasSymbols["cblas_dgemm" | "cblas_sgemm"];
  readonly #views = new Map<number, Uint8Array<ArrayBuffer>>();

  constructor(symbols: BlasSymbols, memory: WebAssembly.Memory, dtype: DType) {
    this.#memory = memory;
    this.#call = dtype === "float64" ? symbols.cblas_dgemm : symbols.cblas_sgemm;
  }

  /** Multiplies; no size is 0. */
  multiply(g: GemmArguments): void {
    this.#call(
      ROW_MAJOR,
      g.transposedA ? TRANS : NO_TRANS,
      g.transposedB ? TRANS : NO_TRANS,
      g.n,
      g.m,
      g.k,
      1,
      this.#at(g.a),
      g.strideA,
      this.#at(g.b),
      g.strideB,
      g.accumulate ? 1 : 0,
      this.#at(g.out),
      g.strideOut,
    );
  }

  /** A view that starts at the address: the library is told only where it starts. */
  #at(address: number): Uint8Array<ArrayBuffer> {
    const kept = this.#views.get(address);
    if (kept) return kept;
    if (this.#views.size === KEPT_VIEWS) this.#views.clear();
    // Deno declares buffers as unshared, but takes shared ones; shared memory never moves.
    const view = new Uint8Array(this.#memory.buffer as ArrayBuffer, address, 1);
    this.#views.set(address, view);
    return view;
  }
}
