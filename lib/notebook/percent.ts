/**
 * Shares and their differences as text.
 *
 * @module
 */

import { checkInteger, checkObject, checkType } from "../internal/checks.ts";
import type { Spread } from "../internal/spread.ts";

/** Decimals of a percentage where nothing else is asked for, and at most. */
const DIGITS = { usual: 1, most: 20 };

/**
 * A share in per cent, or the mean of several with their standard deviation, which is left out where
 * it is NaN, as of a single measurement.
 *
 * @param share Of 1: 0.48 is 48 %.
 * @param digits Decimals, 0 to 20; default 1.
 * @throws {TypeError} If `share` is neither a number nor a mean with its deviation.
 *
 * @example
 * ```ts
 * import { percent } from "two-layer-net/notebook";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(percent(0.4871, 2), "48.71 %");
 * assertEquals(percent({ mean: 0.472, std: 0.0107 }), "47.2 ± 1.1 %");
 * ```
 */
export function percent(share: number | Readonly<Spread>, digits: number = DIGITS.usual): string {
  checkInteger("digits", digits, 0, DIGITS.most);
  if (typeof share === "number") return `${decimals(100 * share, digits)} %`;
  checkObject("share", share);
  const { mean, std } = share;
  checkNumeric("share.mean", mean);
  checkNumeric("share.std", std);
  const spread = Number.isNaN(std) ? "" : ` ± ${decimals(100 * std, digits)}`;
  return `${decimals(100 * mean, digits)}${spread} %`;
}

/**
 * The difference of two shares in percentage points, with its sign.
 *
 * @param difference Of 1: 0.075 are 7.5 points.
 * @param digits Decimals, 0 to 20; default 1.
 *
 * @example
 * ```ts
 * import { percentagePoints } from "two-layer-net/notebook";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals([0.075, -0.003, -0.0001].map((gain) => percentagePoints(gain)), ["+7.5", "-0.3", "0.0"]);
 * ```
 */
export function percentagePoints(difference: number, digits: number = DIGITS.usual): string {
  checkNumeric("difference", difference);
  checkInteger("digits", digits, 0, DIGITS.most);
  return decimals(100 * difference, digits, "exceptZero");
}

/** NaN is a number here: the mean of no net, where Stop came early. */
function checkNumeric(name: string, value: unknown): void {
  checkType(name, value, "a number", typeof value === "number");
}

/** Other than `toFixed`'s "-0.0", what rounds to zero has no sign. */
function decimals(
  value: number,
  digits: number,
  signDisplay: "negative" | "exceptZero" = "negative",
): string {
  const [minimumFractionDigits, maximumFractionDigits] = [digits, digits];
  const options = { minimumFractionDigits, maximumFractionDigits, signDisplay, useGrouping: false };
  return new Intl.NumberFormat("en", options).format(value);
}
