/**
 * A trial of one of Optuna's files as a trial of ours.
 *
 * @module
 */

import { checkInteger, expectation } from "../../internal/checks.ts";
import type { SearchSpace, TrialParams } from "../distributions.ts";
import type { Json } from "../json.ts";
import { type FrozenTrial, type TrialState, waitingTrial } from "../trial.ts";
import { ATTEMPTS, ERRORS, FIXED_PARAMS, NO_REASON } from "./vocabulary.ts";

/** What Optuna keeps of a trial. */
export interface StoredTrial {
  readonly state: TrialState;
  readonly value: number | null;
  readonly params: TrialParams;
  readonly distributions: SearchSpace;
  readonly steps: readonly (readonly [step: number, value: number])[];
  readonly userAttributes: Readonly<Record<string, Json>>;
  readonly systemAttributes: Readonly<Record<string, Json>>;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
}

/** The trial as ours; one that waits has its parameters as its proposal. */
export function toTrial(number: number, stored: StoredTrial): FrozenTrial {
  const { state, params, systemAttributes } = stored;
  const isWaiting = state === "WAITING";
  const fixed = (systemAttributes[FIXED_PARAMS] ?? {}) as TrialParams;
  const errors = (systemAttributes[ERRORS] ?? []) as string[];
  const trial = {
    ...waitingTrial(number, isWaiting ? { ...fixed, ...params } : fixed),
    attempts: (systemAttributes[ATTEMPTS] ?? Number(!isWaiting)) as number,
    errors: withReason(state, errors),
    userAttributes: stored.userAttributes,
  };
  if (isWaiting) return trial;
  return {
    ...trial,
    state,
    value: stored.value,
    params,
    distributions: stored.distributions,
    intermediateValues: toSteps(stored.steps),
    startedAt: toMilliseconds(stored.startedAt),
    finishedAt: toMilliseconds(stored.finishedAt),
  };
}

/** The errors; of a trial that failed there is one at least. */
export function withReason(state: TrialState, errors: readonly string[]): readonly string[] {
  return state === "FAIL" && errors.length === 0 ? [NO_REASON] : errors;
}

/** Milliseconds since 1970; the text names its zone. */
export function toMilliseconds(text: string | null): number | null {
  if (text === null) return null;
  const time = Date.parse(text);
  if (!Number.isNaN(time)) return time;
  throw new Error(expectation("a time", "as 2026-01-31T12:00:00+00:00", text));
}

function toSteps(steps: StoredTrial["steps"]): Map<number, number> {
  for (const [step] of steps) checkInteger("a step", step, 0);
  return new Map([...steps].sort(([a], [b]) => a - b));
}
