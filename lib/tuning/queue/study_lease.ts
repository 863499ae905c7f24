/**
 * A coordinator's word that its study runs: one coordinator at a time gives it, and workers serve a
 * study for as long as it holds.
 *
 * @module
 */

import { sleep } from "../../internal/sleep.ts";
import type { Redis } from "./clients.ts";
import type { OnMessage } from "./connection.ts";
import { decode, encode, KEYS, STUDY_LEASE_MS, type StudyNotice } from "./messages.ts";

/** Milliseconds between looks at another coordinator's lease. */
const LOOK_MS = 250;

/** The lease of one coordinator on its study. */
export class StudyLease {
  readonly #client: Redis;
  readonly #notice: StudyNotice;
  readonly #word: string;
  readonly #payload: string;

  /** A lease that is not taken yet. */
  constructor(client: Redis, notice: StudyNotice, payload: string) {
    this.#client = client;
    this.#notice = notice;
    this.#word = encode(notice);
    this.#payload = payload;
  }

  /**
   * Takes the lease; waits for one that a dead coordinator left to end.
   *
   * @throws {Error} If the other coordinator lives.
   */
  async take(onMessage: OnMessage): Promise<void> {
    let left = Infinity;
    while (!await this.#claim()) {
      const rest = await this.#client.pttl(KEYS.study(this.#notice.id));
      if (left === Infinity) {
        onMessage(`Waiting for the lease of ${await this.#holder()} on the study to end`);
      }
      if (rest > left) {
        throw new Error(
          `Study ${this.#notice.name} is coordinated by ${await this.#holder()} already`,
        );
      }
      left = rest;
      await sleep(LOOK_MS);
    }
  }

  /** Makes the lease last; false if another coordinator has it. */
  async renew(): Promise<boolean> {
    const { id } = this.#notice;
    if (!await this.#claim()) {
      if (await this.#client.get(KEYS.study(id)) !== this.#word) return false;
      await this.#client.pexpire(KEYS.study(id), STUDY_LEASE_MS);
    }
    const isThere = await this.#client.pexpire(KEYS.payload(id), 2 * STUDY_LEASE_MS);
    if (!isThere) await this.#sendPayload();
    return true;
  }

  /** Ends the lease; `isOver` says that workers have nothing of the study left. */
  async release(isOver: boolean): Promise<void> {
    const { id } = this.#notice;
    if (await this.#client.get(KEYS.study(id)) !== this.#word) return;
    await this.#client.del(KEYS.study(id), KEYS.payload(id));
    if (isOver) await this.#client.srem(KEYS.studies, id);
  }

  async #claim(): Promise<boolean> {
    const key = KEYS.study(this.#notice.id);
    if (await this.#client.set(key, this.#word, "PX", STUDY_LEASE_MS, "NX") === null) return false;
    await this.#sendPayload();
    return true;
  }

  async #sendPayload(): Promise<void> {
    const key = KEYS.payload(this.#notice.id);
    await this.#client.set(key, this.#payload, "PX", 2 * STUDY_LEASE_MS);
    await this.#client.sadd(KEYS.studies, this.#notice.id);
  }

  async #holder(): Promise<string> {
    const word = await this.#client.get(KEYS.study(this.#notice.id));
    return decode<StudyNotice>(word)?.host ?? "another process";
  }
}
