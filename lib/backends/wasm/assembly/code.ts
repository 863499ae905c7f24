/**
 * Calls out of this module beside those of a BLAS: machine code that was made for a product, and the
 * C library's copy. Addresses that are u64 are native.
 */

import { Job } from "./job";

/** libc's bsearch, which calls code(key, element) once for an array of one element. */
@external("libc", "call")
declare function call(key: u64, element: u64, count: u64, size: u64, code: u64): void;

/** libc's memmove. */
@external("libc", "copy")
declare function copy(to: u64, from: u64, bytes: u64): void;

/** Bytes of a task's record, and of the room behind it that an overlapping first vector takes. */
const RECORD_BYTES: usize = 192;

/** `unit` rows and `taskPanels` panels of columns of the output; the code for it is at `j.code`. */
export function codeTask<T>(j: Job, task: i32, thread: i32): void {
  const columnTasks = max(1, (j.panels + j.taskPanels - 1) / j.taskPanels);
  const start = task / columnTasks * j.unit, rows = min(j.unit, j.n - start);
  const part = task % columnTasks, panel = part * j.taskPanels;
  const firstBytes = <usize> panel * j.panelBytes, t = j.slab + <usize> thread * j.scratchBytes;
  const startBytes = <usize> start * sizeof<T>();
  store<u64>(t, j.base + j.index + (j.transposedA ? 0 : start * 4));
  store<u64>(t, j.base + j.mean + (j.transposedA ? startBytes : 0), 8);
  store<u64>(t, j.base + j.scale + (j.transposedA ? startBytes : 0), 16);
  store<u64>(t, leftHandSide<T>(j, start), 24);
  const b = j.b + (j.transposedB ? firstBytes * j.strideB : firstBytes);
  store<u64>(t, j.base + b, 32);
  store<u64>(t, j.base + j.out + startBytes * j.m + firstBytes, 40);
  store<u64>(t, j.base + t + RECORD_BYTES, 48);
  store<u64>(t, rows / j.chunk, 56);
  store<u64>(t, rows % j.chunk, 64);
  store<u64>(t, min(j.taskPanels, j.panels - panel), 72);
  store<u64>(t, u64(part == columnTasks - 1), 80);
  store<u64>(t, u64(j.flag), 88);
  call(j.base + t, j.base + t, 1, 1, j.code);
}

/** Where the task's part of a starts: of image 0, or of the matrix. */
function leftHandSide<T>(j: Job, start: i32): u64 {
  if (j.pixels) return j.images + (j.transposedA ? start : 0);
  return j.base + j.a + <usize> start * (j.transposedA ? 1 : j.strideA) * sizeof<T>();
}

/** Copies images `start` to `end` of the index from where they lie. */
export function copyImages(j: Job, start: i32, end: i32): void {
  for (let i = start; i < end; i++) {
    const image = <u64> load<i32>(j.index + (<usize> i << 2)) * j.m;
    copy(j.base + j.out + <usize> i * j.m, j.images + image, j.m);
  }
}
