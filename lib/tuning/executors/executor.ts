/**
 * Where objectives run: the interface that every executor implements.
 *
 * @module
 */

import { checkFunction } from "../../internal/checks.ts";
import type { Trial } from "../trial.ts";

/**
 * What a study optimises. It asks the trial for parameters and returns the value, NaN for a failure;
 * it may throw {@linkcode TrialPruned} when the trial is not worth going on with.
 */
export type Objective = (trial: Trial) => number | Promise<number>;

/** Evaluates objectives, one or several at a time. */
export interface Executor {
  /** How many trials it can run at a time; may change where {@linkcode Executor.onConcurrency} is. */
  readonly concurrency: number;
  /** Has `listener` called whenever the concurrency changes, until disposed of. */
  onConcurrency?(listener: () => void): Disposable;
  /** How often a trial that failed is tried again. */
  readonly maxRetries: number;
  /**
   * The objective's value for the trial. Rejects as the objective throws, or with an
   * {@linkcode ExecutorClosedError} once the executor was disposed of, which ends the run, or with a
   * {@linkcode TrialLostError}, after which the trial is queued again as if it had not begun.
   */
  run(trial: Trial): Promise<number>;
}

/** Runs a function in this thread, one trial at a time, and tries no trial twice. */
export class InProcessExecutor implements Executor {
  /** One trial at a time. */
  readonly concurrency = 1;
  /** A function that fails once fails again. */
  readonly maxRetries = 0;
  readonly #objective: Objective;

  /** An executor of the objective. */
  constructor(objective: Objective) {
    checkFunction("objective", objective);
    this.#objective = objective;
  }

  /** The objective's value for the trial. */
  async run(trial: Trial): Promise<number> {
    return await this.#objective(trial);
  }
}

/** Why a trial that ran is to run again: what it did is lost, and it is not to blame. */
export class TrialLostError extends Error {
  /** The class's name. */
  override readonly name = "TrialLostError";
}

/** Why a run of trials ends: its executor was disposed of. No trial is to blame. */
export class ExecutorClosedError extends Error {
  /** The class's name. */
  override readonly name = "ExecutorClosedError";
}
