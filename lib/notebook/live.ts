/**
 * Displays that change while a cell runs.
 *
 * @module
 */

import { checkOptions, number, type OptionChecks } from "../internal/options.ts";
import { inNotebook, send, settled } from "../internal/host.ts";
import { type DisplayData, displayData, plainText } from "./mime.ts";

/** Milliseconds between two states shown: five a second in a notebook, a line every 2 s outside. */
const INTERVAL = inNotebook ? 200 : 2000;

/** How a live display is updated. */
export interface LiveDisplayOptions {
  /** Least milliseconds between two states that are shown; default 200, outside a notebook 2000. */
  interval?: number;
}

/** How they are checked. */
export const LIVE_OPTIONS: OptionChecks<LiveDisplayOptions> = { interval: number(0) };

/**
 * One output that is drawn anew as its value changes.
 *
 * States that come too fast are passed over, the last one never. It works in loops that await and,
 * for values that are drawn without a promise, in loops that do not. Outside a notebook each state that
 * is shown is a line of plain text.
 */
export class LiveDisplay {
  readonly #id = crypto.randomUUID();
  readonly #interval: number;
  #shownAt = -Infinity;
  #shownText: string | undefined;
  #next: { value: unknown } | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #drawing: Promise<void> | undefined;
  #failure: { error: unknown } | undefined;

  /** Shows the first state. */
  constructor(initial: unknown, options: LiveDisplayOptions = {}) {
    checkOptions("LiveDisplay", options, LIVE_OPTIONS);
    this.#interval = options.interval ?? INTERVAL;
    // Holds the display's place among the outputs while its first state is being drawn.
    send("display_data", { data: { "text/plain": "" }, metadata: {} }, this.#id);
    this.update(initial);
  }

  /**
   * Shows a new state, at once or when its turn comes.
   *
   * @param value Anything that `display` takes, or a function that makes it and is called only for
   * the states that are shown.
   */
  update(value: unknown): void {
    this.#next = { value };
    if (this.#drawing !== undefined) return;
    const wait = this.#shownAt + this.#interval - performance.now();
    if (wait <= 0) this.#drawNext();
    else this.#timer ??= setTimeout(() => this.#drawNext(), wait);
  }

  /**
   * Shows the last state, if it has not been shown yet, and waits until it is out.
   *
   * @param value A last state; default the last that was given.
   * @throws Whatever the drawing of a state threw.
   */
  async finish(value?: unknown): Promise<void> {
    if (value !== undefined) this.#next = { value };
    await this.#drawing;
    this.#drawNext();
    await this.#drawing;
    clearTimeout(this.#timer);
    await settled();
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  /** Failures wait for `finish`: an update may run in a timer, where nobody could catch them. */
  #drawNext(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#next === undefined) return;
    const { value } = this.#next;
    this.#next = undefined;
    this.#shownAt = performance.now();
    try {
      const drawn = displayData(typeof value === "function" ? value() : value);
      if (drawn instanceof Promise) this.#drawing = this.#drawLater(drawn);
      else this.#show(drawn);
    } catch (error) {
      this.#failure = { error };
    }
  }

  async #drawLater(drawn: Promise<DisplayData>): Promise<void> {
    try {
      this.#show(await drawn);
    } catch (error) {
      this.#failure = { error };
    }
    this.#drawing = undefined;
    if (this.#next !== undefined) this.update(this.#next.value);
  }

  #show(state: DisplayData): void {
    if (inNotebook) return send("update_display_data", state, this.#id);
    const text = plainText(state);
    if (text !== this.#shownText) console.log(text);
    this.#shownText = text;
  }
}

/**
 * Shows a value that will change.
 *
 * @param initial The first state: anything that `display` takes, or a function that makes it.
 * @param options How often it may change.
 *
 * @example
 * ```ts
 * import { liveDisplay } from "two-layer-net/notebook";
 *
 * const live = liveDisplay("starting");
 * for (let step = 1; step <= 1000; step++) live.update(() => `step ${step}`);
 * await live.finish();
 * ```
 */
export function liveDisplay(initial: unknown, options?: LiveDisplayOptions): LiveDisplay {
  return new LiveDisplay(initial, options);
}
