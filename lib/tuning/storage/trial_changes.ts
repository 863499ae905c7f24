/**
 * What becomes of a trial, as every storage has it.
 *
 * @module
 */

import { type FrozenTrial, waitingTrial } from "../trial.ts";

/** The trial begun once more. */
export function begun(trial: FrozenTrial, startedAt: number): FrozenTrial {
  return { ...trial, state: "RUNNING", attempts: trial.attempts + 1, startedAt };
}

/** The trial in the queue again: its parameters are its proposal, what else it found is dropped. */
export function requeued(trial: FrozenTrial, error?: string): FrozenTrial {
  const { number, proposal, params, attempts, errors } = trial;
  return {
    ...waitingTrial(number, { ...proposal, ...params }),
    attempts,
    errors: withError(errors, error),
  };
}

/** The trial with the value at a step; steps stay in order. */
export function reported(trial: FrozenTrial, step: number, value: number): FrozenTrial {
  const values = new Map(trial.intermediateValues);
  const isLast = [...values.keys()].every((other) => other <= step);
  values.set(step, value);
  const intermediateValues = isLast ? values : new Map([...values].sort(([a], [b]) => a - b));
  return { ...trial, intermediateValues };
}

/** The errors and one more, if there is one. */
export function withError(errors: readonly string[], error?: string): readonly string[] {
  return error === undefined ? errors : [...errors, error];
}
