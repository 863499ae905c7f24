/** Why the native backend cannot run here; undefined where it can. */

import { createBackend } from "two-layer-net";

/** The message of its refusal. */
export const missingBlas: string | undefined = await refusal();

async function refusal(): Promise<string | undefined> {
  try {
    using _backend = await createBackend("native");
    return undefined;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return error.message;
    throw error;
  }
}
