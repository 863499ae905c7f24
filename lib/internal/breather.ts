/**
 * Lets the event loop run while a long computation goes on.
 *
 * @module
 */

import { setImmediate } from "node:timers";

/**
 * How long a computation holds the event loop, in milliseconds: timers and messages of workers get
 * through after that and the step in progress. Such a pause costs about 0.01 ms.
 */
const HOLD_MS = 25;

/**
 * How long signals and the network wait, in milliseconds. They come in while the event loop sleeps,
 * and the shortest sleep, a timer of 0 ms, takes about 2 ms.
 */
const SLEEP_MS = 75;

/** Yields to the event loop, but only when it has been held for {@linkcode HOLD_MS}. */
export class Breather {
  #last = performance.now();
  #slept = performance.now();

  /** Whether it is time to {@linkcode pause}. */
  get due(): boolean {
    return performance.now() - this.#last >= HOLD_MS;
  }

  /** Lets timers and messages through and, now and then, signals and the network. */
  async pause(): Promise<void> {
    const sleep = performance.now() - this.#slept >= SLEEP_MS;
    await new Promise<void>((resolve) => sleep ? setTimeout(resolve, 0) : setImmediate(resolve));
    this.#last = performance.now();
    if (sleep) this.#slept = this.#last;
  }
}
