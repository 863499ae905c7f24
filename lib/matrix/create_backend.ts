/**
 * Backends by name.
 *
 * @module
 */

import { checkChoice, checkInteger } from "../internal/checks.ts";
import { type Backend, BACKEND_NAMES, type BackendName, type BackendOptions } from "./backend.ts";
import { ReferenceBackend } from "./reference.ts";
import { createWasmBackend } from "./wasm/backend.ts";

/**
 * Creates a backend.
 *
 * @param name "wasm": SIMD kernels on all cores, nothing to install; "reference": plain loops, the
 *   oracle.
 * @param options Element type (default "float64") and number of threads.
 * @throws {RangeError} If the name, the element type or the thread count is not one that exists.
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
  const { dtype = "float64", threads } = options;
  checkChoice("dtype", dtype, ["float64", "float32"]);
  if (threads !== undefined) checkInteger("threads", threads, 1);
  if (name === "wasm") return await createWasmBackend({ dtype, threads });
  return new ReferenceBackend(dtype);
}

/**
 * The fastest backend that runs on this machine.
 *
 * @param options Element type (default "float64") and number of threads.
 * @throws {RangeError} If the element type or the thread count is not one that exists.
 *
 * @example
 * ```ts
 * import { bestBackend, RandomState, TwoLayerNet } from "two-layer-net";
 *
 * const [backend, rng] = [await bestBackend(), new RandomState(0)];
 * const net = new TwoLayerNet({ inputSize: 4, hiddenSize: 10, numClasses: 3, rng, backend });
 * console.log(net.backend.description);
 * ```
 */
export async function bestBackend(options: BackendOptions = {}): Promise<Backend> {
  return await createBackend(BACKEND_NAMES[BACKEND_NAMES.length - 1], options);
}
