/**
 * The median stopping rule.
 *
 * @module
 */

import { checkOptions, integer, type OptionChecks } from "../../internal/options.ts";
import type { StudyView } from "../samplers/sampler.ts";
import { type FrozenTrial, lastStepOf } from "../trial.ts";
import { checkPrune, type Pruner } from "./pruner.ts";

/** What {@linkcode MedianPruner} takes. */
export interface MedianPrunerOptions {
  /** No trial is pruned before this many are COMPLETE. Default: 5. */
  numStartupTrials?: number;
  /** No trial is pruned before this step. Default: 0. */
  numWarmupSteps?: number;
  /** Steps between judgements, counted from the end of the warm-up. Default: 1. */
  intervalSteps?: number;
}

/**
 * The median stopping rule: a trial is pruned if its best value so far is worse than the median of
 * what COMPLETE trials reported at the same step, or if it has reported nothing but NaN.
 *
 * Sources: Golovin et al., "Google Vizier", KDD 2017; Optuna's MedianPruner.
 */
export class MedianPruner implements Pruner {
  readonly #options: Required<MedianPrunerOptions>;

  /**
   * A median stopping rule.
   *
   * @throws {RangeError} If an option is not an integer, or too small.
   */
  constructor(options: MedianPrunerOptions = {}) {
    checkOptions("MedianPruner", options, OPTIONS);
    const { numStartupTrials = 5, numWarmupSteps = 0, intervalSteps = 1 } = options;
    this.#options = { numStartupTrials, numWarmupSteps, intervalSteps };
  }

  /** Whether the trial should stop. */
  prune(study: StudyView, trial: FrozenTrial): boolean {
    checkPrune(study, trial);
    const step = lastStepOf(trial);
    const completed = study.getTrials(["COMPLETE"]);
    if (step === null || !this.#isDue(step, trial)) return false;
    if (completed.length === 0 || completed.length < this.#options.numStartupTrials) return false;
    const sign = study.direction === "minimize" ? 1 : -1;
    const scores = numbers([...trial.intermediateValues.values()]).map((value) => sign * value);
    if (scores.length === 0) return true;
    const others = numbers(completed.map(({ intermediateValues: at }) => at.get(step) ?? NaN));
    const bar = sign * median(others);
    return others.length > 0 && scores.every((score) => score > bar);
  }

  /** Whether `step` is the first reported one since the last judgement was due. */
  #isDue(step: number, trial: FrozenTrial): boolean {
    const { numWarmupSteps, intervalSteps } = this.#options;
    if (step < numWarmupSteps) return false;
    const due = step - (step - numWarmupSteps) % intervalSteps;
    const before = [...trial.intermediateValues.keys()].filter((other) => other !== step);
    return (before.at(-1) ?? -1) < due;
  }
}

function numbers(values: readonly number[]): number[] {
  return values.filter((value) => !Number.isNaN(value));
}

function median(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  const middle = (sorted.length - 1) / 2;
  return (sorted[Math.floor(middle)] + sorted[Math.ceil(middle)]) / 2;
}

const OPTIONS: OptionChecks<MedianPrunerOptions> = {
  numStartupTrials: integer(0),
  numWarmupSteps: integer(0),
  intervalSteps: integer(1),
};
