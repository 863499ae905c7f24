/**
 * The memory that wasm kernels reach: blocks for matrices, given back when a matrix is collected,
 * and blocks for the length of a call.
 *
 * @module
 */

import { expectation } from "../../internal/checks.ts";
import { anotherBuffer } from "./isolation.ts";
import { type DType, Matrix } from "../../matrix/matrix.ts";

/** Vectors are loaded from any address, fastest where no cache line is split. */
const ALIGNMENT = 64;

interface Block {
  readonly address: number;
  readonly bytes: number;
}

/** Allocates in one shared WebAssembly memory of fixed size. */
export class WasmMemory {
  readonly #memory: WebAssembly.Memory;
  readonly #buffer: ArrayBufferLike;
  readonly #free = new Map<number, number[]>();
  readonly #owned = new WeakMap<ArrayBufferLike, Block>();
  readonly #collected = new FinalizationRegistry<Block>((block) => this.release(block));
  #end: number;

  /** @param start First address that may be given out. */
  constructor(memory: WebAssembly.Memory, start: number) {
    this.#memory = memory;
    this.#buffer = memory.buffer;
    this.#end = start;
  }

  /** Bytes of address space in use or waiting for reuse. */
  get size(): number {
    return this.#end;
  }

  /** A view on `length` bytes. */
  bytes(address: number, length: number): Uint8Array {
    return new Uint8Array(this.#buffer, address, length);
  }

  /** A matrix of zeros; its block returns when it and all views on it have been collected. */
  matrix(rows: number, cols: number, dtype: DType): Matrix {
    const matrix = this.unsetMatrix(rows, cols, dtype);
    matrix.data.fill(0);
    return matrix;
  }

  /** The same for who writes every element next: what is in it is left as it is. */
  unsetMatrix(rows: number, cols: number, dtype: DType): Matrix {
    const array = dtype === "float64" ? Float64Array : Float32Array;
    const bytes = rows * cols * array.BYTES_PER_ELEMENT;
    const block = this.take(bytes, `a ${rows} × ${cols} ${dtype} matrix`);
    // A buffer object of its own on the same memory: every view on the matrix, and no other, holds it.
    const buffer = anotherBuffer(this.#memory);
    this.#owned.set(buffer, block);
    this.#collected.register(buffer, block, buffer);
    return new Matrix(rows, cols, new array(buffer as ArrayBuffer, block.address, rows * cols));
  }

  /** The address of a matrix in this memory, else undefined. */
  addressOf(matrix: Matrix): number | undefined {
    return this.#owned.has(matrix.data.buffer) ? matrix.data.byteOffset : undefined;
  }

  /** Gives the block of a matrix from {@linkcode WasmMemory.matrix} back; fine if there is none. */
  free(matrix: Matrix): void {
    const { buffer } = matrix.data;
    const block = this.#owned.get(buffer);
    if (!block) return;
    this.#owned.delete(buffer);
    this.#collected.unregister(buffer);
    this.release(block);
  }

  /** Blocks that live until the scope is disposed of. */
  scope(): Scope {
    return new Scope(this);
  }

  /** Takes a block; what is in it is left as it is. */
  take(length: number, purpose: string): Block {
    const bytes = sizeClass(length);
    const address = this.#free.get(bytes)?.pop();
    if (address !== undefined) return { address, bytes };
    if (this.#end + bytes > this.#buffer.byteLength) {
      const left = this.#buffer.byteLength - this.#end;
      throw new RangeError(
        expectation(purpose, `at most the ${left} bytes that are left of 4 GiB,`, length),
      );
    }
    const block = { address: this.#end, bytes };
    this.#end += bytes;
    return block;
  }

  /** Gives a block back. */
  release({ address, bytes }: Block): void {
    const addresses = this.#free.get(bytes);
    if (addresses) addresses.push(address);
    else this.#free.set(bytes, [address]);
  }
}

/** Blocks for the length of a call. */
export class Scope implements Disposable {
  readonly #memory: WasmMemory;
  readonly #blocks: Block[] = [];

  constructor(memory: WasmMemory) {
    this.#memory = memory;
  }

  /** The address of a new block. */
  take(length: number, purpose: string): number {
    const block = this.#memory.take(length, purpose);
    this.#blocks.push(block);
    return block.address;
  }

  [Symbol.dispose](): void {
    for (const block of this.#blocks) this.#memory.release(block);
  }
}

/** The length rounded up so that blocks fit one another: four sizes for each doubling. */
function sizeClass(length: number): number {
  const step = Math.max(ALIGNMENT, 2 ** Math.floor(Math.log2(Math.max(1, length)) - 2));
  return Math.max(1, Math.ceil(length / step)) * step;
}
