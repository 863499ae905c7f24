/**
 * Asynchronous successive halving.
 *
 * @module
 */

import { checkOptions, integer, type OptionChecks } from "../../internal/options.ts";
import type { StudyView } from "../samplers/sampler.ts";
import { type FrozenTrial, lastStepOf } from "../trial.ts";
import { checkPrune, type Pruner } from "./pruner.ts";

/** What {@linkcode SuccessiveHalvingPruner} takes. */
export interface SuccessiveHalvingOptions {
  /** The step of the first rung, 1 or more. Default: 1. */
  minResource?: number;
  /** One trial of so many goes on from a rung, and rungs are so many times apart. Default: 4. */
  reductionFactor?: number;
  /** How many of the first rungs are left out. Default: 0. */
  minEarlyStoppingRate?: number;
}

/**
 * Asynchronous successive halving: rung k is at step `minResource * reductionFactor ** (k +
 * minEarlyStoppingRate)`, and a trial that reaches it goes on only if its value is among the best
 * 1 / `reductionFactor` of those that have reached it so far.
 *
 * A trial's value at a rung is the first that it reported there or later. No trial ever waits for
 * others, so workers are never idle; the first trials at a rung go on if they are the best so far.
 *
 * Sources: Li et al., "A System for Massively Parallel Hyperparameter Tuning", MLSys 2020; Optuna's
 * SuccessiveHalvingPruner.
 *
 * @example
 * ```ts
 * import { createStudy, RandomSampler, SuccessiveHalvingPruner, TrialPruned } from "two-layer-net/tuning";
 * import { assert } from "@std/assert";
 *
 * const study = createStudy({
 *   sampler: new RandomSampler(),
 *   pruner: new SuccessiveHalvingPruner({ minResource: 1, reductionFactor: 3 }),
 * });
 * await study.optimize((trial) => {
 *   const x = trial.suggestFloat("x", 0, 1);
 *   for (let epoch = 1; epoch <= 9; epoch++) {
 *     trial.report(x + 1 / epoch, epoch);
 *     if (trial.shouldPrune()) throw new TrialPruned();
 *   }
 *   return x;
 * }, { numTrials: 20 });
 * assert(study.getTrials(["PRUNED"]).length > 10);
 * ```
 */
export class SuccessiveHalvingPruner implements Pruner {
  readonly #options: Required<SuccessiveHalvingOptions>;

  /**
   * An asynchronous successive halving.
   *
   * @throws {RangeError} If an option is not an integer, or too small.
   */
  constructor(options: SuccessiveHalvingOptions = {}) {
    checkOptions("SuccessiveHalvingPruner", options, OPTIONS);
    const { minResource = 1, reductionFactor = 4, minEarlyStoppingRate = 0 } = options;
    this.#options = { minResource, reductionFactor, minEarlyStoppingRate };
  }

  /** Whether the trial should stop. */
  prune(study: StudyView, trial: FrozenTrial): boolean {
    checkPrune(study, trial);
    const last = lastStepOf(trial);
    if (last === null) return false;
    const rungs = this.#rungsReachedAt(trial, last);
    if (rungs.length === 0) return false;
    if (Number.isNaN(trial.intermediateValues.get(last))) return true;
    const sign = study.direction === "minimize" ? 1 : -1;
    const others = study.getTrials().filter(({ number }) => number !== trial.number);
    return rungs.some((rung) => !this.#isPromoted(trial, others, rung, sign));
  }

  /** The steps of the rungs at which `last` is the first value reported. */
  #rungsReachedAt(trial: FrozenTrial, last: number): number[] {
    const { minResource, reductionFactor, minEarlyStoppingRate } = this.#options;
    const before = [...trial.intermediateValues.keys()].filter((step) => step !== last);
    const previous = before.at(-1) ?? -1;
    const rungs = [];
    let rung = minResource * reductionFactor ** minEarlyStoppingRate;
    for (; rung <= last; rung *= reductionFactor) if (rung > previous) rungs.push(rung);
    return rungs;
  }

  #isPromoted(
    trial: FrozenTrial,
    others: readonly FrozenTrial[],
    rung: number,
    sign: number,
  ): boolean {
    const scores = [trial, ...others].map((other) => sign * valueAtRung(other, rung))
      .filter((score) => !Number.isNaN(score));
    const [own] = scores;
    const promoted = Math.max(Math.floor(scores.length / this.#options.reductionFactor), 1);
    return own <= scores.sort((a, b) => a - b)[promoted - 1];
  }
}

/** The first value reported at the rung or later; NaN if there is none. */
function valueAtRung({ intermediateValues }: FrozenTrial, rung: number): number {
  for (const [step, value] of intermediateValues) if (step >= rung) return value;
  return NaN;
}

const OPTIONS: OptionChecks<SuccessiveHalvingOptions> = {
  minResource: integer(1),
  reductionFactor: integer(2),
  minEarlyStoppingRate: integer(0),
};
