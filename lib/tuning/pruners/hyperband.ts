/**
 * Hyperband over asynchronous successive halving.
 *
 * @module
 */

import { checkOptions, integer, required } from "../../internal/options.ts";
import { crc32 } from "node:zlib";
import { checkInteger, checkString } from "../../internal/checks.ts";
import type { StudyView } from "../samplers/sampler.ts";
import type { FrozenTrial } from "../trial.ts";
import { checkPrune, type Pruner } from "./pruner.ts";
import { SuccessiveHalvingPruner } from "./successive_halving.ts";

/** What {@linkcode HyperbandPruner} takes. */
export interface HyperbandOptions {
  /** The step of the first rung of the first bracket, 1 or more. Default: 1. */
  minResource?: number;
  /** The greatest step of a trial: the number of epochs, say. */
  maxResource: number;
  /** One trial of so many goes on from a rung. Default: 3. */
  reductionFactor?: number;
}

/**
 * Hyperband: several brackets of {@linkcode SuccessiveHalvingPruner} that stop trials more and less
 * early, as a hedge against objectives whose first values say little about the last. Trials are
 * allotted to brackets by a hash of the study's name and their number, and compete within them.
 *
 * Sources: Li et al., "Hyperband", JMLR 18, 2018; Optuna's HyperbandPruner.
 */
export class HyperbandPruner implements Pruner {
  readonly #brackets: SuccessiveHalvingPruner[];
  /** Shares of the trials, one a bracket. */
  readonly #budgets: number[];

  /**
   * Brackets for trials of `maxResource` steps.
   *
   * @throws {RangeError} If an option is not an integer, or too small.
   */
  constructor(options: HyperbandOptions) {
    checkOptions("HyperbandPruner", options, {
      minResource: integer(1),
      maxResource: required(integer(1)),
      reductionFactor: integer(2),
    });
    const { minResource = 1, maxResource, reductionFactor = 3 } = options;
    checkInteger("maxResource", maxResource, minResource);
    const brackets = countPowers(maxResource / minResource, reductionFactor) + 1;
    this.#brackets = Array.from(
      { length: brackets },
      (_, bracket) =>
        new SuccessiveHalvingPruner({
          minResource,
          reductionFactor,
          minEarlyStoppingRate: bracket,
        }),
    );
    this.#budgets = Array.from({ length: brackets }, (_, bracket) => {
      const halvings = brackets - 1 - bracket;
      return Math.ceil(brackets * reductionFactor ** halvings / (halvings + 1));
    });
  }

  /** Whether the trial should stop. */
  prune(study: StudyView, trial: FrozenTrial): boolean {
    checkPrune(study, trial);
    const bracket = this.bracketOf(study.name, trial.number);
    const rivals = {
      name: study.name,
      direction: study.direction,
      searchSpace: study.searchSpace,
      getTrials: (states?: Parameters<StudyView["getTrials"]>[0]) =>
        study.getTrials(states).filter(({ number }) =>
          this.bracketOf(study.name, number) === bracket
        ),
    };
    return this.#brackets[bracket].prune(rivals, trial);
  }

  /** Which bracket a trial belongs to: 0, which stops trials earliest, and so on. */
  bracketOf(study: string, trial: number): number {
    checkString("study", study);
    checkInteger("trial", trial, 0);
    const total = this.#budgets.reduce((sum, budget) => sum + budget, 0);
    let place = crc32(`${study}_${trial}`) % total;
    return this.#budgets.findIndex((budget) => (place -= budget) < 0);
  }
}

/** The greatest k with base ** k <= x, free of the rounding of logarithms. */
function countPowers(x: number, base: number): number {
  let powers = 0;
  for (let power = base; power <= x; power *= base) powers++;
  return powers;
}
