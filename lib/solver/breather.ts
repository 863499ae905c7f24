/**
 * Lets the event loop run while a long computation goes on.
 *
 * @module
 */

/**
 * How long a computation holds the event loop, in milliseconds: a timer, a Stop or a display
 * update gets through after that and the step in progress. A pause costs about 0.05 ms.
 */
const HOLD_MS = 25;

/** Yields to the event loop, but only when it has been held for {@linkcode HOLD_MS}. */
export class Breather {
  #last = performance.now();

  /** Whether it is time to {@linkcode pause}. */
  get due(): boolean {
    return performance.now() - this.#last >= HOLD_MS;
  }

  /** Lets timers, signals and messages through. */
  async pause(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, 0));
    this.#last = performance.now();
  }
}
