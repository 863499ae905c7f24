/**
 * What a search for a good net may vary.
 *
 * @module
 */

import { checkInteger, checkNumber, checkObject, expectation } from "../../internal/checks.ts";
import { anything, checkOptions, type OptionChecks } from "../../internal/options.ts";
import {
  categoricalDistribution,
  checkDistribution,
  checkSearchSpace,
  countSteps,
  type Distribution,
  type ParamValue,
  type SearchSpace,
  stepValues,
} from "../distributions.ts";
import type { Trial } from "../trial.ts";

/** What makes a trial's net, in the order of a grid's loops, the last one fastest. */
export interface NetParams {
  /** Number of hidden units. */
  readonly hiddenSize: number;
  /** Step size of the first step. */
  readonly learningRate: number;
  /** Regularisation strength. */
  readonly reg: number;
  /** Factor on the learning rate after each epoch. */
  readonly learningRateDecay: number;
  /** Rows a step. */
  readonly batchSize: number;
  /** Number of steps. */
  readonly numIters: number;
}

/** The distribution of each parameter. */
export type NetSpace = Readonly<Record<keyof NetParams, Distribution>>;

/** A fixed value, a list of values, or a distribution. */
export type NetRange = number | readonly number[] | Distribution;

interface ParamKind {
  /** The value if none is given: the assignment's where it has one. */
  readonly fixed: number;
  readonly isInteger: boolean;
}

const KINDS: Readonly<Record<keyof NetParams, ParamKind>> = {
  hiddenSize: { fixed: 100, isInteger: true },
  learningRate: { fixed: 1e-3, isInteger: false },
  reg: { fixed: 0.2, isInteger: false },
  learningRateDecay: { fixed: 0.95, isInteger: false },
  batchSize: { fixed: 200, isInteger: true },
  numIters: { fixed: 1000, isInteger: true },
};

/** The names; each range is checked where it is read. */
const RANGES: OptionChecks<Partial<Record<keyof NetParams, NetRange>>> = {
  hiddenSize: anything,
  learningRate: anything,
  reg: anything,
  learningRateDecay: anything,
  batchSize: anything,
  numIters: anything,
};
/** More values of one parameter than any grid can be run over. */
const MAX_VALUES = 1_000_000;

/** Names of the parameters, in the order of a grid's loops. */
export const NET_PARAMS = Object.keys(KINDS) as readonly (keyof NetParams)[];

/**
 * A search space of nets: what is not named is fixed (100 hidden units, learning rate 1e-3 with decay
 * 0.95, regularisation 0.2, 1000 steps of 200 rows).
 *
 * @throws {RangeError} If a parameter is unknown, or could take a value that no net can have.
 *
 * @example
 * ```ts
 * import { floatDistribution, netSpace } from "two-layer-net";
 * import { assertEquals } from "@std/assert";
 *
 * const space = netSpace({
 *   hiddenSize: [50, 100],
 *   learningRate: floatDistribution(1e-4, 1e-2, { log: true }),
 *   reg: 0.25,
 * });
 * assertEquals(space.reg, { type: "categorical", choices: [0.25] });
 * ```
 */
export function netSpace(ranges: Partial<Record<keyof NetParams, NetRange>>): NetSpace {
  checkOptions("netSpace", ranges, RANGES);
  const entries = NET_PARAMS.map((
    name,
  ) => [name, checked(name, ranges[name] ?? KINDS[name].fixed)]);
  return Object.fromEntries(entries) as NetSpace;
}

/**
 * The lists of a grid over the space, for {@linkcode GridSampler}: choices, and stepped ranges.
 *
 * @throws {RangeError} If a parameter is none of these.
 */
export function netGrid(space: NetSpace): Record<keyof NetParams, readonly ParamValue[]> {
  checkNetSpace("space", space);
  const lists = NET_PARAMS.map((name) => [name, gridValues(name, space[name])]);
  return Object.fromEntries(lists);
}

/** Throws unless `value` has a distribution for each parameter of a net. */
export function checkNetSpace(name: string, value: unknown): asserts value is NetSpace {
  checkObject(name, value);
  for (const param of NET_PARAMS) checkDistribution(`${name}.${param}`, (value as NetSpace)[param]);
}

/** Whether a parameter takes integers only. */
export function isIntegerParam(name: keyof NetParams): boolean {
  return KINDS[name].isInteger;
}

/** The parameters that the space leaves open, in its order. */
export function variedParams(space: SearchSpace): string[] {
  checkSearchSpace("space", space);
  return Object.keys(space).filter((name) => {
    const distribution = space[name];
    return distribution.type === "categorical"
      ? distribution.choices.length > 1
      : distribution.low < distribution.high;
  });
}

/** The trial's parameters. */
export function suggestNetParams(trial: Trial, space: NetSpace): NetParams {
  const entries = NET_PARAMS.map((name) => [name, trial.suggest(name, space[name])]);
  return Object.fromEntries(entries);
}

function gridValues(name: keyof NetParams, distribution: Distribution): readonly ParamValue[] {
  if (distribution.type === "categorical") return distribution.choices;
  const { low, high, step, log } = distribution;
  if (step === null || log) {
    const found = `${low}..${high}${log ? ":log" : ""}`;
    throw new RangeError(
      expectation(`${name} of a grid`, "a value, a list or a range in steps", found),
    );
  }
  checkInteger(
    `the number of values of ${name} in a grid`,
    countSteps(distribution) + 1,
    1,
    MAX_VALUES,
  );
  return stepValues(distribution);
}

function checked(name: keyof NetParams, range: NetRange): Distribution {
  const distribution = Array.isArray(range) || typeof range === "number"
    ? categoricalDistribution(typeof range === "number" ? [range] : range)
    : range as Distribution;
  checkDistribution(name, distribution);
  if (distribution.type === "categorical") {
    for (const value of distribution.choices) checkValue(name, value as number);
    return distribution;
  }
  checkValue(name, distribution.low);
  checkValue(name, distribution.high);
  if (!KINDS[name].isInteger || distribution.type === "int") return distribution;
  throw new RangeError(expectation(`the range of ${name}`, "one of integers", distribution));
}

function checkValue(name: keyof NetParams, value: number): void {
  if (KINDS[name].isInteger) checkInteger(name, value, 1);
  else checkNumber(name, value, 0);
}
