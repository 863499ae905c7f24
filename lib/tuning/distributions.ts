/**
 * What a parameter may be: the ranges and choices that a study searches.
 *
 * @module
 */

import {
  checkBoolean,
  checkChoice,
  checkInteger,
  checkNumber,
  checkObject,
  checkPositive,
  expectation,
} from "../internal/checks.ts";
import { checkOptions, type OptionChecks } from "../internal/options.ts";
import { countSteps } from "./decimal.ts";

/** A value of a parameter. */
export type ParamValue = number | string | boolean | null;

/** Parameters by name. */
export type TrialParams = Readonly<Record<string, ParamValue>>;

/** A real number in [`low`, `high`]. */
export interface FloatDistribution {
  /** Tells the kinds of distribution apart. */
  readonly type: "float";
  /** Least value. */
  readonly low: number;
  /** Greatest value. */
  readonly high: number;
  /** Whether the logarithm is searched evenly, rather than the value. */
  readonly log: boolean;
  /** Distance of neighbouring values, counted from `low`; `null` for none. */
  readonly step: number | null;
}

/** An integer in [`low`, `high`]. */
export interface IntDistribution {
  /** Tells the kinds of distribution apart. */
  readonly type: "int";
  /** Least value. */
  readonly low: number;
  /** Greatest value. */
  readonly high: number;
  /** Whether the logarithm is searched evenly, rather than the value. */
  readonly log: boolean;
  /** Distance of neighbouring values, counted from `low`. */
  readonly step: number;
}

/** One of a list of values that have no order. */
export interface CategoricalDistribution {
  /** Tells the kinds of distribution apart. */
  readonly type: "categorical";
  /** The values, each once. */
  readonly choices: readonly ParamValue[];
}

/** What a parameter may be. */
export type Distribution = FloatDistribution | IntDistribution | CategoricalDistribution;

/** Distributions by parameter name. */
export type SearchSpace = Readonly<Record<string, Distribution>>;

/** How a numeric range is searched. */
export interface RangeOptions {
  /** Search the logarithm evenly; `low` must be greater than 0. Default: false. */
  log?: boolean;
  /** Distance of neighbouring values; `high` must lie a whole number of steps above `low`. */
  step?: number;
}

/** Steps are counted in floating point: 0.3 / 0.1 is a whole number for our purposes. */
const STEP_TOLERANCE = 1e-8;

/** Relative error of a value on the grid: that of a product, a sum and a difference, with room. */
const ROUNDING = 4 * Number.EPSILON;
const RANGE_OPTIONS: OptionChecks<RangeOptions> = { log: checkBoolean, step: checkPositive };

/**
 * A real number in [`low`, `high`].
 *
 * @throws {RangeError} If a bound or their distance is not finite, `high < low`, `log` goes with a `low` of 0 or less
 * or with a step, or the step does not lead from `low` to `high`.
 *
 * @example
 * ```ts
 * import { floatDistribution } from "two-layer-net";
 * import { assertEquals } from "@std/assert";
 *
 * const learningRate = floatDistribution(1e-5, 1e-1, { log: true });
 * assertEquals(learningRate, { type: "float", low: 1e-5, high: 0.1, log: true, step: null });
 * ```
 */
export function floatDistribution(
  low: number,
  high: number,
  options: RangeOptions = {},
): FloatDistribution {
  checkOptions("a float range", options, RANGE_OPTIONS);
  const { log = false, step } = options;
  checkNumber("low", low);
  checkNumber("high", high, low);
  checkNumber("high - low", high - low);
  if (log) checkPositive("low of a log range", low);
  if (step !== undefined) {
    checkPositive("step", step);
    if (log) throw new RangeError(expectation("step of a log range", "left out", step));
    checkStepFits(low, high, step);
  }
  return { type: "float", low, high, log, step: step ?? null };
}

/**
 * An integer in [`low`, `high`].
 *
 * @throws {RangeError} If a bound or the step is not an integer, `high < low`, `log` goes with a
 * `low` of 0 or less or with a step other than 1, or the step does not lead from `low` to `high`.
 */
export function intDistribution(
  low: number,
  high: number,
  options: RangeOptions = {},
): IntDistribution {
  checkOptions("an integer range", options, RANGE_OPTIONS);
  const { log = false, step = 1 } = options;
  checkInteger("low", low, log ? 1 : -Infinity);
  checkInteger("high", high, low);
  checkInteger("low", low, Number.MIN_SAFE_INTEGER);
  checkInteger("high", high, low, Number.MAX_SAFE_INTEGER);
  checkInteger("step", step, 1);
  if (log && step !== 1) throw new RangeError(expectation("step of a log range", "1", step));
  checkStepFits(low, high, step);
  return { type: "int", low, high, log, step };
}

/**
 * One of `choices`.
 *
 * @throws {RangeError} If there is no choice, or one comes twice or is no string, boolean, null or
 * finite number.
 */
export function categoricalDistribution(choices: readonly ParamValue[]): CategoricalDistribution {
  checkValues("choices", choices);
  return { type: "categorical", choices: [...choices] };
}

