/**
 * Trials of a study as plain data.
 *
 * @module
 */

import { checkArray, checkChoice, checkNumber, checkObject } from "../../internal/checks.ts";
import { checkNotEmpty } from "../drawing/options.ts";
import type { Encoding } from "../drawing/spec_types.ts";
import { COLORS, INK } from "../drawing/theme.ts";

/** How a trial ended. */
export type TrialState = "COMPLETE" | "PRUNED" | "FAIL";

const TRIAL_STATES: readonly TrialState[] = ["COMPLETE", "PRUNED", "FAIL"];

/** Whether more or less is better. */
export type Direction = "maximize" | "minimize";

/** What every picture of a study needs of a trial. */
export interface TrialSummary {
  /** The trial's number in its study. */
  readonly number: number;
  /** Default `"COMPLETE"`. */
  readonly state?: TrialState;
  /** Whether its net diverged, so that its value means nothing; default false. */
  readonly diverged?: boolean;
}

/** What legends call the states. */
export const STATE_NAMES = {
  COMPLETE: "complete",
  PRUNED: "pruned",
  FAIL: "failed",
} as const;

/** The colours of the states, by the names that legends use. */
export const STATE_COLORS: Readonly<Record<string, string>> = {
  complete: COLORS.main,
  pruned: COLORS.muted,
  failed: INK,
  diverged: COLORS.muted,
  best: COLORS.accent,
  "best so far": COLORS.accent,
};

/** The outline of a cross. */
export const CROSS = "M-1,-1L1,1M-1,1L1,-1";

/** A shape channel that names crosses in a legend. */
export function divergedLegend(name: string): Encoding["shape"] {
  return {
    field: "kind",
    type: "nominal",
    title: null,
    scale: { domain: [name], range: [CROSS] },
    legend: { symbolType: CROSS, symbolStrokeColor: COLORS.muted },
  };
}

/** The state, where it is not said that of a complete trial. */
export function stateOf({ state = "COMPLETE" }: TrialSummary): TrialState {
  return state;
}

/** Throws unless there are trials and each has a number and a known state. */
export function checkTrials(trials: readonly TrialSummary[]): void {
  checkNotEmpty("trials", trials);
  checkArray("trials", trials, checkObject);
  for (const [i, trial] of trials.entries()) {
    checkNumber(`trials[${i}].number`, trial.number);
    checkChoice(`trials[${i}].state`, stateOf(trial), TRIAL_STATES);
  }
}

/** Throws unless `direction` is one. */
export function checkDirection(direction: string): asserts direction is Direction {
  checkChoice<Direction>("direction", direction, ["maximize", "minimize"]);
}

/** Whether `a` is better than `b`. */
export function isBetter(direction: Direction, a: number, b: number): boolean {
  return direction === "maximize" ? a > b : a < b;
}

/** What the legend calls a trial: diverged, whatever its state, or by its state. */
export function kindOf(trial: TrialSummary): string {
  return trial.diverged === true ? "diverged" : STATE_NAMES[stateOf(trial)];
}

/** How many trials ended in each state and how many diverged, in words. */
export function countStates(trials: readonly TrialSummary[]): string {
  const numDiverged = trials.filter(({ diverged }) => diverged === true).length;
  const states = TRIAL_STATES
    .map((state) => ({ state, count: trials.filter((trial) => stateOf(trial) === state).length }))
    .filter(({ count }) => count > 0)
    .map(({ state, count }) => `${count} ${STATE_NAMES[state]}`)
    .join(", ");
  return numDiverged === 0 ? states : `${states}, ${numDiverged} diverged`;
}
