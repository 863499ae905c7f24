/**
 * All that a run of training has come to: what a checkpoint holds.
 *
 * @module
 */

import type { RandomState } from "../random/random_state.ts";
import type { OptimizerState, Params } from "../optim/update_rule.ts";
import type { Batches } from "./batches.ts";
import type { History } from "./history.ts";
import { readParams, type StoredParams, swapParams, writeParams } from "./stored_params.ts";
import type { WeightAverage } from "./weight_average.ts";

/** A run between two steps; training goes on from it, to the last bit. */
export interface TrainingState<T> {
  /** Number of steps made. */
  step: number;
  /** What they recorded. */
  readonly history: History;
  /** The model's parameters. */
  readonly params: Params<T>;
  /** State of the update rule. */
  readonly optimizer: OptimizerState<T>;
  /** Draws the batches, and whatever else is random. */
  readonly rng: RandomState;
  /** What is left of the epoch. */
  readonly batches: Batches;
  /** The averaged parameters, if they are averaged. */
  readonly average: WeightAverage<T> | null;
  /** The best weights so far, if they are kept and there are any. */
  best: StoredParams | null;
}

/** Runs `action` while the model has the averaged weights, if they are averaged. */
export async function withAveragedWeights<T>(
  { params, average }: TrainingState<T>,
  action: () => Promise<void>,
): Promise<void> {
  if (average) await swapParams(params, average.params);
  try {
    await action();
  } finally {
    if (average) await swapParams(params, average.params);
  }
}

/** Gives the model what training was for: the best weights, or the average, or else the last. */
export async function leaveWeights<T>(
  { step, params, average, best }: TrainingState<T>,
): Promise<void> {
  if (best) writeParams(best, params);
  else if (average && step > 0) writeParams(await readParams(average.params), params);
}
