/**
 * Who the workers at a Redis are, as they say themselves.
 *
 * @module
 */

import type { Redis } from "./clients.ts";
import { decode, KEYS, type QueueWorkerState } from "./messages.ts";

/** The workers as of the last look. */
export class WorkerWatch {
  readonly #client: Redis;
  readonly #listeners = new Set<() => void>();
  #workers: readonly QueueWorkerState[] = [];

  /** A watch that has not looked yet. */
  constructor(client: Redis) {
    this.#client = client;
  }

  /** All of them, whatever they serve. */
  get workers(): readonly QueueWorkerState[] {
    return this.#workers;
  }

  /** Slots of those that serve the study. */
  slotsFor(study: string): number {
    return this.#workers.filter((worker) => worker.study === study)
      .reduce((sum, worker) => sum + worker.slots, 0);
  }

  /** Has `listener` called when workers come, go or change, until disposed of. */
  onChange(listener: () => void): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) };
  }

  /** Looks who is there, and forgets those whose word has expired. */
  async look(): Promise<void> {
    const ids = await this.#client.smembers(KEYS.workers);
    const words = ids.length === 0 ? [] : await this.#client.mget(ids.map(KEYS.worker));
    const gone = ids.filter((_, i) => words[i] === null);
    if (gone.length > 0) await this.#client.srem(KEYS.workers, ...gone);
    const before = slotsIn(this.#workers);
    this.#workers = words.map((word) => decode<QueueWorkerState>(word)).filter(isWorker);
    if (slotsIn(this.#workers) === before) return;
    for (const listener of this.#listeners) listener();
  }
}

/** Who has how many slots for what. */
function slotsIn(workers: readonly QueueWorkerState[]): string {
  return workers.map(({ id, slots, study }) => `${id} ${slots} ${study}`).sort().join();
}

function isWorker(word: QueueWorkerState | null): word is QueueWorkerState {
  return word !== null && typeof word.id === "string" && typeof word.host === "string" &&
    Number.isSafeInteger(word.slots) && word.slots >= 0 && word.slots <= 1024 &&
    Array.isArray(word.trials);
}
