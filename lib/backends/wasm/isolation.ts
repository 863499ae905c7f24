/**
 * What browsers forbid: threads that share memory, but in workers of pages that are isolated from
 * others.
 *
 * @module
 */

import { expectation } from "../../internal/checks.ts";

/** The part of a browser's global object that tells. */
interface BrowserScope {
  readonly crossOriginIsolated?: boolean;
  readonly document?: unknown;
}

const { crossOriginIsolated, document } = globalThis as BrowserScope;

/** Outside of browsers nothing is forbidden. */
const isIsolated = crossOriginIsolated !== false;

const HEADERS = "the page to be served with Cross-Origin-Opener-Policy: same-origin and " +
  "Cross-Origin-Embedder-Policy: require-corp";

/** What more threads than one would take here; a page's main thread may not sleep. */
const missing = [
  ...(isIsolated ? [] : [HEADERS]),
  ...(document === undefined ? [] : ["to be called in a worker"]),
].join(", and ");

/** Threads if nobody says how many: all cores, where there can be more than one. */
export const defaultThreads: number = missing ? 1 : navigator.hardwareConcurrency;

/** Throws a RangeError if there cannot be so many. */
export function checkThreads(threads: number): void {
  if (threads === 1 || !missing) return;
  throw new RangeError(`${expectation("threads", "1", threads)}: more take ${missing}`);
}

/** What engines have by and by; TypeScript does not know it yet. */
interface ResizableMemory {
  toFixedLengthBuffer?(): ArrayBufferLike;
  toResizableBuffer?(): ArrayBufferLike;
}

/** Another object for the same shared memory. */
export function anotherBuffer(memory: WebAssembly.Memory): ArrayBufferLike {
  if (isIsolated) return structuredClone(memory.buffer);
  const before = memory.buffer;
  memory.grow(0); // by nothing: some engines make a new object, and the old one stays good
  const resizable = memory as ResizableMemory;
  if (memory.buffer === before) resizable.toResizableBuffer?.();
  if (memory.buffer !== before) return resizable.toFixedLengthBuffer?.() ?? memory.buffer;
  throw new Error(`The wasm backend takes, in this browser, ${HEADERS}`);
}
