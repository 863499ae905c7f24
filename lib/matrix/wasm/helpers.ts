/**
 * Helper threads on the kernels' memory.
 *
 * @module
 */

import { Worker } from "node:worker_threads";
import type { KernelInstance } from "./kernels.ts";

/** The whole program of a helper, as text so that it needs no permission to be read. */
const PROGRAM = `
  const { workerData: { kernels, memory, thread } } = require("node:worker_threads");
  new WebAssembly.Instance(kernels, { env: { memory } }).exports.help(thread);
`;

/**
 * Boots helpers 1 to `threads` - 1. They sleep while there is no job, end when the kernels are
 * dismissed, and never keep the process alive (Node's workers can be told so, the web's cannot).
 */
export function bootHelpers({ module, memory }: KernelInstance, threads: number): void {
  for (let thread = 1; thread < threads; thread++) {
    new Worker(PROGRAM, { eval: true, workerData: { kernels: module, memory, thread } }).unref();
  }
}
