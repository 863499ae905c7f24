/** The backends that run on this machine; tests of the others are left out, and their own say so. */

import { BACKEND_NAMES, type BackendName, createBackend } from "two-layer-net";

/** Names of the backends that run here. */
export const RUNNABLE: readonly BackendName[] = await runnable();

async function runnable(): Promise<BackendName[]> {
  const names: BackendName[] = [];
  for (const name of BACKEND_NAMES) {
    try {
      using _backend = await createBackend(name, { threads: 1 });
      names.push(name);
    } catch (error) {
      const { NotFound, NotSupported } = Deno.errors;
      if (!(error instanceof NotFound || error instanceof NotSupported)) throw error;
    }
  }
  return names;
}
