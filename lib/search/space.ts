/**
 * What a search for good settings may vary.
 *
 * @module
 */

import { checkInteger, checkObject, expectation } from "../internal/checks.ts";
import { anything, checkOptions, type OptionChecks } from "../internal/options.ts";
import { checkSetting, withSettings } from "../training/check_settings.ts";
import { isSearchable, SETTING_NAMES, SETTING_TABLE } from "../training/setting_table.ts";
import type { SearchableName } from "../training/setting_table.ts";
import type { Settings } from "../training/settings.ts";
import {
  categoricalDistribution,
  checkDistribution,
  checkValues,
  countSteps,
  type Distribution,
  type ParamValue,
  stepValues,
} from "../tuning/distributions.ts";
import type { Trial } from "../tuning/trial.ts";

/** The distribution of each setting that is searched; the others are the base's. */
export type NetSpace = Readonly<Partial<Record<SearchableName, Distribution>>>;

/** A fixed value, a list of values, or a distribution. */
export type NetRange = ParamValue | readonly ParamValue[] | Distribution;

/** More values of one parameter than any grid can be run over. */
const MAX_VALUES = 1_000_000;

/** Whatever is asked for, what it may be is seen where it is made a distribution. */
const RANGES = Object.fromEntries(
  SETTING_NAMES.filter(isSearchable).map((name) => [name, anything]),
) as OptionChecks<Partial<Record<SearchableName, NetRange>>>;

/** Throws unless the value is a space that {@linkcode netSpace} could have made. */
export function checkNetSpace(name: string, value: unknown): asserts value is NetSpace {
  checkObject(name, value);
  for (const [setting, range] of Object.entries(value)) {
    if (!isSearchable(setting)) checkOptions("netSpace", { [setting]: range } as object, RANGES);
    checkDistribution(`${name}.${setting}`, range);
  }
}

/**
 * A search space over settings. Settings that decide the preparation of images take lists alone,
 * since each preparation is made once, before the search.
 *
 * @throws {RangeError} If a setting is unknown or no hyperparameter, or could take a value that it
 * cannot have.
 *
 * @example
 * ```ts
 * import { floatDistribution } from "two-layer-net/tuning";
 * import { netSpace } from "two-layer-net/search";
 * import { assertEquals } from "@std/assert";
 *
 * const space = netSpace({
 *   hiddenSize: [50, 100],
 *   learningRate: floatDistribution(1e-4, 1e-2, { log: true }),
 * });
 * assertEquals(space.hiddenSize, { type: "categorical", choices: [50, 100] });
 * ```
 */
export function netSpace(ranges: Partial<Record<SearchableName, NetRange>>): NetSpace {
  checkOptions("netSpace", ranges, RANGES);
  // In the table's order, which a grid's loops follow.
  const given = SETTING_NAMES.filter(isSearchable).filter((name) => ranges[name] !== undefined);
  return Object.fromEntries(given.map((name) => [name, toDistribution(name, ranges[name]!)]));
}

/**
 * The lists of a grid over the space, for {@linkcode GridSampler}: choices, and stepped ranges.
 *
 * @throws {RangeError} If a setting's range is neither.
 */
export function netGrid(space: NetSpace): Record<string, readonly ParamValue[]> {
  checkNetSpace("space", space);
  const entries = Object.entries(space);
  return Object.fromEntries(entries.map(([name, range]) => [name, gridValues(name, range)]));
}

/** The base with what the trial suggests in its place, checked. */
export function suggestSettings(trial: Trial, space: NetSpace, base: Settings): Settings {
  const entries = Object.entries(space).map(([name, range]) => [name, trial.suggest(name, range)]);
  return withSettings(base, Object.fromEntries(entries));
}

/** Every preparation that the space's trials may ask for. */
export function preparationsOf(space: NetSpace, base: Settings): Settings[] {
  const names = ["preparation", "contrast", "epsilon", "components"] as const;
  return names.reduce<Settings[]>((all, name) => {
    const range = space[name];
    if (!range) return all;
    const values = gridValues(name, range);
    return all.flatMap((one) => values.map((value) => ({ ...one, [name]: value })));
  }, [base]);
}

function gridValues(name: string, distribution: Distribution): readonly ParamValue[] {
  if (distribution.type === "categorical") return distribution.choices;
  const { low, high, step, log } = distribution;
  if (step === null || log) {
    const found = `${low}..${high}${log ? ":log" : ""}`;
    throw new RangeError(expectation(name, "a value, a list or a range in steps", found));
  }
  const count = countSteps(distribution) + 1;
  checkInteger(`the number of values of ${name} in a grid`, count, 1, MAX_VALUES);
  return stepValues(distribution);
}

function toDistribution(name: SearchableName, range: NetRange): Distribution {
  const distribution = distributionOf(name, range);
  checkDistribution(name, distribution);
  if (distribution.type === "categorical") {
    for (const value of distribution.choices) checkSetting(name, value);
    return distribution;
  }
  checkSetting(name, distribution.low);
  checkSetting(name, distribution.high);
  if (SETTING_TABLE[name].kind.type !== "integer" || distribution.type === "int") {
    return distribution;
  }
  throw new RangeError(expectation(`the range of ${name}`, "one of integers", distribution));
}

/** A value and a list of values are choices. */
function distributionOf(name: SearchableName, range: NetRange): Distribution {
  if (typeof range === "object" && range !== null && !Array.isArray(range)) {
    return range as Distribution;
  }
  const values = Array.isArray(range) ? range : [range];
  checkValues(name, values);
  return categoricalDistribution(values);
}
