/**
 * Points: one field of plain rows against another.
 *
 * @module
 */

import type { TopLevelSpec } from "vega-lite";
import { valueAxis, valueScale } from "../drawing/axes.ts";
import type { Chart } from "../drawing/chart.ts";
import { frameView } from "../drawing/frame.ts";
import { finite, label, tooltipFormat } from "../drawing/numbers.ts";
import {
  checkScale,
  type FrameOptions,
  resolveOptions,
  type ScaleType,
} from "../drawing/options.ts";
import {
  checkPositiveColumn,
  checkRows,
  column,
  type FieldOf,
  numberColumn,
} from "../drawing/rows.ts";
import type { Encoding } from "../drawing/spec_types.ts";
import { POINT_SCHEME } from "../drawing/theme.ts";

/** Options of {@linkcode scatterPlot}: fields of the rows, and looks. */
export interface ScatterPlotOptions<T> extends FrameOptions {
  /** Field along the horizontal axis: finite numbers. */
  readonly x: FieldOf<T>;
  /** Field along the vertical axis: numbers; `null` and not finite are left out. */
  readonly y: FieldOf<T>;
  /** Field that gives the colour: numbers (a gradient) or texts (categories); default none. */
  readonly color?: FieldOf<T>;
  /** Default: the field's name. */
  readonly xTitle?: string;
  /** Default: the field's name. */
  readonly yTitle?: string;
  /** Default: the field's name. */
  readonly colorTitle?: string;
  /** Default `"linear"`. */
  readonly xScale?: ScaleType;
  /** Default `"linear"`. */
  readonly yScale?: ScaleType;
}

type Resolved = Required<ScatterPlotOptions<Record<string, unknown>>>;

const DEFAULTS: Resolved = {
  title: "",
  subtitle: "",
  width: 560,
  height: 360,
  x: "",
  y: "",
  color: "",
  xTitle: "",
  yTitle: "",
  colorTitle: "",
  xScale: "linear",
  yScale: "linear",
};

/**
 * A point a row.
 *
 * @param rows Any objects that have the named fields.
 * @throws {TypeError} If there are no rows.
 * @throws {RangeError} If a field is missing or holds no numbers, a value on a logarithmic axis is
 *   not positive, or an option is unknown or out of range.
 *
 * @example
 * ```ts
 * import { scatterPlot } from "two-layer-net/plotting";
 * import { assertEquals } from "@std/assert";
 *
 * const trials = [{ learningRate: 1e-4, accuracy: 0.28 }, { learningRate: 1e-3, accuracy: 0.47 }];
 * const chart = scatterPlot(trials, { x: "learningRate", y: "accuracy", xScale: "log" });
 * assertEquals(chart.summary, "accuracy over learningRate: 2 points");
 * ```
 */
export function scatterPlot<T extends object>(
  rows: readonly T[],
  options: ScatterPlotOptions<T>,
): Chart {
  const resolved = resolveOptions("scatterPlot", DEFAULTS, options as Partial<Resolved>);
  const { x, y, color, xScale, yScale } = resolved;
  checkScale("xScale", xScale);
  checkScale("yScale", yScale);
  checkRows(rows, { x, y, color: color || undefined });
  const [xs, ys] = [numberColumn(rows, x), numberColumn(rows, y, { mayBeAbsent: true })];
  if (xScale === "log") checkPositiveColumn(x, xs);
  if (yScale === "log") checkPositiveColumn(y, ys);
  const drawn = rows.map((_, i) => i).filter((i) => Number.isFinite(ys[i]));
  const body: TopLevelSpec = {
    data: { values: drawn.map((i) => toPoint(rows[i], xs[i], ys[i], resolved)) },
    mark: { type: "point", filled: true, size: 55, opacity: 0.8 },
    encoding: pointEncoding(rows, xs, ys, resolved),
  };
  return frameView(body, resolved, `${y} over ${x}: ${drawn.length} points`);
}

interface Point {
  readonly x: number | null;
  readonly y: number | null;
  readonly color?: number | string | null;
}

function toPoint(row: object, x: number, y: number, { color }: Resolved): Point {
  const point = { x: finite(x), y: finite(y) };
  if (!color) return point;
  const [value] = column([row], color);
  return { ...point, color: typeof value === "number" ? finite(value) : label(value) };
}

function pointEncoding(
  rows: readonly object[],
  xs: readonly number[],
  ys: readonly number[],
  options: Resolved,
): Encoding {
  const [xTitle, yTitle] = [options.xTitle || options.x, options.yTitle || options.y];
  const colorTitle = options.colorTitle || options.color;
  const isNumeric = options.color !== "" &&
    column(rows, options.color).every((value) => typeof value === "number");
  const color: Encoding["color"] = isNumeric
    ? {
      field: "color",
      type: "quantitative",
      title: colorTitle,
      scale: { scheme: POINT_SCHEME },
      legend: { gradientLength: 140 },
    }
    : { field: "color", type: "nominal", title: colorTitle };
  return {
    x: {
      field: "x",
      type: "quantitative",
      title: xTitle,
      scale: valueScale(options.xScale),
      axis: valueAxis(options.xScale, xs),
    },
    y: {
      field: "y",
      type: "quantitative",
      title: yTitle,
      scale: valueScale(options.yScale),
      axis: valueAxis(options.yScale, ys),
    },
    ...(options.color ? { color } : {}),
    tooltip: [
      { field: "x", type: "quantitative", title: xTitle, format: tooltipFormat(xs) },
      { field: "y", type: "quantitative", title: yTitle, format: tooltipFormat(ys) },
      ...(options.color ? [{ field: "color", title: colorTitle }] : []),
    ],
  };
}
