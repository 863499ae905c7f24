/**
 * A progress bar for loops that take a while.
 *
 * @module
 */

import { checkInteger, checkNumber } from "../internal/checks.ts";
import { LiveDisplay, type LiveDisplayOptions } from "./live.ts";
import { type Displayable, escapeHtml, type MimeBundle } from "./mime.ts";

/** How a progress bar looks. */
export interface ProgressOptions extends LiveDisplayOptions {
  /** What goes on; empty by default. */
  label?: string;
}

/** The latest figures, shown behind the bar; numbers with four significant digits. */
export type ProgressValues = Record<string, number | string>;

/**
 * A bar with the rate, the time left and the latest figures.
 *
 * Once finished it shows only what does not depend on the machine, so that a notebook that is run
 * twice stays the same. Outside a notebook it prints a line every two seconds.
 */
export class ProgressBar {
  readonly #total: number;
  readonly #label: string;
  readonly #live: LiveDisplay;
  readonly #startedAt = performance.now();
  #done = 0;
  #values: ProgressValues = {};

  /** Shows an empty bar for `total` steps. */
  constructor(total: number, { label = "", ...options }: ProgressOptions = {}) {
    checkInteger("total", total, 1);
    this.#total = total;
    this.#label = label;
    this.#live = new LiveDisplay(this.#state(true), options);
  }

  /**
   * Reports progress; cheap enough for every step of a loop, be it synchronous or not.
   *
   * @param done Steps done so far.
   * @param values The latest figures.
   */
  update(done: number, values: ProgressValues = this.#values): void {
    checkNumber("done", done, 0, this.#total);
    this.#done = done;
    this.#values = values;
    this.#live.update(() => this.#state(true));
  }

  /** Shows the final state, short of the end where the loop stopped early, and waits for it. */
  async finish(): Promise<void> {
    await this.#live.finish(() => this.#state(false));
  }

  #state(running: boolean): Displayable {
    const seconds = (performance.now() - this.#startedAt) / 1000;
    const parts = [
      `${this.#done} of ${this.#total} (${Math.floor(100 * this.#done / this.#total)} %)`,
      ...(running && this.#done > 0 ? pace(this.#done, this.#total, seconds) : []),
      ...Object.entries(this.#values).map(([name, value]) => `${name} ${formatValue(value)}`),
    ];
    return { toMimeBundle: () => this.#bundle(parts) };
  }

  #bundle(parts: string[]): MimeBundle {
    const label = this.#label && `${this.#label}: `;
    const bar = `<progress value="${this.#done}" max="${this.#total}"></progress>`;
    return {
      "text/html": `<div>${escapeHtml(label)}${bar} ${escapeHtml(parts.join(" · "))}</div>`,
      "text/plain": label + parts.join(", "),
    };
  }
}

/**
 * Shows a progress bar.
 *
 * @param total Number of steps.
 * @param options A label; how often the bar may change.
 *
 * @example
 * ```ts
 * import { progressBar } from "two-layer-net/notebook";
 *
 * const bar = progressBar(1000, { label: "training" });
 * for (let it = 1; it <= 1000; it++) bar.update(it, { loss: 2.3 / it });
 * await bar.finish();
 * ```
 */
export function progressBar(total: number, options?: ProgressOptions): ProgressBar {
  return new ProgressBar(total, options);
}

function pace(done: number, total: number, seconds: number): string[] {
  const rate = done / seconds;
  return [`${formatValue(rate)}/s`, `${formatSeconds((total - done) / rate)} left`];
}

function formatValue(value: number | string): string {
  return typeof value === "number" ? String(Number(value.toPrecision(4))) : value;
}

/** Seconds as a person says them: "8 s", "3 min 05 s", "2 h 10 min". */
function formatSeconds(seconds: number): string {
  const s = Math.round(seconds);
  const two = (n: number): string => String(n).padStart(2, "0");
  if (s < 60) return `${s} s`;
  if (s < 3600) return `${Math.floor(s / 60)} min ${two(s % 60)} s`;
  return `${Math.floor(s / 3600)} h ${two(Math.floor(s % 3600 / 60))} min`;
}
