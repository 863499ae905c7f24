/**
 * Search ranges and durations on the command line.
 *
 * @module
 */

import { InvalidArgumentError } from "commander";
import { netSpace } from "../../search/space.ts";
import { isSearchable, SETTING_TABLE } from "../../training/setting_table.ts";
import type { SettingName } from "../../training/settings.ts";
import {
  categoricalDistribution,
  type Distribution,
  floatDistribution,
  intDistribution,
  type RangeOptions,
} from "../../tuning/distributions.ts";
import { readSetting } from "../shared/setting_options.ts";

/** LOW..HIGH, LOW..HIGH:log, LOW..HIGH:STEP */
const INTERVAL = /^(.+?)\.\.(.+?)(?::(.+))?$/;

const SECONDS = { s: 1, m: 60, h: 3600 };

/**
 * What a setting may be: a value, a list `40,60`, or an interval `40..120`.
 *
 * @throws {RangeError} If it is none, or one that the setting cannot have.
 */
export function readRange(name: SettingName, text: string): Distribution {
  const interval = text.match(INTERVAL);
  const distribution = interval
    ? readInterval(name, interval[1], interval[2], interval[3])
    : categoricalDistribution(readList(name, text));
  if (!isSearchable(name)) return distribution;
  return netSpace({ [name]: distribution })[name]!;
}

/** Milliseconds: `90s`, `10m`, `1.5h`; without a unit, seconds. */
export function duration(text: string): number {
  const [, amount, unit = "s"] = text.match(/^([\d.]+)\s*([smh]?)$/) ?? [];
  const seconds = Number(amount) * SECONDS[(unit || "s") as keyof typeof SECONDS];
  if (seconds > 0) return 1000 * seconds;
  throw new InvalidArgumentError("Expected it to be a duration such as 90s, 10m or 1.5h.");
}

function readList(name: SettingName, text: string): (string | number | boolean)[] {
  return text.split(",").map((word) => {
    if (isNumeric(name)) readNumber(word);
    return readSetting(name, word) as string | number | boolean;
  });
}

function readInterval(
  name: SettingName,
  low: string,
  high: string,
  scale: string | undefined,
): Distribution {
  const options: RangeOptions = scale === undefined
    ? {}
    : scale === "log"
    ? { log: true }
    : { step: readNumber(scale) };
  const isInteger = SETTING_TABLE[name].kind.type === "integer";
  const distribution = isInteger ? intDistribution : floatDistribution;
  return distribution(readNumber(low), readNumber(high), options);
}

function isNumeric(name: SettingName): boolean {
  const { type } = SETTING_TABLE[name].kind;
  return type === "integer" || type === "number";
}

function readNumber(text: string): number {
  const value = text.trim() === "" ? NaN : Number(text);
  if (Number.isFinite(value)) return value;
  throw new RangeError(
    `Expected a number, a list (40,60), or an interval (1e-4..1e-2, 1e-4..1e-2:log, 40..120:20) ` +
      `but found ${JSON.stringify(text)}`,
  );
}
