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
  quote,
} from "../internal/checks.ts";
import { checkOptions, type OptionChecks } from "../internal/options.ts";
import { decimalStep } from "./decimal.ts";

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

/** By how much of a step a value may miss the grid, where floating point is finer than that. */
const STEP_TOLERANCE = 1e-8;

/** Roundings of two bounds, a step, a difference and a quotient. */
const ROUNDINGS = 4;

/** Narrower and wider ranges than these are scaled: what is computed of them would leave float64. */
const [NARROW, WIDE] = [2 ** -500, 2 ** 500];

const RANGE_OPTIONS: OptionChecks<RangeOptions> = { log: checkBoolean, step: checkPositive };

/**
 * A real number in [`low`, `high`].
 *
 * @throws {RangeError} If a bound or their distance is not finite, `high < low`, `log` goes with a `low` of 0 or less
 * or with a step, or the step does not lead from `low` to `high`.
 *
 * @example
 * ```ts
 * import { floatDistribution } from "two-layer-net/tuning";
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

/** Throws a RangeError unless `value` is of the distribution's kind: a number, or one of the choices. */
export function checkParamOf(name: string, value: unknown, distribution: Distribution): void {
  checkParamValue(name, value);
  if (distribution.type !== "categorical") return checkNumber(name, value);
  if (distribution.choices.includes(value)) return;
  throw new RangeError(expectation(name, `one of ${quote(distribution.choices)}`, value));
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
  return value >= low && value <= high && (step === null || isOnGrid(low, value, step));
}

/** Whether the distribution allows one value only, as far as its scale can tell values apart. */
export function isSingle(distribution: Distribution): boolean {
  if (distribution.type === "categorical") return distribution.choices.length === 1;
  const { low, high, log } = distribution;
  return low === high || (log && Math.log(low) === Math.log(high));
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

/**
 * The power of two by which a numeric parameter is multiplied while it is computed with, so that
 * neither a range such as [0, 1e-320] nor [0, 1e308] leaves float64; 1 for every ordinary range.
 */
export function rangeScale({ low, high, log }: FloatDistribution | IntDistribution): number {
  const width = high - low;
  if (log || (width >= NARROW && width <= WIDE)) return 1;
  return width < NARROW ? 1 / NARROW : 1 / WIDE;
}

/**
 * The bounds within which a numeric parameter is drawn before it is rounded to its step, multiplied
 * by its {@linkcode rangeScale}.
 */
export function searchBounds(
  distribution: FloatDistribution | IntDistribution,
): [low: number, high: number] {
  const { low, high, log, step } = distribution;
  const scale = rangeScale(distribution);
  const margin = (step ?? 0) * scale / 2;
  const bounds = [low * scale - margin, high * scale + margin] as const;
  return log ? [Math.log(bounds[0]), Math.log(bounds[1])] : [...bounds];
}

/** The allowed value nearest to `x`, which lies within {@linkcode searchBounds}. */
export function fromSearchScale(
  distribution: FloatDistribution | IntDistribution,
  x: number,
): number {
  const { low, high, log, step } = distribution;
  const value = log ? Math.exp(x) : Math.min(Math.max(x / rangeScale(distribution), low), high);
  const count = step === null ? NaN : Math.round((value - low) / step);
  const isCounted = distribution.type === "int" || Number.isSafeInteger(count);
  const rounded = isCounted ? stepValue(distribution, count) : value;
  return Math.min(Math.max(rounded, low), high);
}

/** Every value of a range in steps, in order. */
export function stepValues(distribution: FloatDistribution | IntDistribution): number[] {
  const count = countSteps(distribution);
  return Array.from({ length: count + 1 }, (_, k) => {
    // A bound that was computed may miss the grid by a rounding.
    return k === count ? distribution.high : stepValue(distribution, k);
  });
}

/** How many steps lead from `low` to `high`. */
export function countSteps({ low, high, step }: FloatDistribution | IntDistribution): number {
  return Math.round((high - low) / step!);
}

/** The value `k` steps above `low`. */
export function stepValue(
  { type, low, step }: FloatDistribution | IntDistribution,
  k: number,
): number {
  return type === "int" ? low + k * step : decimalStep(low, step!, k);
}

function checkStepFits(low: number, high: number, step: number): void {
  if (isOnGrid(low, high, step)) return;
  const count = Math.floor((high - low) / step);
  const [below, above] = [count, count + 1].map((k) => decimalStep(low, step, k));
  throw new RangeError(
    expectation(
      "high",
      `a whole number of steps of ${step} above ${low}, as ${below} and ${above} are,`,
      high,
    ),
  );
}

/** Whether `value` is a whole number of steps above `low`, as far as float64 can tell. */
function isOnGrid(low: number, value: number, step: number): boolean {
  const count = (value - low) / step;
  const rounding = ROUNDINGS * Number.EPSILON * Math.max(Math.abs(low), Math.abs(value)) / step;
  return count === Infinity ||
    Math.abs(count - Math.round(count)) <= Math.max(STEP_TOLERANCE, rounding);
}
