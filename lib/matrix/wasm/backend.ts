/**
 * The default backend: 128-bit SIMD kernels in WebAssembly, on all cores.
 *
 * @module
 */

import type { BackendOptions } from "../backend.ts";
import type { DType, Matrix } from "../matrix.ts";
import { isPixelRows, type Rows } from "../rows.ts";
import { checkMatmul, checkMatmulTransA, checkMatmulTransB } from "../shapes.ts";
import { FusedKernels } from "./fused.ts";
import { bootHelpers } from "./helpers.ts";
import { instantiateKernels, type KernelInstance } from "./kernels.ts";

/** Vectors of b packed at a time: 128 × 2 KiB of k is half of a second-level cache of 1 MB. */
const SLAB_VECTORS = 128;
/** Bytes of b packed at a time, unless six vectors of each row take more. */
const SLAB_BYTES = 2 ** 24;

interface Form {
  readonly transposedA: boolean;
  readonly transposedB: boolean;
}

/** The WebAssembly implementation of {@linkcode Backend}; see {@linkcode createWasmBackend}. */
export class WasmBackend extends FusedKernels {
  readonly name = "wasm";
  readonly #relaxed: boolean;

  constructor(dtype: DType, threads: number, instance: KernelInstance) {
    super(dtype, threads, instance);
    this.#relaxed = instance.relaxed;
  }

  get description(): string {
    const simd = this.#relaxed ? "128-bit SIMD with fused multiply-add" : "128-bit SIMD";
    const threads = this.threads === 1 ? "1 thread" : `${this.threads} threads`;
    return `wasm: ${simd}, ${this.dtype}, ${threads}`;
  }

  matmul(a: Rows, b: Matrix, out: Matrix): void {
    checkMatmul(a, b, out);
    this.#product({ transposedA: false, transposedB: false }, a, b, out);
  }

  matmulTransA(a: Rows, b: Matrix, out: Matrix): void {
    checkMatmulTransA(a, b, out);
    this.#product({ transposedA: true, transposedB: false }, a, b, out);
  }

  matmulTransB(a: Rows, b: Matrix, out: Matrix): void {
    checkMatmulTransB(a, b, out);
    this.#product({ transposedA: false, transposedB: true }, a, b, out);
  }

  #product(form: Form, a: Rows, b: Matrix, out: Matrix): void {
    using scope = this.memory.scope();
    const target = this.output("out", out);
    const right = this.operand(scope, b);
    if (!isPixelRows(a)) {
      this.#run(form, a.rows, a.cols, out.cols, this.operand(scope, a), null, right, target, false);
      return;
    }
    if (a.rows === 0) return void out.data.fill(0);
    const { cols } = out, size = out.data.BYTES_PER_ELEMENT;
    this.forPixels(a, ({ start, end, pixels, mean }) => {
      const moved = start * cols * size;
      const [b, to] = form.transposedA ? [right + moved, target] : [right, target + moved];
      const add = form.transposedA && start > 0;
      this.#run(form, end - start, a.cols, cols, pixels, mean, b, to, add);
    });
  }

  /** Runs the kernel on `rows` × `cols` elements or, if there is a mean, pixels at `a`. */
  #run(
    { transposedA, transposedB }: Form,
    rows: number,
    cols: number,
    m: number,
    a: number,
    mean: number | null,
    b: number,
    out: number,
    accumulate: boolean,
  ): void {
    const [n, k] = transposedA ? [cols, rows] : [rows, cols];
    const vectors = slabVectors(k, Math.ceil(m / (this.single ? 4 : 2)));
    using scope = this.memory.scope();
    const slab = scope.take(k * vectors * 16, "a packed operand");
    this.kernels.product(
      this.single,
      this.threads,
      mean !== null,
      transposedA,
      transposedB,
      accumulate,
      n,
      k,
      m,
      a,
      mean ?? 0,
      b,
      out,
      slab,
      vectors,
    );
  }
}

/**
 * Creates the wasm backend. Nothing to install, no permission needed.
 *
 * @param options Element type (default "float64") and threads (default: all cores).
 * @throws {Error} If the engine cannot reserve the memory.
 */
export async function createWasmBackend(
  { dtype = "float64", threads = navigator.hardwareConcurrency }: BackendOptions = {},
): Promise<WasmBackend> {
  const instance = await instantiateKernels();
  const backend = new WasmBackend(dtype, threads, instance);
  bootHelpers(instance, threads);
  return backend;
}

/** Vectors of each row of b that one slab holds, of `vectors` in all: even, so that pairs fit. */
function slabVectors(k: number, vectors: number): number {
  const room = Math.floor(SLAB_BYTES / (16 * Math.max(1, k)));
  return Math.max(1, Math.min(vectors, SLAB_VECTORS, Math.max(6, room & ~1)));
}
