/**
 * Helper threads on the kernels' memory.
 *
 * @module
 */

import { Worker } from "node:worker_threads";
import type { ForeignCalls, KernelInstance } from "./kernels.ts";

/** Functions of a native library, for helpers to open. */
export interface ForeignLibrary {
  readonly path: string;
  /** By the names that the kernels import them under. */
  readonly symbols: { readonly [Name in keyof ForeignCalls]?: Deno.ForeignFunction };
}

/** The whole program of a helper, as text so that it needs no permission to be read. */
const PROGRAM = `
  const { workerData } = require("node:worker_threads");
  const { kernels, memory, thread, library } = workerData, none = () => {};
  const symbols = library ? Deno.dlopen(library.path, library.symbols).symbols : {};
  const { gemm, call, copy } = symbols;
  const imports = {
    env: { memory },
    blas: { gemm: gemm ?? none },
    libc: { call: call ?? none, copy: copy ?? none },
  };
  new WebAssembly.Instance(kernels, imports).exports.help(thread);
`;

/**
 * Boots helpers 1 to `threads` - 1. They sleep while there is no job, end when the kernels are
 * dismissed, and never keep the process alive (Node's workers can be told so, the web's cannot).
 *
 * @param library The native library whose functions the kernels call, if they do.
 */
export function bootHelpers(
  { module, memory }: KernelInstance,
  threads: number,
  library?: ForeignLibrary,
): void {
  for (let thread = 1; thread < threads; thread++) {
    const workerData = { kernels: module, memory, thread, library };
    // Without an environment of its own a worker copies this process's, which takes permission.
    new Worker(PROGRAM, { eval: true, workerData, env: {} }).unref();
  }
}
