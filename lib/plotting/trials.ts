/**
 * Trials of a study as plain data.
 *
 * @module
 */

import { checkArray, checkChoice, checkNumber, checkObject } from "../internal/checks.ts";
import { checkNotEmpty } from "./options.ts";
import { COLORS } from "./theme.ts";

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
  failed: COLORS.ink,
  best: COLORS.accent,
  "best so far": COLORS.accent,
};

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

/** How many trials ended in each state, in words. */
export function countStates(trials: readonly TrialSummary[]): string {
  return TRIAL_STATES
    .map((state) => ({ state, count: trials.filter((trial) => stateOf(trial) === state).length }))
    .filter(({ count }) => count > 0)
    .map(({ state, count }) => `${count} ${STATE_NAMES[state]}`)
    .join(", ");
}
