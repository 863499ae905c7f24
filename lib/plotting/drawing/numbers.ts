/**
 * Numbers as charts store and write them.
 *
 * @module
 */

import { asText } from "../../internal/checks.ts";

/** Significant digits of a label where they tell the values apart, and the most that a double has. */
const DIGITS = { usual: 4, most: 17 };

/** The value as a spec stores it, not rounded: what is not finite, JSON has only `null` for. */
export function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/**
 * The value as a label: `0.2`, `12345`, `5e-4`, `1.235e7`; integers in full, others with at most
 * `digits` significant digits.
 */
export function label(value: unknown, digits = DIGITS.usual): string {
  if (typeof value !== "number") return asText(value);
  if (!Number.isFinite(value) || value === 0) return String(value);
  const short = Number.isSafeInteger(value) ? value : toDigits(value, digits);
  const size = Math.abs(short);
  const exponential = short.toExponential().replace("e+", "e");
  if (Number.isInteger(short)) {
    return String(short).length <= exponential.length ? String(short) : exponential;
  }
  return size < 1e6 && size >= 0.01 ? String(short) : exponential;
}

/** With `digits` significant digits, but never less than its whole part. */
function toDigits(value: number, digits: number): number {
  const size = Math.abs(value);
  return size >= 10 ** digits && size < 1e6 ? Math.round(value) : Number(value.toPrecision(digits));
}

/** The values as labels, with as many digits as tell different values apart, at least `digits`. */
export function labels(values: readonly unknown[], digits = DIGITS.usual): string[] {
  const count = new Set(values).size;
  for (; digits < DIGITS.most; digits++) {
    const texts = values.map((value) => label(value, digits));
    if (new Set(texts).size === count) return texts;
  }
  return values.map((value) => label(value, DIGITS.most));
}

/**
 * A d3 format that shows a hundredth of the values' range: `.3f` for accuracies, more decimals
 * where values lie closer, an exponent where all are tiny.
 */
export function rangeFormat(values: Iterable<number>, trim = false): string {
  const [low, high] = extent(values);
  const size = Math.max(Math.abs(low), Math.abs(high));
  const range = high > low ? high - low : size;
  if (!(range > 0) || !Number.isFinite(range)) return trim ? ".3~f" : ".3f";
  const decimals = Math.max(3, 1 - Math.floor(Math.log10(range)));
  const tilde = trim ? "~" : "";
  if (decimals <= 15 && size >= 1e-3) return `.${decimals}${tilde}f`;
  if (decimals <= 5) return `.${decimals}${tilde}f`;
  const digits = Math.min(DIGITS.most, 3 + Math.max(0, Math.ceil(Math.log10(size / range))));
  return `.${digits - 1}${tilde}e`;
}

/** A d3 format for tooltips: five significant digits, more where the values lie closer. */
export function tooltipFormat(values: Iterable<number>): string {
  const [low, high] = extent(values);
  const size = Math.max(Math.abs(low), Math.abs(high));
  const closeness = high > low ? Math.ceil(Math.log10(size / (high - low))) : 0;
  return `.${Math.min(DIGITS.most, Math.max(5, 4 + closeness))}~g`;
}

/** Index of the least value that is finite, -1 if none is. */
export function argMin(values: ArrayLike<number>): number {
  return argBest(values, (a, b) => a < b);
}

/** Index of the greatest value that is finite, -1 if none is. */
export function argMax(values: ArrayLike<number>): number {
  return argBest(values, (a, b) => a > b);
}

/** Least and greatest finite value; `[Infinity, -Infinity]` if there is none. */
export function extent(values: Iterable<number>): [low: number, high: number] {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return [low, high];
}

function argBest(values: ArrayLike<number>, isBetter: (a: number, b: number) => boolean): number {
  let best = -1;
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) continue;
    if (best < 0 || isBetter(values[i], values[best])) best = i;
  }
  return best;
}

/** `raw 0.52 ± 0.01, whitened 0.561`: values with the half length of their bars, where they have some. */
export function listValues(
  rows: readonly { name: string; value: number; half?: number }[],
): string {
  const texts = labels(rows.map(({ value }) => value));
  return rows.map(({ name, half = NaN }, i) =>
    `${name} ${texts[i]}${Number.isFinite(half) ? ` ± ${Number(half.toPrecision(4))}` : ""}`
  ).join(", ");
}

/** First and last finite value and the extremes in words: for a chart's plain-text form. */
export function describe(values: ArrayLike<number>): string {
  const numbers = Array.from(values).filter(Number.isFinite);
  if (numbers.length === 0) return "no finite value";
  const [low, high] = extent(numbers);
  const [first, last, min, max] = labels([numbers[0], numbers.at(-1), low, high]);
  return `${first} → ${last} (min ${min}, max ${max})`;
}
