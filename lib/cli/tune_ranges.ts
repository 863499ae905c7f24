/**
 * Search ranges and durations on the command line.
 *
 * @module
 */

import { InvalidArgumentError } from "commander";
import {
  categoricalDistribution,
  type Distribution,
  floatDistribution,
  intDistribution,
  type RangeOptions,
} from "../tuning/distributions.ts";
import { isIntegerParam, type NetParams, netSpace } from "../tuning/net/space.ts";

/** LOW..HIGH, LOW..HIGH:log, LOW..HIGH:STEP */
const INTERVAL = /^(.+?)\.\.(.+?)(?::(.+))?$/;

const SECONDS = { s: 1, m: 60, h: 3600 };

/** A reader of what a parameter may be: a value, a list `40,60`, or an interval `40..120`. */
export function range(name: keyof NetParams): (text: string) => Distribution {
  return (text) =>
    refusing(() => {
      const interval = text.match(INTERVAL);
      const distribution = interval
        ? readInterval(name, interval[1], interval[2], interval[3])
        : categoricalDistribution(text.split(",").map(readNumber));
      return netSpace({ [name]: distribution })[name];
    });
}

/** Milliseconds: `90s`, `10m`, `1.5h`; without a unit, seconds. */
export function duration(text: string): number {
  const [, amount, unit = "s"] = text.match(/^([\d.]+)\s*([smh]?)$/) ?? [];
  const seconds = Number(amount) * SECONDS[(unit || "s") as keyof typeof SECONDS];
  if (seconds > 0) return 1000 * seconds;
  throw new InvalidArgumentError("Expected it to be a duration such as 90s, 10m or 1.5h.");
}

function readInterval(
  name: keyof NetParams,
  low: string,
  high: string,
  scale: string | undefined,
): Distribution {
  const options: RangeOptions = scale === undefined
    ? {}
    : scale === "log"
    ? { log: true }
    : { step: readNumber(scale) };
  const distribution = isIntegerParam(name) ? intDistribution : floatDistribution;
  return distribution(readNumber(low), readNumber(high), options);
}

function readNumber(text: string): number {
  const value = text.trim() === "" ? NaN : Number(text);
  if (Number.isFinite(value)) return value;
  throw new RangeError(
    `Expected a number, a list (40,60), or an interval (1e-4..1e-2, 1e-4..1e-2:log, 40..120:20) ` +
      `but found ${JSON.stringify(text)}`,
  );
}

function refusing<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new InvalidArgumentError(`${(error as Error).message}.`);
  }
}
