/**
 * How much each hyperparameter matters.
 *
 * @module
 */

import { checkNumber, checkObject, expectation } from "../../internal/checks.ts";
import { checkOptions } from "../../internal/options.ts";
import { BAR_DEFAULTS, barChart, type BarChartOptions } from "../charts/bar_chart.ts";
import type { Chart } from "../drawing/chart.ts";
import { checksOf } from "../drawing/options.ts";

/**
 * Importances of hyperparameters, greatest first.
 *
 * @param importances By parameter; not negative (fANOVA's sum to 1).
 * @param options As {@linkcode barChart} takes them; title, axis and order have defaults here.
 * @throws {TypeError} If there is no parameter.
 * @throws {RangeError} If an importance is negative or not finite, or an option is unknown or out
 *   of range.
 *
 * @example
 * ```ts
 * import { parameterImportances } from "two-layer-net/plotting";
 * import { assertEquals } from "@std/assert";
 *
 * const chart = parameterImportances({ hiddenSize: 0.06, learningRate: 0.9, reg: 0.04 });
 * assertEquals(
 *   chart.summary,
 *   "Parameter importances: learningRate 0.9, hiddenSize 0.06, reg 0.04",
 * );
 * ```
 */
export function parameterImportances(
  importances: Readonly<Record<string, number>>,
  options: BarChartOptions = {},
): Chart {
  checkObject("importances", importances);
  checkOptions("parameterImportances", options, checksOf(BAR_DEFAULTS));
  const bars = Object.entries(importances).map(([label, value]) => ({ label, value }));
  if (bars.length === 0) {
    const expected = "an object with at least one parameter";
    throw new TypeError(expectation("importances", expected, importances));
  }
  for (const { label, value } of bars) checkNumber(`importances.${label}`, value, 0);
  return barChart(bars, {
    title: "Parameter importances",
    valueTitle: "Importance",
    format: ".2f",
    sorted: true,
    ...options,
  });
}
