/**
 * The backend that a command was asked for, or the fastest there is.
 *
 * @module
 */

import type { Backend, BackendName, BackendOptions } from "../matrix/backend.ts";
import { bestBackend, createBackend } from "../matrix/create_backend.ts";

/** What `--backend` may name. */
export type BackendChoice = BackendName | "auto";

/** Creates the backend and says on standard error which it is, and why not a faster one. */
export async function chooseBackend(
  choice: BackendChoice,
  options: BackendOptions,
): Promise<Backend> {
  const backend = choice === "auto"
    ? await bestBackend({ ...options, onFallback: (reason) => console.error(reason) })
    : await createBackend(choice, options);
  console.error(backend.description);
  return backend;
}
