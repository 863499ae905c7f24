/**
 * One value over the iterations of a run: the loss, as a rule.
 *
 * @module
 */

import type { TopLevelSpec } from "vega-lite";
import { checkInteger, checkNumber } from "../../internal/checks.ts";
import type { Chart } from "../drawing/chart.ts";
import { frameView } from "../drawing/frame.ts";
import { divergenceLayers, drawableOn, lineLayers } from "./line_layers.ts";
import { describe } from "../drawing/numbers.ts";
import {
  checkNotEmpty,
  checkNumbers,
  checkScale,
  type FrameOptions,
  type NumberList,
  resolveOptions,
  type ScaleType,
} from "../drawing/options.ts";
import { findDivergence, seriesRows } from "./series.ts";
import { COLORS } from "../drawing/theme.ts";

/** Options of {@linkcode historyChart}. */
export interface HistoryChartOptions extends FrameOptions {
  /** Default `"Iteration"`. */
  readonly xTitle?: string;
  /** Default `"Loss"`. */
  readonly yTitle?: string;
  /** Default `"linear"`; on a logarithmic axis values that are not positive become gaps. */
  readonly yScale?: ScaleType;
  /** d3 number format of the vertical axis; default Vega's choice. */
  readonly yFormat?: string;
  /** Weight of the past in a moving average, in [0, 1); default 0, no smoothing. */
  readonly smoothing?: number;
  /** Iteration of the first value; default 0. */
  readonly start?: number;
  /** Iterations from one value to the next; default 1. */
  readonly step?: number;
  /** Longer histories are thinned (see {@linkcode thin}); default 500. */
  readonly maxPoints?: number;
}

const DEFAULTS: Required<HistoryChartOptions> = {
  title: "Loss history",
  subtitle: "",
  width: 600,
  height: 280,
  xTitle: "Iteration",
  yTitle: "Loss",
  yScale: "linear",
  yFormat: "",
  smoothing: 0,
  start: 0,
  step: 1,
  maxPoints: 500,
};

/** The raw values behind their average. */
const COLORED = [COLORS.faint, COLORS.main];

/**
 * A value over the iterations: the loss history. With `smoothing` the raw values stay visible,
 * faint, behind their moving average. Values that are not finite are gaps, and the first of them is
 * marked.
 *
 * @param history One value per iteration.
 * @throws {TypeError} If the history is empty.
 * @throws {RangeError} If an option is unknown or out of range.
 *
 * @example
 * ```ts
 * import { historyChart } from "two-layer-net/plotting";
 * import { assertEquals } from "@std/assert";
 *
 * const chart = historyChart([2.3, 2.1, NaN, NaN], { smoothing: 0.9 });
 * assertEquals(chart.summary, "Loss history: 4 values, 2.3 → 2.1 (min 2.1, max 2.3); diverged at 2");
 * ```
 */
export function historyChart(history: NumberList, options: HistoryChartOptions = {}): Chart {
  const resolved = resolveOptions("historyChart", DEFAULTS, options);
  checkHistoryOptions(resolved);
  checkNotEmpty("history", history);
  checkNumbers("history", history);
  const { start, step, smoothing, maxPoints } = resolved;
  const x = Array.from(history, (_, i) => start + i * step);
  const series = smoothing === 0
    ? { value: history }
    : { value: history, average: smooth(history, smoothing) };
  const rows = Object.entries(series).flatMap(([name, y]) =>
    seriesRows(name, { x, y }, maxPoints, drawableOn(resolved.yScale))
  );
  const divergences = findDivergence({ x, y: history });
  const look = { ...resolved, xScale: "linear" as const, points: false };
  const body: TopLevelSpec = {
    data: { values: rows },
    layer: [
      ...lineLayers(
        rows,
        Object.keys(series),
        smoothing === 0 ? look : { ...look, colors: COLORED },
      ),
      ...divergenceLayers(divergences, start + (history.length - 1) * step),
    ],
  };
  const parts = [`${history.length} values, ${describe(history)}`];
  return frameView(body, resolved, [...parts, ...divergences.map(({ text }) => text)].join("; "));
}

function checkHistoryOptions(options: Required<HistoryChartOptions>): void {
  checkScale("yScale", options.yScale);
  checkNumber("smoothing", options.smoothing, 0, 1 - Number.EPSILON);
  checkNumber("start", options.start);
  checkNumber("step", options.step, Number.MIN_VALUE);
  checkInteger("maxPoints", options.maxPoints, 5);
}

/**
 * Exponential moving average without the pull of its start (as TensorBoard's smoothing): weight
 * `past` on what was, `1 - past` on what is. Values that are not finite pass through as they are.
 */
function smooth(values: NumberList, past: number): number[] {
  let average = 0;
  let weight = 0;
  return Array.from(values, (value) => {
    if (!Number.isFinite(value)) return value;
    average = past * average + (1 - past) * value;
    weight = past * weight + (1 - past);
    return average / weight;
  });
}
