/**
 * Bars with error bars: ablations, comparisons, importances.
 *
 * @module
 */

import type { TopLevelSpec } from "vega-lite";
import { checkArray, checkNumber, checkObject, checkString } from "../../internal/checks.ts";
import { stepFormat } from "../drawing/axes.ts";
import { baselineLayer } from "./baseline_layer.ts";
import type { Chart } from "../drawing/chart.ts";
import { frameView } from "../drawing/frame.ts";
import { haloText } from "../drawing/halo_text.ts";
import { extent, finite, listValues, rangeFormat } from "../drawing/numbers.ts";
import {
  checkDistinct,
  checkNotEmpty,
  type FrameOptions,
  resolveOptions,
  UNTITLED,
} from "../drawing/options.ts";
import type { Encoding, Layer } from "../drawing/spec_types.ts";
import { INK } from "../drawing/theme.ts";

/** One bar. */
export interface Bar {
  /** What stands beside the bar. */
  readonly label: string;
  /** Its length; finite. */
  readonly value: number;
  /** Half the length of its error bar: a standard deviation or error; default none. */
  readonly error?: number;
}

/** Options of {@linkcode barChart}. */
export interface BarChartOptions extends Omit<FrameOptions, "height"> {
  /** Title of the axis of values, with its unit; default none. */
  readonly valueTitle?: string;
  /** d3 number format of the values; default up to three decimals, more where values lie closer. */
  readonly format?: string;
  /** What the error bars are, for the tooltip; default `"Error"`. */
  readonly errorTitle?: string;
  /** Where the axis starts; default 0, the only honest start of a bar. */
  readonly start?: number;
  /** A value to compare with, drawn as a dashed line; default `null`, none. */
  readonly baseline?: number | null;
  /** Whether the longest bar comes first; default false, the given order. */
  readonly sorted?: boolean;
}

/** The defaults of {@linkcode barChart}. */
export const BAR_DEFAULTS: Required<BarChartOptions> = {
  ...UNTITLED,
  width: 600,
  valueTitle: "",
  format: "",
  errorTitle: "Error",
  start: 0,
  baseline: null,
  sorted: false,
};

/** Height of a bar with its gap, in pixels, and of all that is not bars. */
const HEIGHT = { bar: 28, rest: 90 };

/**
 * Horizontal bars with their values written beside them and, where given, error bars: an ablation,
 * say, with the standard deviation over seeds.
 *
 * @param bars Bars from top to bottom, with different labels.
 * @throws {TypeError} If there are no bars.
 * @throws {RangeError} If a value is not finite, an error negative, a label used twice, or an
 *   option is unknown or out of range.
 *
 * @example
 * ```ts
 * import { barChart } from "two-layer-net/plotting";
 * import { assertEquals } from "@std/assert";
 *
 * const chart = barChart([
 *   { label: "baseline", value: 0.487, error: 0.006 },
 *   { label: "without regularisation", value: 0.462, error: 0.008 },
 * ], { title: "Ablation", valueTitle: "Validation accuracy" });
 * assertEquals(
 *   chart.summary,
 *   "Ablation: baseline 0.487 ± 0.006, without regularisation 0.462 ± 0.008",
 * );
 * ```
 */
export function barChart(bars: readonly Bar[], options: BarChartOptions = {}): Chart {
  const resolved = resolveOptions("barChart", BAR_DEFAULTS, options);
  checkNumber("start", resolved.start);
  if (resolved.baseline !== null) checkNumber("baseline", resolved.baseline);
  checkBars(bars);
  const ordered = resolved.sorted ? [...bars].sort((a, b) => b.value - a.value) : [...bars];
  const height = HEIGHT.rest + HEIGHT.bar * ordered.length;
  const format = resolved.format || rangeFormat(bars.map(({ value }) => value), true);
  return frameView(
    barSpec(ordered, { ...resolved, format }),
    { ...resolved, height },
    listValues(ordered.map(({ label, value, error }) => ({ name: label, value, half: error }))),
  );
}

function checkBars(bars: readonly Bar[]): void {
  checkNotEmpty("bars", bars);
  checkArray("bars", bars, checkObject);
  for (const [i, bar] of bars.entries()) {
    checkString(`bars[${i}].label`, bar.label);
    checkNumber(`bars[${i}].value`, bar.value);
    if (bar.error !== undefined) checkNumber(`bars[${i}].error`, bar.error, 0);
  }
  checkDistinct(bars.map(({ label }) => label), (i) => `bars[${i}].label`);
}

function barSpec(bars: readonly Bar[], options: Required<BarChartOptions>): TopLevelSpec {
  const rows = bars.map(({ label, value, error = 0 }) => ({
    label,
    value: finite(value),
    error: finite(error),
    low: finite(value - error),
    high: finite(value + error),
  }));
  const [low, high] = extent(rows.flatMap((row) => [row.low ?? 0, row.high ?? 0]));
  const [min, max] = [Math.min(low, options.start), Math.max(high, options.start)];
  // Beyond the longest bar there is room for its value.
  const domain = [min, max + 0.12 * (max - min || 1)];
  const y: Encoding["y"] = {
    field: "label",
    type: "nominal",
    title: null,
    sort: bars.map(({ label }) => label),
    axis: { ticks: false, domain: false, labelLimit: 220 },
  };
  const hasErrors = bars.some(({ error }) => error !== undefined);
  return {
    data: { values: rows },
    encoding: { y },
    layer: [
      barLayer(domain, hasErrors, options),
      ...(hasErrors ? [errorLayer(options)] : []),
      ...baselineLayer(options),
      ...valueLayers(options),
    ],
  };
}

function barLayer(
  domain: number[],
  hasErrors: boolean,
  { start, valueTitle, errorTitle, format }: Required<BarChartOptions>,
): Layer {
  const error = { field: "error", type: "quantitative" as const, title: errorTitle, format };
  return {
    mark: { type: "bar", height: { band: 0.68 } },
    encoding: {
      x: {
        field: "value",
        type: "quantitative",
        title: valueTitle,
        scale: { domain, zero: false, nice: false },
        axis: stepFormat(format),
      },
      x2: { datum: start },
      tooltip: [
        { field: "label", title: "Name" },
        { field: "value", type: "quantitative", title: valueTitle || "Value", format },
        ...(hasErrors ? [error] : []),
      ],
    },
  };
}

function errorLayer({ valueTitle: title }: Required<BarChartOptions>): Layer {
  return {
    transform: [{ filter: "datum.error > 0" }],
    mark: { type: "errorbar", ticks: { size: 8 }, color: INK },
    encoding: { x: { field: "low", type: "quantitative", title }, x2: { field: "high" } },
  };
}

function valueLayers({ valueTitle: title, format }: Required<BarChartOptions>): Layer[] {
  return haloText({ align: "left", dx: 6 }, {
    x: { field: "high", type: "quantitative", title },
    text: { field: "value", type: "quantitative", format },
  });
}
