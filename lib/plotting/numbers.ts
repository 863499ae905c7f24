/**
 * Numbers as charts store and write them.
 *
 * @module
 */

import { asText } from "../internal/checks.ts";

/** Digits that a spec keeps: more than a screen can show, a third of what JSON would write. */
const SIGNIFICANT_DIGITS = 6;

/** The value with six significant digits; integers stay whole; not finite becomes `null`. */
export function rounded(value: number): number | null {
  if (!Number.isFinite(value)) return null;
  return Number.isSafeInteger(value) ? value : Number(value.toPrecision(SIGNIFICANT_DIGITS));
}

/** The value as a label: `0.2`, `120`, `5e-4`, `1.2e+7`; at most four significant digits. */
export function label(value: unknown): string {
  if (typeof value !== "number") return asText(value);
  if (!Number.isFinite(value) || value === 0) return String(value);
  const short = Number(value.toPrecision(4));
  const size = Math.abs(short);
  const isPlain = size < 1e6 && (size >= 0.01 || Number.isInteger(short));
  return isPlain ? String(short) : short.toExponential().replace("e+", "e");
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

/** First and last finite value and the extremes in words: for a chart's plain-text form. */
export function describe(values: ArrayLike<number>): string {
  const finite = Array.from(values).filter(Number.isFinite);
  if (finite.length === 0) return "no finite value";
  const [low, high] = extent(finite);
  return `${label(finite[0])} → ${label(finite.at(-1))} (min ${label(low)}, max ${label(high)})`;
}
