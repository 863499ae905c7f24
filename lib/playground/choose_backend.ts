/**
 * What does the arithmetic in this browser.
 *
 * @module
 */

import type { Backend } from "../backends/backend.ts";
import { ReferenceBackend } from "../backends/reference.ts";
import { createWasmBackend } from "../backends/wasm/backend.ts";
import { STANDARD } from "./settings.ts";

/**
 * The wasm backend; where the browser gives it no memory (phones that have not 4 GiB of addresses,
 * some browsers on pages that are not isolated), loops in JavaScript.
 */
export async function chooseBackend(): Promise<Backend> {
  const { dtype } = STANDARD;
  try {
    const backend = await createWasmBackend({ dtype });
    backend.free(backend.zeros(1, 1));
    return backend;
  } catch {
    return new ReferenceBackend(dtype);
  }
}
