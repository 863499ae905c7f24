/**
 * The density that the tree-structured Parzen estimator fits to observed parameters.
 *
 * Source: Watanabe, "Tree-Structured Parzen Estimator: Understanding Its Algorithm Components and
 * Their Roles for Better Empirical Performance", arXiv:2304.11127, with the constants of Optuna 5.
 *
 * @module
 */

import type { RandomState } from "../../random/random_state.ts";
import {
  type CategoricalDistribution,
  type Distribution,
  type FloatDistribution,
  fromSearchScale,
  type IntDistribution,
  rangeScale,
  searchBounds,
} from "../distributions.ts";
import { logNormalMass, logNormalPdf } from "./normal.ts";

/** How many of the latest observations count in full; older ones count linearly less. */
const FULL_WEIGHTS = 25;

/** The last kernel of each mixture is the prior: one observation's worth of the whole range. */
const PRIOR_WEIGHT = 1;

/** One kernel an observation, and the prior, over one parameter. */
interface Kernels {
  /** A value near kernel `k`, as a number. */
  sample(rng: RandomState, k: number): number;
  /** The logarithm of the density, or probability, of `x` under each kernel, added to `sums`. */
  addLogDensities(x: number, sums: Float64Array): void;
}

/** A mixture of one kernel an observation and a prior; a kernel is a product over parameters. */
export class ParzenEstimator {
  readonly #weights: Float64Array;
  readonly #logWeights: Float64Array;
  readonly #kernels: Kernels[];

  /**
   * Fits the density.
   *
   * @param distributions What each parameter may be.
   * @param observations As many numbers per parameter, oldest first; choices as their places.
   */
  constructor(distributions: readonly Distribution[], observations: readonly Float64Array[]) {
    this.#weights = mixtureWeights(observations[0].length);
    this.#logWeights = this.#weights.map(Math.log);
    this.#kernels = distributions.map((distribution, i) =>
      distribution.type === "categorical"
        ? new CategoricalKernels(distribution, observations[i])
        : new NormalKernels(distribution, observations[i])
    );
  }

  /** One draw: a number per parameter. */
  sample(rng: RandomState): number[] {
    const k = choose(this.#weights, rng);
    return this.#kernels.map((kernels) => kernels.sample(rng, k));
  }

  /**
   * The logarithm of the density at `x`, a number per parameter. The density itself is a product over
   * the parameters, which leaves float64 with a few dozen of them.
   */
  logDensity(x: readonly number[]): number {
    const sums = this.#logWeights.slice();
    this.#kernels.forEach((kernels, i) => kernels.addLogDensities(x[i], sums));
    return logSumExp(sums);
  }
}

/** Normal kernels, cut off at the bounds, on the scale that is searched. */
class NormalKernels implements Kernels {
  readonly #distribution: FloatDistribution | IntDistribution;
  readonly #scale: number;
  readonly #low: number;
  readonly #high: number;
  readonly #means: Float64Array;
  readonly #deviations: Float64Array;
  /** The place of each kernel among those that differ: of a grid's thousands, a few hundred do. */
  readonly #places: Uint32Array;
  readonly #distinct: readonly Kernel[];

