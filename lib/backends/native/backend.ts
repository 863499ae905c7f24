/**
 * The backend on the system's BLAS: its products, and the wasm backend's other kernels around them.
 *
 * @module
 */

import type { BackendOptions } from "../backend.ts";
import type { DType } from "../../matrix/matrix.ts";
import { endWhenAbandoned } from "../lifetime.ts";
import { bootHelpers, type ForeignLibrary } from "../wasm/helpers.ts";
import { KernelBackend } from "../wasm/kernel_backend.ts";
import { instantiateKernels, type KernelInstance } from "../wasm/kernels.ts";
import type { Product } from "../wasm/products.ts";
import { type Blas, findBlas } from "./find_blas.ts";
import { MAX_BLOCK_ELEMENTS, planProduct } from "./plan.ts";
import { addressOf, SYMBOLS } from "./symbols.ts";

/** The native implementation of {@linkcode Backend}; see {@linkcode createNativeBackend}. */
export class NativeBackend extends KernelBackend {
  readonly name = "native";
  readonly #blas: Blas;
  readonly #base: bigint;

  constructor(dtype: DType, threads: number, instance: KernelInstance, blas: Blas) {
    super(dtype, threads, instance);
    this.#blas = blas;
    // Shared memory, which Deno's types do not foresee in calls of a library.
    const { buffer } = this.memory.bytes(0, 1);
    this.#base = addressOf(blas.symbols, new Uint8Array(buffer as ArrayBuffer));
    if (!blas.symbols.copy) return;
    this.native = {
      base: this.#base,
      addressOf: (view) => addressOf(blas.symbols, view as Uint8Array<ArrayBuffer>),
    };
  }

  get description(): string {
    const threads = this.threads === 1 ? "1 thread" : `${this.threads} threads`;
    return `native: ${this.#blas.name} (${this.#blas.path}), ${this.dtype}, ${threads}`;
  }

  override [Symbol.dispose](): void {
    super[Symbol.dispose]();
    this.#blas[Symbol.dispose]();
  }

  /** Products with vectors stay in wasm: memory binds them, and BLIS skips factors that are 0. */
  protected override runProduct(product: Product): void {
    const { n, k, m, transposedA } = product;
    if (n <= 1 || k === 0 || m <= 1) return super.runProduct(product);
    const size = this.single ? 4 : 8;
    const { panel, columns, block } = planProduct(n, k, m, transposedA);
    using scope = this.memory.scope();
    const bytes = MAX_BLOCK_ELEMENTS * size;
    const scratch = scope.take(this.threads * bytes, "blocks of pixels");
    this.kernels.blasProduct(this.threads, this.#base, panel, columns, block, scratch, bytes);
  }
}

/**
 * Creates the native backend. Takes permission to open the library, and to read the environment
 * variable `TWO_LAYER_NET_BLAS` if that is to name it.
 *
 * @param options Element type (default "float64") and threads (default: all cores, or 1 where
 *   threads must not call the library at the same time).
 * @throws {Deno.errors.NotFound} If no BLAS is found, with the reason and how to install one.
 * @throws {Error} If the engine cannot reserve the kernels' memory.
 */
export async function createNativeBackend(
  { dtype = "float64", threads = navigator.hardwareConcurrency }: BackendOptions = {},
): Promise<NativeBackend> {
  using opened = new DisposableStack();
  const blas = opened.use(findBlas());
  const symbol = dtype === "float64" ? "cblas_dgemm" : "cblas_sgemm";
  const helpers = blas.reentrant ? threads : 1;
  const instance = await instantiateKernels(undefined, {
    gemm: blas.symbols[symbol],
    copy: blas.symbols.copy ?? undefined,
  });
  const backend = new NativeBackend(dtype, helpers, instance, blas);
  bootHelpers(instance, helpers, foreignCalls(blas.path, symbol));
  opened.move(); // to the backend, which closes it
  const { kernels } = instance;
  endWhenAbandoned(backend, () => {
    kernels.dismiss();
    blas[Symbol.dispose]();
  });
  return backend;
}

function foreignCalls(path: string, symbol: "cblas_dgemm" | "cblas_sgemm"): ForeignLibrary {
  return { path, symbols: { gemm: { name: symbol, ...SYMBOLS[symbol] }, copy: SYMBOLS.copy } };
}
