/**
 * Long series made short without losing what the eye looks for.
 *
 * @module
 */

import { checkInteger } from "../../internal/checks.ts";
import { argMax, argMin } from "../drawing/numbers.ts";
import { checkNumbers, type NumberList } from "../drawing/options.ts";

/**
 * Indices of at most `maxPoints` values that draw the same picture: the first and the last, the
 * least and the greatest of each of many equal buckets (so every extreme survives), and the first
 * value of a bucket that is not finite, so that gaps survive too.
 *
 * @param values Any list of numbers, NaN and Infinity included.
 * @param maxPoints At least 5; series no longer than this keep all their points.
 * @returns Ascending indices without repetition.
 * @throws {RangeError} If `maxPoints` is not an integer of at least 5.
 *
 * @example
 * ```ts
 * import { thin } from "two-layer-net/plotting";
 * import { assert } from "@std/assert";
 *
 * const lossHistory = Array.from({ length: 100_000 }, (_, i) => i === 777 ? 9 : 2 + Math.sin(i));
 * const kept = thin(lossHistory, 400);
 * assert(kept.length <= 400);
 * assert(kept.includes(777)); // the one spike survives
 * ```
 */
export function thin(values: NumberList, maxPoints: number): number[] {
  checkNumbers("values", values);
  checkInteger("maxPoints", maxPoints, 5);
  const n = values.length;
  if (n <= maxPoints) return Array.from({ length: n }, (_, i) => i);
  const hasGaps = Array.prototype.some.call(values, (value) => !Number.isFinite(value));
  const numBuckets = Math.floor((maxPoints - 2) / (hasGaps ? 3 : 2));
  const kept = new Set([0, n - 1]);
  for (let bucket = 0; bucket < numBuckets; bucket++) {
    const start = Math.floor(bucket * n / numBuckets);
    const end = Math.floor((bucket + 1) * n / numBuckets);
    for (const index of bucketPoints(values, start, end)) kept.add(index);
  }
  return [...kept].sort((a, b) => a - b);
}

function bucketPoints(values: NumberList, start: number, end: number): number[] {
  const bucket = Array.from({ length: end - start }, (_, i) => values[start + i]);
  const firstGap = bucket.findIndex((value) => !Number.isFinite(value));
  return [argMin(bucket), argMax(bucket), firstGap].filter((i) => i >= 0).map((i) => start + i);
}
