/**
 * A training in one call: under Stop, with a bar and the curve of the loss.
 *
 * @module
 */

import { checkFunction } from "../internal/checks.ts";
import { EARLY, stoppable } from "./stoppable.ts";
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
