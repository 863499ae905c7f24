/**
 * Named series of points: checked, thinned, and turned into the rows of a spec.
 *
 * @module
 */

import { expectation, quote } from "../../internal/checks.ts";
import { finite } from "../drawing/numbers.ts";
import {
  checkAllFinite,
  checkLength,
  checkNotEmpty,
  checkNumbers,
  type NumberList,
} from "../drawing/options.ts";
import { thin } from "./thinning.ts";

/** Points of one line; `y` may hold NaN and infinities, which are drawn as gaps. */
export interface Points {
  /** Positions, finite. */
  readonly x: NumberList;
  /** Values, as many. */
  readonly y: NumberList;
  /** Half the length of each value's error bar, where a chart draws them; NaN for none. */
  readonly error?: NumberList;
}

/** A line's values, at 0, 1, 2, …, or its points. */
export type Series = NumberList | Points;

/** One point of a spec's data. */
export interface SeriesRow {
  readonly x: number;
  readonly y: number | null;
  readonly series: string;
}

/** One error bar of a spec's data. */
export interface ErrorRow {
  readonly x: number;
  readonly low: number;
  readonly high: number;
  readonly series: string;
}

/** Where a series stops being finite. */
export interface Divergence {
  readonly x: number;
  readonly text: string;
}

/** The series as points, or an error that names what is wrong with it. */
export function toPoints(name: string, series: Series): Points {
  if (!isPoints(series)) {
    checkNotEmpty(name, series);
    checkNumbers(name, series);
    return { x: Array.from(series, (_, i) => i), y: series };
  }
  const { x, y } = series;
  checkNotEmpty(`${name}.y`, y);
  checkNumbers(`${name}.y`, y);
  checkLength(`${name}.x`, x, y.length, `${name}.y`);
  checkAllFinite(`${name}.x`, x);
  checkErrors(`${name}.error`, series);
  return series;
}

function checkErrors(name: string, { y, error }: Points): void {
  if (error === undefined) return;
  checkNumbers(name, error);
  checkLength(name, error, y.length, "y");
  for (let i = 0; i < error.length; i++) {
    if (error[i] < 0) throw new RangeError(expectation(`${name}[${i}]`, "at least 0", error[i]));
  }
}

function isPoints(series: Series): series is Points {
  return typeof series === "object" && series !== null && "y" in series && "x" in series;
}

/** All series of a chart as points. */
export function toPointsByName(
  argument: string,
  series: Readonly<Record<string, Series>>,
): Map<string, Points> {
  const isRecord = typeof series === "object" && series !== null && !("length" in series);
  const entries = isRecord ? Object.entries(series) : [];
  if (entries.length === 0) {
    throw new TypeError(expectation(argument, "an object with at least one series", series));
  }
  return new Map(entries.map(([name, value]) => [
    name,
    toPoints(`${argument}[${quote(name)}]`, value),
  ]));
}

/** At most `maxPoints` rows; values that `isDrawable` refuses become gaps. */
export function seriesRows(
  series: string,
  { x, y }: Points,
  maxPoints: number,
  isDrawable: (value: number) => boolean = Number.isFinite,
): SeriesRow[] {
  return thin(y, maxPoints).map((i) => ({
    x: x[i],
    y: isDrawable(y[i]) ? finite(y[i]) : null,
    series,
  }));
}

/** The ends of the error bars, where there are any and both ends can be drawn. */
export function errorRows(
  series: string,
  { x, y, error = [] }: Points,
  isDrawable: (value: number) => boolean,
): ErrorRow[] {
  return Array.from(error, (half, i) => ({ x: x[i], low: y[i] - half, high: y[i] + half }))
    .filter(({ low, high }) => high > low && isDrawable(low) && isDrawable(high))
    .map((bar) => ({ ...bar, series }));
}

/** Where the points first are not finite, if they are so anywhere; named if there are others. */
export function findDivergence({ x, y }: Points, series?: string): Divergence[] {
  const values = Array.from(y);
  const first = values.findIndex((value) => !Number.isFinite(value));
  if (first < 0) return [];
  const recovers = values.slice(first).some(Number.isFinite);
  const text = `${recovers ? "not finite" : "diverged"} at ${x[first]}`;
  return [{ x: x[first], text: series === undefined ? text : `${series}: ${text}` }];
}
