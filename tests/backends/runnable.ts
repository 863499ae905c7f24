/** Which backends run on this machine: tests of the others are ignored, and counted as that. */

import { BACKEND_NAMES, type BackendName, createBackend } from "two-layer-net";

/** Every backend, and whether its tests have to be ignored here. */
export const BACKENDS: readonly { name: BackendName; ignore: boolean }[] = await Promise.all(
  BACKEND_NAMES.map(async (name) => ({ name, ignore: !await runs(name) })),
);

/** Names of the backends that run here. */
export const RUNNABLE: readonly BackendName[] = BACKENDS.filter(({ ignore }) => !ignore)
  .map(({ name }) => name);

async function runs(name: BackendName): Promise<boolean> {
  try {
    using _backend = await createBackend(name, { threads: 1 });
    return true;
  } catch (error) {
    const { NotFound, NotSupported } = Deno.errors;
    if (error instanceof NotFound || error instanceof NotSupported) return false;
    throw error;
  }
}
