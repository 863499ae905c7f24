/**
 * What a server says so that pages may share memory between threads.
 *
 * @module
 */

/** Headers of every answer. */
export const ISOLATION: Readonly<Record<string, string>> = {
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-embedder-policy": "require-corp",
  "cross-origin-resource-policy": "same-origin",
};
