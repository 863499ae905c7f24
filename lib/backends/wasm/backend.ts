/**
 * The default backend: 128-bit SIMD kernels in WebAssembly, on all cores.
 *
 * @module
 */

import type { BackendOptions } from "../backend.ts";
import type { DType } from "../../matrix/matrix.ts";
import { endWhenAbandoned } from "../lifetime.ts";
import { bootHelpers } from "./helpers.ts";
import { instantiateKernels, type KernelInstance } from "./kernels.ts";
import { checkThreads, defaultThreads } from "./isolation.ts";
import { KernelBackend } from "./kernel_backend.ts";

/** The WebAssembly implementation of {@linkcode Backend}; see {@linkcode createWasmBackend}. */
export class WasmBackend extends KernelBackend {
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
}

/**
 * Creates the wasm backend. Nothing to install, no permission needed.
 *
 * @param options Element type (default "float64") and threads (default: all cores).
 * @throws {Error} If the engine cannot reserve the memory, or if a page may not share it with threads.
 */
export async function createWasmBackend(
  { dtype = "float64", threads = defaultThreads }: BackendOptions = {},
): Promise<WasmBackend> {
  checkThreads(threads);
  const instance = await instantiateKernels();
  const backend = new WasmBackend(dtype, threads, instance);
  bootHelpers(instance, threads);
  const { kernels } = instance;
  endWhenAbandoned(backend, () => kernels.dismiss());
  return backend;
}
