/**
 * Pixel rows in the memory that wasm kernels reach: part by part for the length of a call, or as a
 * whole until they are freed.
 *
 * A copy of each batch, not of all images once: kernels that read those by an index took 0.98 to 1.03
 * of the time of a step (H = 50, batch 200, medians of 80 pairs, one and two threads), since the copy
 * fetches from memory what the products then find in the cache; and 50,000 images would take 150 MB in
 * each backend and each worker of a pool, and go stale when their pixels change.
 *
 * @module
 */

import type { DType } from "../../matrix/matrix.ts";
import { checkPixelRows, type PixelRows, pixelsOf } from "../../matrix/rows.ts";
import type { Scope, WasmMemory } from "./memory.ts";
import { copyFloats } from "./operands.ts";

/** Rows that are brought into the kernels' memory at a time: 3 MB of CIFAR-10. */
const PIXEL_CHUNK = 1024;

/** Part of some pixel rows, in the kernels' memory. */
export interface PixelChunk {
  /** First row and the row behind the last. */
  readonly start: number;
  readonly end: number;
  /** Address of the bytes, row-major. */
  readonly pixels: number;
  /** Address of the mean, in the backend's element type. */
  readonly mean: number;
  /** Address of the scale, or 0 for none. */
  readonly scale: number;
}

/** Copies the bytes of rows `start` to `end` to the memory, one after the other. */
export type CopyPixels = (rows: PixelRows, start: number, end: number, target: Uint8Array) => void;

interface Held extends PixelChunk {
  readonly scope: Scope;
}

/** Brings pixel rows into one memory. */
export class PixelStage {
  readonly #memory: WasmMemory;
  readonly #dtype: DType;
  readonly #held = new WeakMap<PixelRows, Held>();
  readonly #collected = new FinalizationRegistry<Scope>((scope) => scope[Symbol.dispose]());
  readonly #copy: CopyPixels;

  constructor(memory: WasmMemory, dtype: DType, copy: CopyPixels) {
    this.#memory = memory;
    this.#dtype = dtype;
    this.#copy = copy;
  }

  /** A copy of the rows in the memory; more than a chunk of rows stay where they are. */
  hold(rows: PixelRows): PixelRows {
    if (rows.rows > PIXEL_CHUNK || this.#held.has(rows)) return rows;
    checkPixelRows(rows);
    const scope = this.#memory.scope(), end = rows.rows;
    const { mean, scale, pixels, target } = this.#room(scope, rows, end);
    this.#copy(rows, 0, end, target);
    const copy = { ...pixelsOf(rows), rows: end, pixels: target, index: null };
    this.#held.set(copy, { start: 0, end, pixels, mean, scale, scope });
    this.#collected.register(copy, scope, copy);
    return copy;
  }

  /** Gives a copy's memory back; fine if the rows are no copy. */
  free(rows: PixelRows): void {
    this.#held.get(rows)?.scope[Symbol.dispose]();
    this.#held.delete(rows);
    this.#collected.unregister(rows);
  }

  /** Calls `body` with each part of the rows, brought into the memory if it is not there. */
  forEach(rows: PixelRows, body: (chunk: PixelChunk) => void): void {
    const held = this.#held.get(rows);
    if (held) return body(held);
    checkPixelRows(rows);
    using scope = this.#memory.scope();
    const { mean, scale, pixels, target } = this.#room(
      scope,
      rows,
      Math.min(PIXEL_CHUNK, rows.rows),
    );
    for (let start = 0; start < rows.rows; start += PIXEL_CHUNK) {
      const end = Math.min(rows.rows, start + PIXEL_CHUNK);
      this.#copy(rows, start, end, target);
      body({ start, end, pixels, mean, scale });
    }
  }

  /** The mean, the scale, and room for the bytes of `count` rows. */
  #room(
    scope: Scope,
    rows: PixelRows,
    count: number,
  ): { mean: number; scale: number; pixels: number; target: Uint8Array } {
    const mean = copyFloats(this.#memory, scope, this.#dtype, rows.mean);
    const scale = rows.scale ? copyFloats(this.#memory, scope, this.#dtype, rows.scale) : 0;
    const bytes = count * rows.cols;
    const pixels = scope.take(bytes, "pixels of a batch");
    return { mean, scale, pixels, target: this.#memory.bytes(pixels, bytes) };
  }
}
