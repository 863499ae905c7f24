/**
 * The tree-structured Parzen estimator.
 *
 * @module
 */

import { checkSeed } from "../../random/random_state.ts";
import { checkBoolean, checkInteger } from "../../internal/checks.ts";
import { checkOptions, integer, type OptionChecks } from "../../internal/options.ts";
import {
  type Distribution,
  fromNumber,
  isSameDistribution,
  isSingle,
  type ParamValue,
  type SearchSpace,
  toNumber,
  type TrialParams,
} from "../distributions.ts";
import { compare, type FrozenTrial, lastStepOf } from "../trial.ts";
import { ParzenEstimator } from "./parzen_estimator.ts";
import { drawEvenly } from "./random.ts";
import { checkSample, checkStudyView, type Sampler, type StudyView } from "./sampler.ts";
import { streamFor } from "./seeds.ts";

/** What {@linkcode TpeSampler} takes. */
export interface TpeSamplerOptions {
  /** From 0 to 2**32 - 1. Default: 0. */
  seed?: number;
  /** Parameters are drawn evenly until this many trials are finished. Default: 10. */
  numStartupTrials?: number;
  /** Draws from the good trials' density, the most promising of which is taken. Default: 24. */
  numCandidates?: number;
  /** Draw all parameters together, so that what goes well together is found. Default: true. */
  multivariate?: boolean;
  /** Count running trials among the poor ones, so that workers do not crowd. Default: true. */
  constantLiar?: boolean;
}

/** At most this many trials are called good. */
const MAX_GOOD_TRIALS = 25;

const OPTIONS: OptionChecks<TpeSamplerOptions> = {
  seed: checkSeed,
  numStartupTrials: integer(0),
  numCandidates: integer(1, 1e6),
  multivariate: checkBoolean,
  constantLiar: checkBoolean,
};

/**
 * The tree-structured Parzen estimator: two densities are fitted, to the parameters of the best tenth
 * of the trials and to the others', and of several draws from the first the one is taken that it
 * favours most over the second.
 *
 * Sources: Bergstra et al., "Algorithms for Hyper-Parameter Optimization", NeurIPS 2011; the defaults
 * and the treatment of pruned and running trials are those of Optuna 5's TPESampler.
 */
export class TpeSampler implements Sampler {
  readonly #options: Required<TpeSamplerOptions>;

  /**
   * A sampler whose draws follow from the seed, the trial's number and the trials before it.
   *
   * @throws {RangeError} If the seed or a count is out of range.
   */
  constructor(options: TpeSamplerOptions = {}) {
    checkOptions("TpeSampler", options, OPTIONS);
    const { seed = 0, numStartupTrials = 10, numCandidates = 24 } = options;
    const { multivariate = true, constantLiar = true } = options;
    this.#options = { seed, numStartupTrials, numCandidates, multivariate, constantLiar };
  }

