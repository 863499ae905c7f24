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
      .reduce((sum, { slots }) => sum + slots, 0);
  }

  /** Has `listener` called when workers come, go or change, until disposed of. */
  onChange(listener: () => void): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) };
  }

  /** Looks who is there, and forgets those whose word has expired. */
  async look(): Promise<void> {
    const words = await readWords(this.#client, KEYS.workers, KEYS.worker);
    const gone = words.filter(([, word]) => word === null).map(([id]) => id);
    if (gone.length > 0) await this.#client.srem(KEYS.workers, ...gone);
    const before = slotsIn(this.#workers);
    this.#workers = workersIn(words);
    if (slotsIn(this.#workers) === before) return;
    for (const listener of this.#listeners) listener();
  }
}

/** The workers that are there. */
export async function readWorkers(client: Redis): Promise<QueueWorkerState[]> {
  return workersIn(await readWords(client, KEYS.workers, KEYS.worker));
}

/** What those whose ids are in a set say, as text; `null` where it has expired. */
export async function readWords(
  client: Redis,
  set: string,
  key: (id: string) => string,
): Promise<[id: string, word: string | null][]> {
  const ids = await client.smembers(set);
  const words = ids.length === 0 ? [] : await client.mget(ids.map(key));
  return ids.map((id, i) => [id, words[i]]);
}

function workersIn(words: readonly (readonly [id: string, word: string | null])[]) {
  return words.map(([, word]) => decode<QueueWorkerState>(word)).filter(isWorker);
}

/** Who has how many slots for what. */
function slotsIn(workers: readonly QueueWorkerState[]): string {
  return workers.map(({ id, slots, study }) => `${id} ${slots} ${study}`).sort().join();
}

function isWorker(word: QueueWorkerState | null): word is QueueWorkerState {
  return word !== null && typeof word.id === "string" && typeof word.host === "string" &&
    [word.slots, word.size].every((count) =>
      Number.isSafeInteger(count) && count >= 0 && count <= 1024
    ) &&
    Array.isArray(word.trials);
}
