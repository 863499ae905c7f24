/**
 * The default backend: 128-bit SIMD kernels in WebAssembly, on all cores.
 *
 * @module
 */

import type { BackendOptions } from "../backend.ts";
import type { DType } from "../matrix.ts";
import { bootHelpers } from "./helpers.ts";
import { instantiateKernels, type KernelInstance } from "./kernels.ts";
import { type Product, ProductKernels } from "./products.ts";

/** Vectors of b packed at a time: 128 × 2 KiB of k is half of a second-level cache of 1 MB. */
const SLAB_VECTORS = 128;
/** Bytes of b packed at a time, unless six vectors of each row take more. */
const SLAB_BYTES = 2 ** 24;

/** The WebAssembly implementation of {@linkcode Backend}; see {@linkcode createWasmBackend}. */
export class WasmBackend extends ProductKernels {
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

  protected override runProduct({ k, m }: Product): void {
    const vectors = slabVectors(k, Math.ceil(m / (this.single ? 4 : 2)));
    using scope = this.memory.scope();
    const slab = scope.take(k * vectors * 16, "a packed operand");
    this.kernels.product(this.threads, slab, vectors);
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
