/**
 * Folding the write-ahead log into the database file, so that a copy of the file is whole.
 *
 * @module
 */

import type { DatabaseSync } from "node:sqlite";
import { foldIn } from "./schema.ts";

/** Folding takes milliseconds, as long as a short trial: it is done once in this time at most. */
const INTERVAL_MS = 1000;

/** Folds the log in soon after it was written to. */
export class LogFolder implements Disposable {
  readonly #database: DatabaseSync;
  #lastFolded = -Infinity;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** For an open database. */
  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** Folds the log in: now, or when the interval is over. */
  fold(): void {
    const due = this.#lastFolded + INTERVAL_MS - performance.now();
    if (due <= 0) return this.#foldNow();
    if (this.#timer !== undefined) return;
    const timer = setTimeout(() => this.#foldNow(), due);
    timer.unref();
    this.#timer = timer;
  }

  /** Folds in what there is, and stops. */
  [Symbol.dispose](): void {
    this.#foldNow();
  }

  #foldNow(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    try {
      foldIn(this.#database);
    } catch {
      // The disk is full, say: what is in the log is safe there.
    }
    this.#lastFolded = performance.now();
  }
}
