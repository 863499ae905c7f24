/**
 * Trials as rows of a table, for charts and exports.
 *
 * @module
 */

import type { ParamValue } from "./distributions.ts";
import { checkStudy, type Study } from "./study.ts";
import { durationOf, type FrozenTrial, isFinished, type TrialState } from "./trial.ts";

/** What every row has beside the trial's parameters, which are under their own names. */
export interface TrialRow {
  /** The trial's number. */
  readonly number: number;
  /** How it ended. */
  readonly state: Extract<TrialState, "COMPLETE" | "PRUNED" | "FAIL">;
  /** Its value, or `null`. */
  readonly value: number | null;
  /** Whether it was marked as diverged. */
  readonly diverged: boolean;
  /** Seconds that its last attempt took. */
  readonly seconds: number;
  /** A parameter. */
  readonly [param: string]: ParamValue;
}

/**
 * The finished trials of a study, a row each, in the order of their numbers.
 *
 * @example
 * ```ts
 * import { createStudy, trialRows } from "two-layer-net/tuning";
 * import { assertEquals } from "@std/assert";
 *
 * const study = createStudy();
 * await study.optimize((trial) => trial.suggestInt("n", 3, 3) ** 2, { numTrials: 1 });
 * const [{ number, value, n }] = trialRows(study);
 * assertEquals([number, value, n], [0, 9, 3]);
 * ```
 */
export function trialRows(study: Study): TrialRow[] {
  checkStudy("study", study);
  return study.trials.filter(({ state }) => isFinished(state)).map(toRow);
}

function toRow(trial: FrozenTrial): TrialRow {
  return {
    ...trial.params,
    number: trial.number,
    state: trial.state as TrialRow["state"],
    value: trial.value,
    diverged: trial.userAttributes.diverged === true,
    seconds: (durationOf(trial) ?? 0) / 1000,
  };
}
