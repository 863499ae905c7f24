/**
 * Which rows a step learns from.
 *
 * @module
 */

import type { RandomState } from "../random/random_state.ts";

/**
 * How batches are drawn: "replacement" draws each row from all rows, as the assignment does;
 * "epochs" takes every row once an epoch, in an order drawn anew for each, and leaves an
 * incomplete last batch out.
 */
export type Sampling = "replacement" | "epochs";

/** Every {@linkcode Sampling}. */
export const SAMPLINGS: readonly Sampling[] = ["replacement", "epochs"];

/** A source of batches that can be stopped and resumed. */
export interface Batches {
  /** Rows of the epoch that are still to come, in order; together with the generator, the state. */
  pending: Int32Array;
  /** The numbers of the rows of the next batch. */
  next(): Int32Array;
}

/** The batches of a sampling; they draw from `rng` as they are asked for. */
export function createBatches(
  sampling: Sampling,
  rng: RandomState,
  rows: number,
  batchSize: number,
): Batches {
  return sampling === "replacement"
    ? { pending: new Int32Array(), next: () => rng.choice(rows, batchSize) }
    : new EpochBatches(rng, rows, batchSize);
}

class EpochBatches implements Batches {
  pending: Int32Array = new Int32Array();
  readonly #rng: RandomState;
  readonly #rows: number;
  readonly #batchSize: number;

  constructor(rng: RandomState, rows: number, batchSize: number) {
    this.#rng = rng;
    this.#rows = rows;
    this.#batchSize = batchSize;
  }

  next(): Int32Array {
    const size = this.#batchSize;
    if (this.pending.length < size) this.pending = this.#rng.permutation(this.#rows);
    const batch = this.pending.subarray(0, size);
    this.pending = this.pending.subarray(size);
    return batch;
  }
}