/** Throws a RangeError unless `values` is a list of one or more parameter values, each once. */
export function checkValues(name: string, values: readonly ParamValue[]): void {
  if (!Array.isArray(values) || values.length === 0) {
    throw new RangeError(expectation(name, "a list of one or more values", values));
  }
  const seen = new Set<ParamValue>();
  values.forEach((value, i) => {
    checkParamValue(`${name}[${i}]`, value);
    if (seen.size === seen.add(value).size) {
      throw new RangeError(expectation(`${name}[${i}]`, "unlike the values before it", value));
    }
  });
}

/** Throws unless `value` is a distribution, as one of the functions here makes it. */
export function checkDistribution(name: string, value: unknown): asserts value is Distribution {
  checkObject(name, value);
  const { type, ...range } = value as Distribution;
  checkChoice(`${name}.type`, type, ["float", "int", "categorical"]);
  if (type === "categorical") {
    return checkValues(`${name}.choices`, (range as CategoricalDistribution).choices);
  }
  const { low, high, log, step } = range as FloatDistribution;
  checkNumber(`${name}.low`, low);
  checkNumber(`${name}.high`, high, low);
  checkBoolean(`${name}.log`, log);
  if (log) checkPositive(`${name}.low`, low);
  if (type === "int" || step !== null) checkPositive(`${name}.step`, step);
}

/** Throws unless `value` is an object of distributions. */
export function checkSearchSpace(name: string, value: unknown): asserts value is SearchSpace {
  checkObject(name, value);
  for (const [key, one] of Object.entries(value)) checkDistribution(`${name}.${key}`, one);
}

/** Throws a RangeError unless `value` can be a parameter's. */
export function checkParamValue(name: string, value: unknown): asserts value is ParamValue {
  if (isParamValue(value)) return;
  throw new RangeError(expectation(name, "a string, a boolean, null or a finite number", value));
}

/** Whether `value` can be a parameter's. */
export function isParamValue(value: unknown): value is ParamValue {
  if (value === null || typeof value === "string" || typeof value === "boolean") return true;
  return Number.isFinite(value);
}

/** Whether `value` is one of those that the distribution allows. */
export function contains(distribution: Distribution, value: ParamValue): boolean {
  if (distribution.type === "categorical") return distribution.choices.includes(value);
  if (typeof value !== "number") return false;
  const { low, high, step } = distribution;
  return value >= low && value <= high && (step === null || isOnGrid(value, low, step));
}

/** Whether the distribution allows one value only, so that there is nothing to search. */
export function isSingle(distribution: Distribution): boolean {
  if (distribution.type === "categorical") return distribution.choices.length === 1;
  return distribution.low === distribution.high;
}

/** Whether two distributions allow the same values and search them in the same way. */
export function isSameDistribution(a: Distribution, b: Distribution): boolean {
  if (a.type === "categorical") {
    return b.type === "categorical" && a.choices.length === b.choices.length &&
      a.choices.every((choice, i) => choice === b.choices[i]);
  }
  return a.type === b.type && a.low === b.low && a.high === b.high && a.log === b.log &&
    a.step === b.step;
}

/** The value as a number: itself, or the place of a choice in its list. */
export function toNumber(distribution: Distribution, value: ParamValue): number {
  return distribution.type === "categorical"
    ? distribution.choices.indexOf(value)
    : value as number;
}

/** The inverse of {@linkcode toNumber}. */
export function fromNumber(distribution: Distribution, x: number): ParamValue {
  return distribution.type === "categorical" ? distribution.choices[x] : x;
}

/** The bounds within which a numeric parameter is drawn before it is rounded to its step. */
export function searchBounds(
  { low, high, log, step }: FloatDistribution | IntDistribution,
): [low: number, high: number] {
  const margin = (step ?? 0) / 2;
  const bounds = [low - margin, high + margin] as const;
  return log ? [Math.log(bounds[0]), Math.log(bounds[1])] : [...bounds];
}

/** The allowed value nearest to `x`, which lies within {@linkcode searchBounds}. */
export function fromSearchScale(
  { low, high, log, step }: FloatDistribution | IntDistribution,
  x: number,
): number {
  const value = log ? Math.exp(x) : x;
  const rounded = step === null ? value : low + Math.round((value - low) / step) * step;
  return Math.min(Math.max(rounded, low), high);
}

function checkStepFits(low: number, high: number, step: number): void {
  const { steps, isExact } = countSteps(low, high, step);
  if (isExact || isOnGrid(high, low, step)) return;
  const [below, above] = [steps, steps + 1n].map((n) => rounded(low + Number(n) * step));
  throw new RangeError(
    expectation(
      "high",
      `a whole number of steps of ${step} above ${low}, as ${below} and ${above} are,`,
      high,
    ),
  );
}

/** Without the last digit, which is that of rounding. */
function rounded(value: number): number {
  return Number(value.toPrecision(15));
}

/** Whether whole steps lead from `low` to the value, up to what rounding makes of them. */
function isOnGrid(value: number, low: number, step: number): boolean {
  const count = (value - low) / step;
  const rounding = ROUNDING * Math.max(Math.abs(value), Math.abs(low)) / step;
  return Math.abs(count - Math.round(count)) <= Math.max(STEP_TOLERANCE, rounding);
}
