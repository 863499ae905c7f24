/**
 * Code by what it does: made when it is first asked for, and kept.
 *
 * @module
 */

import type { CodeMemory, InstalledCode } from "./code_memory.ts";

/** A piece of code, and what its caller must know of it. */
export interface Kept<T> {
  readonly code: InstalledCode;
  readonly about: T;
}

/** Keeps the pieces of code that were used last, so many at most. */
export class CodeCache<T> {
  readonly #memory: CodeMemory;
  readonly #most: number;
  /** In the order of their last use. */
  readonly #kept = new Map<string, Kept<T>>();

  constructor(memory: CodeMemory, most: number) {
    this.#memory = memory;
    this.#most = most;
  }

  /** The code of that key. */
  get(key: string, emit: () => { code: Uint8Array<ArrayBuffer>; about: T }): Kept<T> {
    const kept = this.#kept.get(key) ?? this.#install(emit());
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    if (this.#kept.size > this.#most) this.#removeOldest();
    return kept;
  }

  #install({ code, about }: { code: Uint8Array<ArrayBuffer>; about: T }): Kept<T> {
    return { code: this.#memory.install(code), about };
  }

  #removeOldest(): void {
    const [[key, { code }]] = this.#kept;
    this.#kept.delete(key);
    this.#memory.remove(code);
  }
}
