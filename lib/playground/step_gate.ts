/**
 * Lets a training pass a given number of times.
 *
 * @module
 */

/** Whoever passes waits while nothing is left of what was allowed; at first, nothing is. */
export class StepGate {
  #left = 0;
  #waiting: (() => void) | null = null;

  /** Whether {@linkcode pass} would wait. */
  get isClosed(): boolean {
    return this.#left <= 0;
  }

  /** Allows so many steps from here on, 0 to pause and Infinity to run. */
  allow(steps: number): void {
    this.#left = steps;
    if (this.isClosed) return;
    this.#waiting?.();
    this.#waiting = null;
  }

  /** Waits until a step is allowed, and counts it. */
  async pass(): Promise<void> {
    while (this.isClosed) {
      await new Promise<void>((resolve) => {
        this.#waiting = resolve;
      });
    }
    this.#left--;
  }
}
