/**
 * Long work in one call: under Stop, with a bar, and drawn as it goes on.
 *
 * @module
 */

import { checkFunction, checkInteger, checkString } from "../internal/checks.ts";
import { checkOptions, type OptionChecks } from "../internal/options.ts";
import { interruptible } from "./interrupt.ts";
import { LIVE_OPTIONS, liveDisplay, type LiveDisplayOptions } from "./live.ts";
import { progressBar } from "./progress.ts";
import { reduced } from "./reduced.ts";
import {
  type MonitoredEpoch,
  type MonitoredStep,
  TrainingMonitor,
  type TrainingMonitorOptions,
} from "./training_monitor.ts";

/** What a training is told, as one of the Solver's callbacks is. */
export interface LiveCallbacks {
  /** After each step. */
  onStep(step: MonitoredStep): void;
  /** After accuracies were recorded. */
  onEpoch?(epoch: MonitoredEpoch): void;
}

/** What a training takes to be live: options of `train` and of the Solver. */
export interface LiveTraining {
  /** They draw the bar and the curve. */
  callbacks: LiveCallbacks[];
  /** Aborts on Stop. */
  signal: AbortSignal;
}

/** How results are shown while they come. */
export interface LiveResultsOptions<T> extends LiveDisplayOptions {
  /** What goes on; default "progress". */
  label?: string;
  /** What is counted, in the plural; default "results". */
  unit?: string;
  /** Draws what has come, anything that `display` takes; default nothing. */
  draw?: (results: readonly T[]) => unknown;
  /** How far the results have come, of the total; default their number. */
  done?: (results: readonly T[]) => number;
}

const OPTIONS: OptionChecks<LiveResultsOptions<unknown>> = {
  label: checkString,
  unit: checkString,
  draw: checkFunction,
  done: checkFunction,
  ...LIVE_OPTIONS,
};

/**
 * Trains with a progress bar and the curve of the loss. Stop ends the training and keeps what was
 * learned.
 *
 * @param numIters Number of steps.
 * @param train Trains; hands its argument on as options.
 * @param options A label; how often the curve may change.
 * @returns What `train` returns.
 *
 * @example
 * ```ts
 * import * as assignment from "two-layer-net/assignment";
 * import { liveTraining } from "two-layer-net/notebook";
 * import { assertEquals } from "@std/assert";
 *
 * const { net, rng } = assignment.toyModel();
 * const { X, y } = assignment.toyData();
 * const options = { ...assignment.TOY_TRAINING, rng };
 * const history = await liveTraining(
 *   100,
 *   (live) => net.train(X, y, X, y, { ...options, ...live }),
 * );
 * assertEquals(history.lossHistory.length, 100);
 * ```
 */
export async function liveTraining<T>(
  numIters: number,
  train: (live: LiveTraining) => T | Promise<T>,
  options: TrainingMonitorOptions = {},
): Promise<T> {
  checkFunction("train", train);
  const monitor = new TrainingMonitor(numIters, options);
  try {
    return await stoppable(EARLY.steps, (signal, reach) => {
      const counter = { onStep: ({ iteration }: MonitoredStep) => reach(iteration + 1) };
      return train({ callbacks: [monitor, counter], signal });
    });
  } finally {
    await monitor.finish();
  }
}

/**
 * Collects results one by one, with a progress bar and, if it is told how, a drawing of what has
 * come. Stop ends the work and keeps what is there.
 *
 * @param total Number of results, or whatever else `done` counts.
 * @param source Makes the results; a generator, or a list of what is there already.
 * @param options A label, a unit, and how to draw.
 * @returns The results that came.
 *
 * @example
 * ```ts
 * import { liveResults, table } from "two-layer-net/notebook";
 * import { assertEquals } from "@std/assert";
 *
 * async function* squares(signal: AbortSignal) {
 *   for (let n = 1; n <= 3 && !signal.aborted; n++) yield await Promise.resolve({ n, n2: n * n });
 * }
 * const results = await liveResults(3, squares, { unit: "squares", draw: table });
 * assertEquals(results.at(-1), { n: 3, n2: 9 });
 * ```
 */
export async function liveResults<T>(
  total: number,
  source: (signal: AbortSignal) => Iterable<T> | AsyncIterable<T>,
  options: LiveResultsOptions<T> = {},
): Promise<T[]> {
  checkInteger("total", total, 1);
  checkFunction("source", source);
  checkOptions("liveResults", options, OPTIONS);
  const { label, unit = "results", draw, done = ({ length }) => length, ...live } = options;
  const results: T[] = [];
  const bar = progressBar(total, { label, unit, ...live });
  const drawing = draw && liveDisplay(`The first of the ${unit} is on its way.`, live);
  try {
    await stoppable(EARLY.results, async (signal, reach) => {
      for await (const result of source(signal)) {
        reach(results.push(result));
        bar.update(Math.min(done(results), total));
        drawing?.update(() => draw?.(results));
      }
    });
  } catch (error) {
    if (!isStop(error)) throw error;
  } finally {
    await bar.finish();
    await drawing?.finish();
  }
  return results;
}

/** Where a reduced run stops: what follows then has something to show. */
const EARLY = { steps: 20, results: 2 };

/** Runs `body` under Stop, which a reduced run presses itself once `reach` was given the limit. */
async function stoppable<T>(
  limit: number,
  body: (signal: AbortSignal, reach: (count: number) => void) => T | Promise<T>,
): Promise<T> {
  return await interruptible((signal) => {
    if (!reduced) return body(signal, () => {});
    const early = new AbortController();
    const reach = (count: number) => {
      if (count >= limit) early.abort(new DOMException("Stopped early", "AbortError"));
    };
    return body(AbortSignal.any([signal, early.signal]), reach);
  });
}

function isStop(error: unknown): boolean {
  return error instanceof DOMException && error.name === "AbortError";
}
