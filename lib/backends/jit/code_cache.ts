/**
 * Code by what it does: made when it is first asked for, and kept.
 *
 * @module
 */

import type { CodeMemory, InstalledCode } from "./code_memory.ts";

/** Keeps the pieces of code that were used last, so many at most. */
export class CodeCache {
  readonly #memory: CodeMemory;
  readonly #most: number;
  /** In the order of their last use. */
  readonly #kept = new Map<string, InstalledCode>();

  constructor(memory: CodeMemory, most: number) {
    this.#memory = memory;
    this.#most = most;
  }

  /** The code of that key. */
  get(key: string, emit: () => Uint8Array<ArrayBuffer>): InstalledCode {
    const code = this.#kept.get(key) ?? this.#memory.install(emit());
    this.#kept.delete(key);
    this.#kept.set(key, code);
    if (this.#kept.size > this.#most) this.#removeOldest();
    return code;
  }

  #removeOldest(): void {
    const [[key, code]] = this.#kept;
    this.#kept.delete(key);
    this.#memory.remove(code);
  }
}
