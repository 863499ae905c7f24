/**
 * Learning-rate schedules whose parts are half waves of a cosine.
 *
 * @module
 */

import { checkInteger, checkNumber, checkPositive, expectation } from "../internal/checks.ts";
import { checkOptions, integer, number, required } from "../internal/options.ts";
import type { Schedule } from "./schedules.ts";

/**
 * From `learningRate` at step 0 down to `minimum` at step `numIters`, along half a wave of a cosine,
 * and `minimum` from there on: PyTorch's `CosineAnnealingLR(T_max=numIters, eta_min=minimum)`, which
 * would rise again.
 *
 * @param learningRate The rate of the first step.
 * @param numIters Number of steps, 1 or more.
 * @param minimum The rate that is approached. Default: 0.
 * @throws {RangeError} If a rate is negative or not finite, or `numIters` not an integer above 0.
 *
 * @example
 * ```ts
 * import { cosineDecay } from "two-layer-net";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const rate = cosineDecay(1, 100);
 * [[0, 1], [50, 0.5], [100, 0]].forEach(([step, r]) => assertAlmostEquals(rate(step), r));
 * ```
 */
export function cosineDecay(learningRate: number, numIters: number, minimum = 0): Schedule {
  checkNumber("learningRate", learningRate, 0);
  checkInteger("numIters", numIters, 1);
  checkNumber("minimum", minimum, 0);
  return (step) => halfWave(learningRate, minimum, step / numIters);
}

/** Options of {@linkcode warmupCosine}. */
export interface WarmupCosineOptions {
  /** Number of steps in all. */
  numIters: number;
  /** Steps that the rate rises before it falls, less than `numIters`. */
  warmupSteps: number;
  /** The first step's rate, as a share of the greatest, from 0 to 1. Default: 1 / 3. */
  startFactor?: number;
  /** The rate that is approached in the end. Default: 0. */
  minimum?: number;
}

/**
 * A linear rise to `learningRate` at step `warmupSteps`, and then {@linkcode cosineDecay} over the
 * steps that are left: PyTorch's `SequentialLR` of `LinearLR` and `CosineAnnealingLR`.
 *
 * @throws {RangeError} If a rate or a factor is out of range, or a number of steps does not fit.
 *
 * @example
 * ```ts
 * import { warmupCosine } from "two-layer-net";
 * import { assertEquals } from "@std/assert";
 *
 * const rate = warmupCosine(1, { numIters: 100, warmupSteps: 4, startFactor: 0 });
 * assertEquals([0, 1, 2, 3, 4].map(rate), [0, 0.25, 0.5, 0.75, 1]);
 * ```
 */
export function warmupCosine(learningRate: number, options: WarmupCosineOptions): Schedule {
  checkOptions("warmupCosine", options, {
    numIters: required(integer(1)),
    warmupSteps: required(integer(0)),
    startFactor: number(0, 1),
    minimum: number(0),
  });
  const { numIters, warmupSteps, startFactor = 1 / 3, minimum = 0 } = options;
  checkInteger("warmupSteps", warmupSteps, 0, numIters - 1);
  const decay = cosineDecay(learningRate, numIters - warmupSteps, minimum);
  return (step) => {
    if (step >= warmupSteps) return decay(step - warmupSteps);
    return learningRate * (startFactor + (1 - startFactor) * step / warmupSteps);
  };
}

/** Options of {@linkcode oneCycle}; the defaults are PyTorch's. */
export interface OneCycleOptions {
  /** Number of steps in all. */
  numIters: number;
  /** Share of the steps in which the rate rises, above 0 and below 1. Default: 0.3. */
  riseShare?: number;
  /** The greatest rate is so many times the first. Default: 25. */
  startDivisor?: number;
  /** The first rate is so many times the last. Default: 1e4. */
  endDivisor?: number;
}

/**
 * Up to `greatestRate` and down to almost nothing, along two half waves of a cosine: PyTorch's
 * `OneCycleLR(max_lr, total_steps=numIters, pct_start=riseShare, div_factor=startDivisor,
 * final_div_factor=endDivisor)`, after Smith and Topin, arXiv:1708.07120. The last step has the
 * last rate, and so have steps beyond.
 *
 * @throws {RangeError} If an argument is out of range, or the rise would have less than one step.
 *
 * @example
 * ```ts
 * import { oneCycle } from "two-layer-net";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const rate = oneCycle(1, { numIters: 101, riseShare: 0.5 });
 * [[0, 0.04], [49.5, 1], [100, 4e-6]].forEach(([step, r]) => assertAlmostEquals(rate(step), r));
 * ```
 */
export function oneCycle(greatestRate: number, options: OneCycleOptions): Schedule {
  checkNumber("greatestRate", greatestRate, 0);
  checkOptions("oneCycle", options, {
    numIters: required(integer(2)),
    riseShare: number(0, 1),
    startDivisor: checkPositive,
    endDivisor: checkPositive,
  });
  const { numIters, riseShare = 0.3, startDivisor = 25, endDivisor = 1e4 } = options;
  const top = riseShare * numIters - 1;
  if (!(top > 0 && riseShare < 1)) {
    const range = `greater than 1 / numIters = ${1 / numIters} and less than 1`;
    throw new RangeError(expectation("riseShare", range, riseShare));
  }
  const first = greatestRate / startDivisor, last = first / endDivisor;
  return (step) =>
    step <= top
      ? halfWave(first, greatestRate, step / top)
      : halfWave(greatestRate, last, (step - top) / (numIters - 1 - top));
}

/** From `start` to `end` as `progress` goes from 0 to 1; `end` beyond. */
function halfWave(start: number, end: number, progress: number): number {
  return end + (start - end) * (1 + Math.cos(Math.PI * Math.min(1, progress))) / 2;
}
