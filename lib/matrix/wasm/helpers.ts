/**
 * Helper threads on the kernels' memory.
 *
 * @module
 */

import { Worker } from "node:worker_threads";
import type { KernelInstance } from "./kernels.ts";

/** A function of a native library, for helpers to open. */
export interface ForeignFunction {
  readonly path: string;
  readonly symbols: { readonly gemm: Deno.ForeignFunction };
}

/** The whole program of a helper, as text so that it needs no permission to be read. */
const PROGRAM = `
  const { workerData } = require("node:worker_threads");
  const { kernels, memory, thread, blas } = workerData;
  const gemm = blas ? Deno.dlopen(blas.path, blas.symbols).symbols.gemm : () => {};
  new WebAssembly.Instance(kernels, { env: { memory }, blas: { gemm } }).exports.help(thread);
`;

/**
 * Boots helpers 1 to `threads` - 1. They sleep while there is no job, end when the kernels are
 * dismissed, and never keep the process alive (Node's workers can be told so, the web's cannot).
 *
 * @param blas The library's function for products by the BLAS, if they are to do such.
 */
export function bootHelpers(
  { module, memory }: KernelInstance,
  threads: number,
  blas?: ForeignFunction,
): void {
  for (let thread = 1; thread < threads; thread++) {
    const workerData = { kernels: module, memory, thread, blas };
    // Without an environment of its own a worker copies this process's, which takes permission.
    new Worker(PROGRAM, { eval: true, workerData, env: {} }).unref();
  }
}
