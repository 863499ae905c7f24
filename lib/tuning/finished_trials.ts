/**
 * A study's trials as plain data, for tables and charts.
 *
 * @module
 */

import type { TrialParams } from "./distributions.ts";
import type { Study } from "./study.ts";

const FINISHED = ["COMPLETE", "PRUNED", "FAIL"] as const;

/** A trial that will not change any more. */
export interface FinishedTrial {
  /** 0 for the study's first trial, and so on. */
  readonly number: number;
  /** How it ended. */
  readonly state: typeof FINISHED[number];
  /** What the objective returned, or the last reported value if it was pruned; `null` for FAIL. */
  readonly value: number | null;
  /** The parameters that the objective asked for. */
  readonly params: TrialParams;
  /** The steps at which it reported values. */
  readonly steps: readonly number[];
  /** Those values. */
  readonly values: readonly number[];
}

/**
 * The finished trials of a study in the order of their numbers.
 *
 * @example
 * ```ts
 * import { createStudy, finishedTrials } from "two-layer-net";
 * import { optimizationHistory } from "two-layer-net/plotting";
 *
 * const study = createStudy();
 * await study.optimize((trial) => trial.suggestFloat("x", 0, 1) ** 2, { numTrials: 5 });
 * const chart = optimizationHistory(finishedTrials(study), { direction: "minimize" });
 * console.log(chart.summary);
 * ```
 */
export function finishedTrials(study: Study): FinishedTrial[] {
  return study.getTrials(FINISHED).map(({ intermediateValues, ...trial }) => ({
    number: trial.number,
    state: trial.state as FinishedTrial["state"],
    value: trial.value,
    params: trial.params,
    steps: [...intermediateValues.keys()],
    values: [...intermediateValues.values()],
  }));
}
