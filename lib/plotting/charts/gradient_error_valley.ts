/**
 * The gradient check's familiar valley.
 *
 * @module
 */

import { checkObject, checkPositive, expectation } from "../../internal/checks.ts";
import { checkOptions } from "../../internal/options.ts";
import { Chart } from "../drawing/chart.ts";
import { LINE_DEFAULTS, lineChart, type LineChartOptions } from "./line_chart.ts";
import { argMin, label } from "../drawing/numbers.ts";
import {
  checkLength,
  checkNotEmpty,
  checkNumbers,
  checksOf,
  type NumberList,
} from "../drawing/options.ts";

/** Relative errors of numeric gradients. */
export interface GradientErrors {
  /** Step sizes, positive. */
  readonly h: NumberList;
  /** By parameter: the relative error at each step size. */
  readonly errors: Readonly<Record<string, NumberList>>;
}

/**
 * Relative error of the numeric gradient against its step size, both logarithmic, one line a
 * parameter: truncation makes large steps wrong, rounding small ones, and between them lies the
 * valley. An error of exactly 0 has no place on a logarithmic axis and is a gap.
 *
 * @param gradientErrors Step sizes and, by parameter, as many errors.
 * @param options As {@linkcode lineChart} takes them; title, axes and scales have defaults here.
 * @throws {TypeError} If there are no step sizes or no parameters.
 * @throws {RangeError} If lengths differ, a step size is not positive, or an option is unknown or
 *   out of range.
 *
 * @example
 * ```ts
 * import { gradientErrorValley } from "two-layer-net/plotting";
 * import { assertEquals } from "@std/assert";
 *
 * const chart = gradientErrorValley({
 *   h: [1e-3, 1e-5, 1e-8],
 *   errors: { W1: [2e-5, 3.6e-9, 1e-6] },
 * });
 * assertEquals(chart.summary, "Gradient check: W1 least 3.6e-9 at h = 1e-5");
 * ```
 */
export function gradientErrorValley(
  gradientErrors: GradientErrors,
  options: LineChartOptions = {},
): Chart {
  checkObject("gradientErrors", gradientErrors);
  checkOptions("gradientErrorValley", options, checksOf(LINE_DEFAULTS));
  const { h, errors } = gradientErrors;
  checkObject("errors", errors);
  checkNotEmpty("h", h);
  for (let i = 0; i < h.length; i++) checkPositive(`h[${i}]`, h[i]);
  const entries = Object.entries(errors);
  if (entries.length === 0) {
    throw new TypeError(expectation("errors", "an object with at least one parameter", errors));
  }
  for (const [name, values] of entries) {
    checkNumbers(`errors.${name}`, values);
    checkLength(`errors.${name}`, values, h.length, "h");
  }
  const title = options.title ?? "Gradient check";
  const series = Object.fromEntries(entries.map(([name, y]) => [name, { x: h, y }]));
  const chart = lineChart(series, {
    xTitle: "Step size h",
    yTitle: "Relative error",
    xScale: "log",
    yScale: "log",
    points: true,
    height: 320,
    ...options,
    title,
  });
  const summary = entries.map(([name, values]) => describeValley(name, h, values)).join("; ");
  const { description: _, ...spec } = chart.spec;
  return new Chart(spec, title ? `${title}: ${summary}` : summary);
}

function describeValley(name: string, h: NumberList, errors: NumberList): string {
  const best = argMin(errors);
  if (best < 0) return `${name} not finite`;
  return `${name} least ${label(errors[best])} at h = ${label(h[best])}`;
}
