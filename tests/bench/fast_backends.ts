/** The backends worth timing that run here. */

import { type Backend, createBackend, type DType } from "two-layer-net";

/** wasm, native and jit, in an element type; says why one does not run here. */
export async function fastBackends(dtype: DType): Promise<Backend[]> {
  const backends = [await createBackend("wasm", { dtype })];
  for (const name of ["native", "jit"] as const) {
    try {
      backends.push(await createBackend(name, { dtype }));
    } catch (error) {
      const { NotFound, NotSupported } = Deno.errors;
      if (!(error instanceof NotFound || error instanceof NotSupported)) throw error;
      console.log(`${name} is not timed. ${error.message}`);
    }
  }
  return backends;
}
