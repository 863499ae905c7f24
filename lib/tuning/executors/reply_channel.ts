/**
 * Answers to a blocked thread.
 *
 * A worker that asks for an answer by message could only await it; training loops that never await
 * need it at once. So the question goes by message and the answer through shared memory, on which
 * the worker sleeps.
 *
 * @module
 */

import type { TrialReply } from "./messages.ts";

/** Bytes of one answer, as JSON. A parameter's value or an error message is far shorter. */
const CAPACITY = 65536;

const HEADER_BYTES = 8;
const STATE = 0;
const LENGTH = 1;

const WAITING = 0;
const ANSWERED = 1;

/** One side of the shared memory through which the other side's questions are answered. */
export class ReplyChannel {
  /** The memory, to be handed to the other side. */
  readonly buffer: SharedArrayBuffer;
  readonly #header: Int32Array;
  readonly #text: Uint8Array;

  /** A channel over the memory of another one, or over new memory. */
  constructor(buffer: SharedArrayBuffer = new SharedArrayBuffer(HEADER_BYTES + CAPACITY)) {
    this.buffer = buffer;
    this.#header = new Int32Array(buffer, 0, 2);
    this.#text = new Uint8Array(buffer, HEADER_BYTES);
  }

  /** Asks, blocks this thread until the other side has answered, and returns the answer. */
  ask(post: () => void): TrialReply {
    Atomics.store(this.#header, STATE, WAITING);
    post();
    Atomics.wait(this.#header, STATE, WAITING);
    const bytes = this.#text.slice(0, Atomics.load(this.#header, LENGTH));
    return JSON.parse(new TextDecoder().decode(bytes));
  }

  /** Answers the question that the other side waits with. */
  answer(reply: TrialReply): void {
    const bytes = new TextEncoder().encode(JSON.stringify(reply));
    if (bytes.length > CAPACITY) return this.answer({ error: "The answer is too long" });
    this.#text.set(bytes);
    Atomics.store(this.#header, LENGTH, bytes.length);
    Atomics.store(this.#header, STATE, ANSWERED);
    Atomics.notify(this.#header, STATE);
  }
}
