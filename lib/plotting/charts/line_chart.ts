/**
 * Lines: any number of series over a common axis.
 *
 * @module
 */

import type { TopLevelSpec } from "vega-lite";
import { checkInteger } from "../../internal/checks.ts";
import type { Chart } from "../drawing/chart.ts";
import { frameView } from "../drawing/frame.ts";
import { divergenceLayers, drawableOn, errorBarLayers, lineLayers } from "./line_layers.ts";
import { describe, extent } from "../drawing/numbers.ts";
import {
  checkScale,
  type FrameOptions,
  resolveOptions,
  type ScaleType,
  UNTITLED,
} from "../drawing/options.ts";
import {
  errorRows,
  findDivergence,
  type Points,
  type Series,
  seriesRows,
  toPointsByName,
} from "./series.ts";

/** Options of {@linkcode lineChart}. */
export interface LineChartOptions extends FrameOptions {
  /** Title of the horizontal axis, with its unit; default none. */
  readonly xTitle?: string;
  /** Title of the vertical axis, with its unit; default none. */
  readonly yTitle?: string;
  /** Default `"linear"`. */
  readonly xScale?: ScaleType;
  /** Default `"linear"`; on a logarithmic axis values that are not positive become gaps. */
  readonly yScale?: ScaleType;
  /** d3 number format of the vertical axis, such as `".0%"`; default Vega's choice. */
  readonly yFormat?: string;
  /** Whether each point is marked; default false. */
  readonly points?: boolean;
  /** Series longer than this are thinned (see {@linkcode thin}); default 500. */
  readonly maxPoints?: number;
}

/** The defaults of {@linkcode lineChart}. */
export const LINE_DEFAULTS: Required<LineChartOptions> = {
  ...UNTITLED,
  width: 600,
  height: 300,
  xTitle: "",
  yTitle: "",
  xScale: "linear",
  yScale: "linear",
  yFormat: "",
  points: false,
  maxPoints: 500,
};

/**
 * Lines over a common axis, one colour per series (seven colours, then again), with error bars where
 * they are given. Values that are not finite are gaps, and the first of them is marked.
 *
 * @param series By name: values (at 0, 1, 2, …), `{ x, y }` or `{ x, y, error }`.
 * @throws {TypeError} If there is no series, or one is empty.
 * @throws {RangeError} If lengths differ, an `x` is not finite, an error is negative, or an option
 *   is unknown or out of range.
 *
 * @example
 * ```ts
 * import { lineChart } from "two-layer-net/plotting";
 * import { assertEquals } from "@std/assert";
 *
 * const chart = lineChart(
 *   { train: [0.2, 0.31, 0.38], validation: [0.21, 0.29, 0.33] },
 *   { title: "Accuracy", xTitle: "Epoch", yTitle: "Accuracy", yFormat: ".0%" },
 * );
 * assertEquals(
 *   chart.summary,
 *   "Accuracy: train 0.2 → 0.38 (min 0.2, max 0.38); " +
 *     "validation 0.21 → 0.33 (min 0.21, max 0.33)",
 * );
 * ```
 */
export function lineChart(
  series: Readonly<Record<string, Series>>,
  options: LineChartOptions = {},
): Chart {
  const resolved = resolveOptions("lineChart", LINE_DEFAULTS, options);
  checkLineOptions(resolved);
  const pointsByName = toPointsByName("series", series);
  return drawLines(pointsByName, resolved);
}

function checkLineOptions({ xScale, yScale, maxPoints }: Required<LineChartOptions>): void {
  checkScale("xScale", xScale);
  checkScale("yScale", yScale);
  checkInteger("maxPoints", maxPoints, 5);
}

/** A line chart of checked points. */
function drawLines(series: Map<string, Points>, options: Required<LineChartOptions>): Chart {
  const isDrawable = drawableOn(options.yScale);
  const rows = [...series].flatMap(([name, points]) =>
    seriesRows(name, points, options.maxPoints, isDrawable)
  );
  const divergences = [...series].flatMap(([name, points]) =>
    findDivergence(points, series.size > 1 ? name : undefined)
  );
  const names = [...series.keys()];
  const body: TopLevelSpec = {
    data: { values: rows },
    layer: [
      ...lineLayers(rows, names, options),
      ...errorBarLayers(
        [...series].flatMap(([name, points]) => errorRows(name, points, isDrawable)),
        names,
        options,
      ),
      ...divergenceLayers(divergences, extent(rows.map(({ x }) => x))[1]),
    ],
  };
  return frameView(body, options, summarize(series, divergences.map(({ text }) => text)));
}

function summarize(series: Map<string, Points>, notes: readonly string[]): string {
  const lines = [...series].map(([name, { y }]) => `${name} ${describe(y)}`);
  return [...lines, ...notes].join("; ");
}
