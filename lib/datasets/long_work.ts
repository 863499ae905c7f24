/**
 * Fitting and applying transforms take seconds: meanwhile they report how far they are, let the
 * event loop run, and stop when told.
 *
 * @module
 */

import { Breather } from "../internal/breather.ts";
import { checkFunction, checkSignal } from "../internal/checks.ts";
import type { OptionChecks } from "../internal/options.ts";
import { type ProgressListener, ProgressMeter } from "../internal/progress.ts";

/** What every long piece of work takes. */
export interface WorkOptions {
  /** Stops the work: the promise is rejected with the signal's reason. */
  signal?: AbortSignal;
  /** Hears how far the work is. */
  onProgress?: ProgressListener;
}

/** How they are checked. */
export const WORK_OPTIONS: OptionChecks<WorkOptions> = {
  signal: checkSignal,
  onProgress: checkFunction,
};

/** Counts the steps of one piece of work. */
export class LongWork {
  readonly #meter: ProgressMeter;
  readonly #signal?: AbortSignal;
  readonly #breather = new Breather();
  #done = 0;

  /** @param total Steps in all; undefined where nobody knows. */
  constructor(
    label: string,
    unit: string,
    total: number | undefined,
    { signal, onProgress }: WorkOptions,
  ) {
    signal?.throwIfAborted();
    this.#signal = signal;
    this.#meter = new ProgressMeter(onProgress, { label, unit, total });
  }

  /** Says that `steps` more are done; lets timers, messages and signals through. */
  async advance(steps: number): Promise<void> {
    this.#done += steps;
    this.#meter.update(this.#done);
    if (this.#breather.due) await this.#breather.pause();
    this.#signal?.throwIfAborted();
  }
}