  constructor(distribution: FloatDistribution | IntDistribution, observations: Float64Array) {
    this.#distribution = distribution;
    this.#scale = rangeScale(distribution);
    [this.#low, this.#high] = searchBounds(distribution);
    const means = observations.map((x) => this.#position(x));
    this.#means = new Float64Array(means.length + 1).fill((this.#low + this.#high) / 2);
    this.#means.set(means);
    this.#deviations = bandwidths(means, this.#low, this.#high);
    [this.#places, this.#distinct] = this.#findDistinct();
  }

  sample(rng: RandomState, k: number): number {
    // A kernel's mean lies within the bounds and its deviation is at most their distance, so at
    // least every third draw falls between them.
    for (;;) {
      const x = this.#means[k] + this.#deviations[k] * rng.randn(1)[0];
      if (x >= this.#low && x <= this.#high) return fromSearchScale(this.#distribution, x);
    }
  }

  addLogDensities(x: number, sums: Float64Array): void {
    const logDensity = this.#distribution.step === null
      ? this.#logDensityAt(x)
      : this.#logProbabilityOf(x);
    const logarithms = new Float64Array(this.#distinct.length);
    for (let i = 0; i < logarithms.length; i++) logarithms[i] = logDensity(this.#distinct[i]);
    for (let k = 0; k < sums.length; k++) sums[k] += logarithms[this.#places[k]];
  }

  #logDensityAt(x: number): (kernel: Kernel) => number {
    const position = this.#position(x);
    return ({ mean, deviation, peak }) => {
      const distance = (position - mean) / deviation;
      return peak - distance * distance / 2;
    };
  }

  /** Of a value on a grid: that of the values that are rounded to it. */
  #logProbabilityOf(x: number): (kernel: Kernel) => number {
    const { log, step } = this.#distribution;
    const half = step! * this.#scale / 2;
    const [low, high] = log ? [Math.log(x - half), Math.log(x + half)] : [
      this.#position(x) - half,
      this.#position(x) + half,
    ];
    // Beside a great x, half a step is lost in its ends.
    const width = log ? Math.log1p(step! / (x - half)) : 2 * half;
    return (kernel) => logMassIn(kernel, low, high, width) - kernel.logMass;
  }

  #findDistinct(): [places: Uint32Array, distinct: Kernel[]] {
    const distinct: Kernel[] = [], known = new Map<number, Map<number, number>>();
    const places = this.#means.map((mean, k) => {
      const deviation = this.#deviations[k];
      const ofMean = known.get(mean) ?? new Map<number, number>();
      known.set(mean, ofMean);
      const place = ofMean.get(deviation) ?? distinct.push(this.#kernel(mean, deviation)) - 1;
      ofMean.set(deviation, place);
      return place;
    });
    return [Uint32Array.from(places), distinct];
  }

  #kernel(mean: number, deviation: number): Kernel {
    const logMass = logMassIn({ mean, deviation }, this.#low, this.#high);
    const peak = logNormalPdf(0) - Math.log(deviation) + Math.log(this.#scale) - logMass;
    return { mean, deviation, logMass, peak };
  }

  #position(x: number): number {
    return this.#distribution.log ? Math.log(x) : x * this.#scale;
  }
}

/** A normal kernel. */
interface Kernel {
  readonly mean: number;
  readonly deviation: number;
  /** The logarithm of what is left of it within the bounds. */
  readonly logMass: number;
  /** The logarithm of its density at the mean. */
  readonly peak: number;
}

function logMassIn(
  { mean, deviation }: Pick<Kernel, "mean" | "deviation">,
  low: number,
  high: number,
  width: number = high - low,
): number {
  return logNormalMass((low - mean) / deviation, (high - mean) / deviation, width / deviation);
}

/** Each kernel favours its observation's choice; the prior favours none. */
class CategoricalKernels implements Kernels {
  readonly #probabilities: Float64Array[];
  readonly #logarithms: Float64Array[];

  constructor({ choices }: CategoricalDistribution, observations: Float64Array) {
    const kernels = observations.length + 1;
    const base = PRIOR_WEIGHT / kernels;
    this.#probabilities = Array.from({ length: kernels }, (_, k) => {
      const row = new Float64Array(choices.length).fill(base);
      if (k < observations.length) row[observations[k]] += 1;
      const sum = row.reduce((total, value) => total + value, 0);
      return row.map((value) => value / sum);
    });
    this.#logarithms = this.#probabilities.map((row) => row.map(Math.log));
  }

  sample(rng: RandomState, k: number): number {
    return choose(this.#probabilities[k], rng);
  }

  addLogDensities(x: number, sums: Float64Array): void {
    for (let k = 0; k < sums.length; k++) sums[k] += this.#logarithms[k][x];
  }
}

/** The weights of `n` observations, oldest first, and of the prior; they sum to 1. */
function mixtureWeights(n: number): Float64Array {
  const ramp = Math.max(n - FULL_WEIGHTS, 0);
  const weights = Float64Array.from({ length: n + 1 }, (_, i) => {
    if (i >= ramp) return 1;
    return 1 / n + (ramp === 1 ? 0 : (1 - 1 / n) * i / (ramp - 1));
  });
  weights[n] = PRIOR_WEIGHT;
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

/**
 * The deviation of each kernel: the distance to the farther of its neighbours (of the outermost
 * observations: to the only one), but neither too small for the number of kernels (Optuna's "magic
 * clip") nor wider than the range, which the prior's is.
 */
function bandwidths(means: Float64Array, low: number, high: number): Float64Array {
  const n = means.length;
  const range = high - low;
  const least = range / Math.min(100, n + 2);
  const order = Array.from(means.keys()).sort((i, j) => means[i] - means[j]);
  const deviations = new Float64Array(n + 1).fill(range);
  order.forEach((i, place) => {
    const below = place > 0 ? means[i] - means[order[place - 1]] : n > 1 ? 0 : means[i] - low;
    const above = place < n - 1 ? means[order[place + 1]] - means[i] : n > 1 ? 0 : high - means[i];
    deviations[i] = Math.min(Math.max(below, above, least), range);
  });
  return deviations;
}

/** The logarithm of the sum of the exponentials. */
function logSumExp(logarithms: Float64Array): number {
  let greatest = -Infinity, sum = 0;
  for (const x of logarithms) greatest = Math.max(greatest, x);
  for (const x of logarithms) sum += Math.exp(x - greatest);
  return greatest + Math.log(sum);
}

/** A place drawn with the given probabilities. */
function choose(probabilities: Float64Array, rng: RandomState): number {
  const [u] = rng.rand(1);
  let sum = 0;
  const k = probabilities.findIndex((probability) => u < (sum += probability));
  return k < 0 ? probabilities.length - 1 : k;
}
