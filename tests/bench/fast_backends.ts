/** The backends worth timing that run here. */

import { type Backend, createBackend, type DType } from "two-layer-net";

/** wasm and native, in an element type; says so where there is no BLAS. */
export async function fastBackends(dtype: DType): Promise<Backend[]> {
  const wasm = await createBackend("wasm", { dtype });
  try {
    return [wasm, await createBackend("native", { dtype })];
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    console.log(`native is not timed. ${error.message}`);
    return [wasm];
  }
}
