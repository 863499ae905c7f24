/**
 * Learning-rate schedules: functions of the step count.
 *
 * @module
 */

import { checkInteger, checkNumber, checkPositive } from "../internal/checks.ts";

/** The learning rate of step 0, 1, 2, … */
export type Schedule = (step: number) => number;

/**
 * The assignment's schedule: the rate is multiplied by `decay` after every step whose number is a
 * multiple of `stepsPerEpoch`, step 0 included.
 *
 * `stepsPerEpoch` may be a fraction, and the remainder is then a float remainder, as in Python.
 * The rate is the product of single multiplications, as in the original's loop: a power would
 * round differently.
 *
 * @throws {RangeError} If an argument is negative or not finite, or `stepsPerEpoch` is 0.
 *
 * @example
 * ```ts
 * import { epochDecay } from "two-layer-net";
 * import { assertEquals } from "@std/assert";
 *
 * const rate = epochDecay(1, 0.5, 2);
 * assertEquals([0, 1, 2, 3, 4].map(rate), [1, 0.5, 0.5, 0.25, 0.25]);
 * ```
 */
export function epochDecay(learningRate: number, decay: number, stepsPerEpoch: number): Schedule {
  checkNumber("learningRate", learningRate, 0);
  checkNumber("learningRateDecay", decay, 0);
  checkPositive("stepsPerEpoch", stepsPerEpoch);
  let at = 0, rate = learningRate;
  return (step) => {
    if (step < at) [at, rate] = [0, learningRate];
    for (; at < step; at++) if (isEpochEnd(at, stepsPerEpoch)) rate *= decay;
    return rate;
  };
}

/** Whether the assignment's loop records accuracies and decays the rate after this step. */
export function isEpochEnd(step: number, stepsPerEpoch: number): boolean {
  return step % stepsPerEpoch === 0;
}

/**
 * The same learning rate at every step.
 *
 * @throws {RangeError} If the rate is negative or not finite.
 */
export function constantRate(learningRate: number): Schedule {
  checkNumber("learningRate", learningRate, 0);
  return () => learningRate;
}

/**
 * learningRate · decay^step: PyTorch's `ExponentialLR(gamma=decay)`.
 *
 * @throws {RangeError} If an argument is negative or not finite.
 */
export function exponentialDecay(learningRate: number, decay: number): Schedule {
  checkNumber("learningRate", learningRate, 0);
  checkNumber("decay", decay, 0);
  return (step) => learningRate * decay ** step;
}

/**
 * learningRate · decay^floor(step / stepSize): PyTorch's `StepLR(step_size, gamma=decay)`.
 *
 * @throws {RangeError} If a rate is negative or not finite, or `stepSize` not an integer above 0.
 *
 * @example
 * ```ts
 * import { stepDecay } from "two-layer-net";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals([0, 1, 2, 3, 4].map(stepDecay(1, 0.5, 2)), [1, 1, 0.5, 0.5, 0.25]);
 * ```
 */
export function stepDecay(learningRate: number, decay: number, stepSize: number): Schedule {
  checkNumber("learningRate", learningRate, 0);
  checkNumber("decay", decay, 0);
  checkInteger("stepSize", stepSize, 1);
  return (step) => learningRate * decay ** Math.floor(step / stepSize);
}
