/**
 * Backends by name.
 *
 * @module
 */

import { checkChoice, checkFunction } from "../internal/checks.ts";
import { checkOptions, integer } from "../internal/options.ts";
import { type Backend, BACKEND_NAMES, type BackendName, type BackendOptions } from "./backend.ts";
import { ReferenceBackend } from "./reference.ts";
import { createWasmBackend } from "./wasm/backend.ts";
import { checkDType } from "../matrix/matrix.ts";

const OPTIONS = { dtype: checkDType, threads: integer(1, 256) };

/**
 * Creates a backend.
 *
 * @param name "wasm": SIMD kernels on all cores, nothing to install; "jit": machine
 *   code made for the shapes at hand, on Linux and x86-64 with AVX2, and "native": the system's BLAS,
 *   which both take `--allow-ffi`; "reference": plain loops, the oracle.
 * @param options Element type (default "float64") and number of threads.
 * @throws {RangeError} If the name, the element type or the thread count is not one that exists.
 * @throws {Deno.errors.NotFound} If there is no BLAS for "native": why, and how to install one.
 * @throws {Deno.errors.NotSupported} If "jit" cannot run here, or native code cannot be called, with
 *   the reason.
 *
 * @example
 * ```ts
 * import { createBackend, Matrix } from "two-layer-net";
 * import { assertEquals } from "@std/assert";
 *
 * const backend = await createBackend("reference");
 * const product = backend.zeros(1, 1);
 * backend.matmul(Matrix.from([[1, 2]]), Matrix.from([[3], [4]]), product);
 * assertEquals(product.at(0, 0), 11);
 * ```
 */
export async function createBackend(
  name: BackendName,
  options: BackendOptions = {},
): Promise<Backend> {
  checkChoice("backend", name, BACKEND_NAMES);
  checkOptions("createBackend", options, OPTIONS);
  const { dtype = "float64", threads } = options;
  if (name === "reference") return new ReferenceBackend(dtype);
  if (name === "wasm") return await createWasmBackend({ dtype, threads });
  checkForeignFunctions(name);
  // Others need not load what they could not run.
  if (name === "jit") {
    return await (await import("./jit/backend.ts")).createJitBackend({ dtype, threads });
  }
  return await (await import("./native/backend.ts")).createNativeBackend({ dtype, threads });
}

/** Node.js, Bun and browsers, where the library is an npm package, call no native code. */
function checkForeignFunctions(name: BackendName): void {
  if (!Deno.dlopen) {
    throw new Deno.errors.NotSupported(
      `No ${name} backend: it calls native code, which takes Deno; here, use "wasm".`,
    );
  }
}

/** What {@linkcode bestBackend} takes. */
export interface BestBackendOptions extends BackendOptions {
  /** Told why the faster backends do not run here, and what to install, if it is wasm. */
  onFallback?: (reason: string) => void;
}

/**
 * Backends that not every machine has, the fastest first: on the assignment's step jit takes 0.8 of
 * native's time, and native 0.4 of wasm's (`deno task bench:peers`).
 */
const FASTEST = ["jit", "native"] as const;

/**
 * The fastest backend that runs here: jit where the processor and the system let it, else native
 * where a BLAS is found, both if allowed; else wasm. Its `description` says which.
 *
 * @param options Element type (default "float64"), number of threads, and whom to tell.
 * @throws {RangeError} If the element type or the thread count is not one that exists.
 *
 * @example
 * ```ts
 * import { bestBackend, RandomState, TwoLayerNet } from "two-layer-net";
 *
 * const [backend, rng] = [await bestBackend({ onFallback: console.warn }), new RandomState(0)];
 * const net = new TwoLayerNet({ inputSize: 4, hiddenSize: 10, numClasses: 3, rng, backend });
 * console.log(net.backend.description);
 * ```
 */
export async function bestBackend(options: BestBackendOptions = {}): Promise<Backend> {
  checkOptions("bestBackend", options, { ...OPTIONS, onFallback: checkFunction });
  const { onFallback, ...common } = options, reasons: string[] = [];
  for (const name of FASTEST) {
    try {
      return await createBackend(name, common);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      reasons.push(error.message);
    }
  }
  onFallback?.(reasons.join(" "));
  return await createBackend("wasm", common);
}

/** Whether a backend cannot run on this machine, or is not allowed to. */
function isRefusal(error: unknown): error is Error {
  return error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotSupported;
}
