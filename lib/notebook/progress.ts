/**
 * A progress bar for loops that take a while.
 *
 * @module
 */

import { asText, checkInteger, checkNumber, checkObject, checkString } from "../internal/checks.ts";
import { checkOptions, type OptionChecks } from "../internal/options.ts";
import { formatCount, formatProgress, ProgressMeter } from "../internal/progress.ts";
import { LIVE_OPTIONS, LiveDisplay, type LiveDisplayOptions } from "./live.ts";
import { escapeXml } from "../internal/escape.ts";
import type { Displayable } from "./mime.ts";

/** How a progress bar looks. */
export interface ProgressOptions extends LiveDisplayOptions {
  /** What goes on; default "progress". */
  label?: string;
  /** What is counted, in the plural; default "steps". */
  unit?: string;
}

/** The latest figures, shown behind the bar; numbers with four significant digits. */
export type ProgressValues = Record<string, number | string>;

const OPTIONS: OptionChecks<ProgressOptions> = {
  label: checkString,
  unit: checkString,
  ...LIVE_OPTIONS,
};

/**
 * A bar with the rate, the time left and the latest figures.
 *
 * Once finished it shows only what does not depend on the machine, so that a notebook that is run
 * twice stays the same. Outside a notebook it prints a line every two seconds.
 */
export class ProgressBar {
  readonly #total: number;
  readonly #label: string;
  readonly #unit: string;
  readonly #live: LiveDisplay;
  readonly #meter: ProgressMeter;
  #done = 0;
  #values: ProgressValues = {};

  /** Shows an empty bar for `total` steps. */
  constructor(total: number, options: ProgressOptions = {}) {
    checkInteger("total", total, 1);
    checkOptions("ProgressBar", options, OPTIONS);
    const { label = "progress", unit = "steps", ...live } = options;
    this.#total = total;
    this.#label = label;
    this.#unit = unit;
    this.#live = new LiveDisplay(this.#state(this.#count()), live);
    this.#meter = new ProgressMeter(
      (report) => this.#live.update(() => this.#state(formatProgress(report))),
      { label, unit, total, intervalMs: options.interval },
    );
  }

  /**
   * Reports progress; cheap enough for every step of a loop, be it synchronous or not.
   *
   * @param done Steps done so far.
   * @param values The latest figures.
   */
  update(done: number, values: ProgressValues = this.#values): void {
    checkNumber("done", done, 0, this.#total);
    checkObject("values", values);
    this.#done = done;
    this.#values = values;
    this.#meter.update(done);
  }

  /** Shows the final state, short of the end where the loop stopped early, and waits for it. */
  async finish(): Promise<void> {
    await this.#live.finish(() => this.#state(this.#count()));
  }

  #count(): string {
    const percent = Math.floor(100 * this.#done / this.#total);
    return `${this.#label}: ${percent} %, ${formatCount(this.#done, this.#total, this.#unit)}`;
  }

  #state(progress: string): Displayable {
    const values = Object.entries(this.#values)
      .map(([name, value]) => `, ${name} ${formatValue(value)}`);
    const text = progress + values.join("");
    const bar = `<progress value="${this.#done}" max="${this.#total}"></progress>`;
    const bundle = { "text/html": `<div>${bar} ${escapeXml(text)}</div>`, "text/plain": text };
    return { toMimeBundle: () => bundle };
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

function formatValue(value: number | string): string {
  return typeof value === "number" ? String(Number(value.toPrecision(4))) : asText(value);
}
