/**
 * `DisposableStack` for engines that do not have it yet, as far as the library uses it.
 *
 * @module
 */

class Stack implements Disposable {
  #dispose: (() => void)[] = [];

  use<T extends Disposable | null | undefined>(value: T): T {
    if (value) this.defer(() => value[Symbol.dispose]());
    return value;
  }

  defer(dispose: () => void): void {
    this.#dispose.push(dispose);
  }

  move(): Stack {
    const moved = new Stack();
    [moved.#dispose, this.#dispose] = [this.#dispose, []];
    return moved;
  }

  /** The last first; an error keeps none of the others from it, and is thrown then. */
  [Symbol.dispose](): void {
    const dispose = this.#dispose.pop();
    if (!dispose) return;
    try {
      dispose();
    } finally {
      this[Symbol.dispose]();
    }
  }
}

/** The engine's own where it has one. */
export const DisposableStack: typeof Stack =
  (globalThis as unknown as { DisposableStack?: typeof Stack }).DisposableStack ?? Stack;
