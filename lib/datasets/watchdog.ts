/**
 * A time limit that can be set anew while something makes progress.
 *
 * @module
 */

/** Aborts its signal when a limit runs out; disposing of it ends the current limit. */
export class Watchdog implements Disposable {
  readonly #controller = new AbortController();
  #timer?: ReturnType<typeof setTimeout>;

  /** Aborted, with the error of the limit as the reason, once a limit has run out. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Replaces the current limit. */
  limit(ms: number, error: () => Error): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#controller.abort(error()), ms);
  }

  /** Ends the current limit. */
  stop(): void {
    clearTimeout(this.#timer);
  }

  /** Ends the current limit. */
  [Symbol.dispose](): void {
    this.stop();
  }
}