  /** The parameters that every finished trial has, if `multivariate`. */
  sampleTogether(study: StudyView, trial: number): TrialParams {
    checkStudyView("study", study);
    checkInteger("trial", trial, 0);
    if (!this.#options.multivariate) return {};
    const space = study.searchSpace ?? commonSpace(study.getTrials(["COMPLETE", "PRUNED"]));
    const searched = Object.entries(space).filter(([, distribution]) => !isSingle(distribution));
    return this.#sample(study, trial, Object.fromEntries(searched)) ?? {};
  }

  /** One parameter, drawn independently of the others. */
  sample(study: StudyView, trial: number, name: string, distribution: Distribution): ParamValue {
    checkSample(study, trial, name, distribution);
    const drawn = isSingle(distribution)
      ? null
      : this.#sample(study, trial, { [name]: distribution });
    return drawn
      ? drawn[name]
      : drawEvenly(streamFor(this.#options.seed, trial, name), distribution);
  }

  /** `null` as long as there are too few trials to learn from. */
  #sample(study: StudyView, trial: number, space: SearchSpace): TrialParams | null {
    const names = Object.keys(space);
    const finished = study.getTrials(["COMPLETE", "PRUNED"]);
    if (names.length === 0 || finished.length < this.#options.numStartupTrials) return null;
    const [good, poor] = splitTrials(finished, study.direction);
    const running = this.#options.constantLiar ? study.getTrials(["RUNNING"]) : [];
    const others = running.filter(({ number }) => number !== trial);
    const best = this.#mostPromising(
      fit(space, good),
      fit(space, [...poor, ...others].sort((a, b) => a.number - b.number)),
      streamFor(this.#options.seed, trial, JSON.stringify(names)),
    );
    return Object.fromEntries(names.map((name, i) => [name, fromNumber(space[name], best[i])]));
  }

  #mostPromising(
    good: ParzenEstimator,
    poor: ParzenEstimator,
    rng: ReturnType<typeof streamFor>,
  ): number[] {
    const draws = Array.from({ length: this.#options.numCandidates }, () => good.sample(rng));
    const ratios = draws.map((draw) => good.logDensity(draw) - poor.logDensity(draw));
    const best = ratios.reduce((most, ratio, i) => ratio > ratios[most] ? i : most, 0);
    return draws[best];
  }
}

/** The best tenth of the trials, and the others, each in the order of their numbers. */
function splitTrials(
  trials: readonly FrozenTrial[],
  direction: StudyView["direction"],
): [good: FrozenTrial[], poor: FrozenTrial[]] {
  const sign = direction === "minimize" ? 1 : -1;
  const numGood = Math.min(Math.ceil(trials.length / 10), MAX_GOOD_TRIALS);
  const good: FrozenTrial[] = []; // the best first, of equals the one that came first
  for (const trial of trials) {
    let place = good.length;
    while (place > 0 && compareTrials(trial, good[place - 1], sign) < 0) place--;
    if (place === numGood) continue;
    good.splice(place, 0, trial);
    good.length = Math.min(good.length, numGood);
  }
  const isGood = new Set(good);
  return [
    trials.filter((trial) => isGood.has(trial)),
    trials.filter((trial) => !isGood.has(trial)),
  ];
}

/** COMPLETE trials before PRUNED ones; those by their value, these by how far they came, then by it. */
function compareTrials(a: FrozenTrial, b: FrozenTrial, sign: number): number {
  if (a.state !== b.state) return a.state === "COMPLETE" ? -1 : 1;
  if (a.state === "COMPLETE") return compare(sign * a.value!, sign * b.value!);
  const stepA = lastStepOf(a) ?? -1;
  const stepB = lastStepOf(b) ?? -1;
  return stepB - stepA || compare(lastScore(a, sign), lastScore(b, sign));
}

function lastScore(trial: FrozenTrial, sign: number): number {
  const value = trial.intermediateValues.get(lastStepOf(trial) ?? -1) ?? NaN;
  return Number.isNaN(value) ? Infinity : sign * value;
}

/** The density of the parameters of those trials that have them all. */
function fit(space: SearchSpace, trials: readonly FrozenTrial[]): ParzenEstimator {
  const names = Object.keys(space);
  const points = trials.map(({ state, proposal, params }) =>
    state === "RUNNING" ? { ...proposal, ...params } : params
  ).filter((params) => names.every((name) => Object.hasOwn(params, name)));
  const observations = names.map((name) =>
    Float64Array.from(points, (params) => toNumber(space[name], params[name]))
  );
  return new ParzenEstimator(names.map((name) => space[name]), observations);
}

/** The distributions that all trials share. */
function commonSpace(trials: readonly FrozenTrial[]): SearchSpace {
  const [first, ...others] = trials;
  if (!first) return {};
  const shared = Object.entries(first.distributions).filter(([name, distribution]) =>
    others.every(({ distributions }) =>
      Object.hasOwn(distributions, name) && isSameDistribution(distributions[name], distribution)
    )
  );
  return Object.fromEntries(shared);
}
