/**
 * Random search.
 *
 * @module
 */

import { checkOptions } from "../../internal/options.ts";
import { checkSeed, type RandomState } from "../../random/random_state.ts";
import {
  type Distribution,
  fromSearchScale,
  type ParamValue,
  searchBounds,
} from "../distributions.ts";
import { checkSample, type Sampler, type StudyView } from "./sampler.ts";
import { streamFor } from "./seeds.ts";

/** What {@linkcode RandomSampler} takes. */
export interface RandomSamplerOptions {
  /** From 0 to 2**32 - 1. Default: 0. */
  seed?: number;
}

/**
 * Random search: every parameter is drawn evenly and independently from its distribution.
 *
 * Source: Bergstra and Bengio, "Random Search for Hyper-Parameter Optimization", JMLR 13, 2012.
 */
export class RandomSampler implements Sampler {
  readonly #seed: number;

  /**
   * A sampler whose draws follow from the seed, the trial's number and the parameter's name.
   *
   * @throws {RangeError} If the seed is not an integer from 0 to 2**32 - 1.
   */
  constructor(options: RandomSamplerOptions = {}) {
    checkOptions("RandomSampler", options, { seed: checkSeed });
    this.#seed = options.seed ?? 0;
  }

  /** An even draw from the distribution. */
  sample(study: StudyView, trial: number, name: string, distribution: Distribution): ParamValue {
    checkSample(study, trial, name, distribution);
    return drawEvenly(streamFor(this.#seed, trial, name), distribution);
  }
}

/** An even draw from the distribution. */
export function drawEvenly(rng: RandomState, distribution: Distribution): ParamValue {
  const [u] = rng.rand(1);
  if (distribution.type === "categorical") {
    return distribution.choices[Math.floor(u * distribution.choices.length)];
  }
  const [low, high] = searchBounds(distribution);
  return fromSearchScale(distribution, low + u * (high - low));
}
