/**
 * The layers that line charts share: lines with what they answer to, error bars, and marks where a series diverges.
 *
 * @module
 */

import { stepFormat, uprightTitle, valueAxis, valueScale, wholeTicks } from "../drawing/axes.ts";
import { dimmedUnless, hoverLayers, legendToggle, ZOOM } from "../drawing/interaction.ts";
import { tooltipFormat } from "../drawing/numbers.ts";
import type { ScaleType } from "../drawing/options.ts";
import type { Divergence, ErrorRow, SeriesRow } from "./series.ts";
import type { Encoding, Layer } from "../drawing/spec_types.ts";
import { CATEGORY_COLORS, COLORS } from "../drawing/theme.ts";

/** The axes of a line chart. */
export interface LineAxes {
  readonly xTitle: string;
  readonly yTitle: string;
  readonly xScale: ScaleType;
  readonly yScale: ScaleType;
  readonly yFormat: string;
}

/** How much of a legend fits above the plot, in characters. */
const LEGEND_CHARACTERS = 70;

/** How the lines of a chart look. */
export interface LineLook extends LineAxes {
  /** Whether each point is marked; the others show under the pointer. */
  readonly points: boolean;
  /** By series. */
  readonly colors?: readonly string[];
}

/** The lines with all that they answer to: zooming, hovering and, of more than one, a legend. */
export function lineLayers(
  rows: readonly SeriesRow[],
  names: readonly string[],
  look: LineLook,
): Layer[] {
  const isOne = names.length === 1;
  const color = seriesColor(names, look.colors);
  const encoding = { ...positionEncoding(rows, look), color };
  const hovered = { ...encoding, tooltip: pointTooltip(rows, look, !isOne) };
  const point = look.points ? { filled: true, size: 36, aria: false } : false;
  return [
    {
      ...(isOne ? {} : { params: [legendToggle("series")] }),
      mark: { type: "line", point },
      encoding: isOne ? encoding : { ...encoding, opacity: dimmedUnless("legend") },
    },
    ...hoverLayers(hovered, ZOOM),
  ];
}

/** x and y of a line chart: whole ticks under whole numbers, no forced zero. */
function positionEncoding(rows: readonly SeriesRow[], axes: LineAxes): Encoding {
  const x = rows.map((row) => row.x);
  const y = rows.flatMap((row) => row.y ?? []);
  const yAxis = valueAxis(axes.yScale, y, "y");
  return {
    x: {
      field: "x",
      type: "quantitative",
      title: axes.xTitle,
      scale: valueScale(axes.xScale, x),
      axis: { grid: false, ...valueAxis(axes.xScale, x, "x"), ...wholeTicks(axes.xScale, x) },
    },
    y: {
      field: "y",
      type: "quantitative",
      title: axes.yTitle,
      scale: { ...valueScale(axes.yScale), ...(y.length === 0 ? { domain: [1, 10] } : {}) },
      axis: {
        ...uprightTitle(axes.yTitle),
        ...(axes.yFormat ? { tickCount: yAxis.tickCount, ...formatOf(axes) } : yAxis),
      },
    },
  };
}

function formatOf({ yScale, yFormat }: LineAxes): { format?: string } {
  return { format: yFormat, ...(yScale === "linear" ? stepFormat(yFormat) : {}) };
}

/** Which values an axis can show. */
export function drawableOn(scale: ScaleType): (value: number) => boolean {
  return scale === "log" ? (value) => Number.isFinite(value) && value > 0 : Number.isFinite;
}

/** Colours by series, with a legend above the plot if there is more than one and it fits. */
function seriesColor(
  names: readonly string[],
  colors: readonly string[] = CATEGORY_COLORS,
): Encoding["color"] {
  const characters = names.reduce((sum, name) => sum + name.length + 5, 0);
  const orient = characters <= LEGEND_CHARACTERS ? "top" : "right";
  return {
    field: "series",
    type: "nominal",
    title: null,
    scale: {
      domain: [...names],
      range: names.map((_, i) => colors[i % colors.length]),
    },
    legend: names.length > 1 ? { orient, symbolType: "stroke" } : null,
  };
}

/** What hovering over a point says. */
function pointTooltip(
  rows: readonly SeriesRow[],
  axes: LineAxes,
  withSeries: boolean,
): Encoding["tooltip"] {
  return [
    ...(withSeries ? [{ field: "series", title: "Series" }] : []),
    { field: "x", type: "quantitative", title: axes.xTitle || "x" },
    {
      field: "y",
      type: "quantitative",
      title: axes.yTitle || "y",
      format: withDigits(axes.yFormat) || tooltipFormat(rows.map(({ y }) => y ?? NaN)),
    },
  ];
}

/** The format, where it says how many digits it shows: a bare "%" would show six decimals. */
function withDigits(format: string): string {
  return format === "%" ? ".4~%" : format;
}

/** Error bars in the colours of their lines; none if there are no rows. */
export function errorBarLayers(
  rows: readonly ErrorRow[],
  names: readonly string[],
  { yTitle }: LineAxes,
): Layer[] {
  if (rows.length === 0) return [];
  return [{
    data: { values: [...rows] },
    mark: { type: "errorbar", ticks: { size: 7 } },
    encoding: {
      x: { field: "x", type: "quantitative" },
      y: { field: "low", type: "quantitative", title: yTitle },
      y2: { field: "high" },
      color: seriesColor(names),
      ...(names.length > 1 ? { opacity: dimmedUnless("legend") } : {}),
    },
  }];
}

/** A dashed line with a word where each series stops being finite; none if all are. */
export function divergenceLayers(divergences: readonly Divergence[], xMax: number): Layer[] {
  if (divergences.length === 0) return [];
  const values = divergences.map(({ x, text }) => ({ x, text }));
  const x: Encoding["x"] = { field: "x", type: "quantitative" };
  const isAtEdge = divergences.some((divergence) => divergence.x > 0.96 * xMax);
  return [
    {
      data: { values },
      mark: { type: "rule", strokeDash: [4, 3], color: COLORS.accent },
      encoding: { x },
    },
    {
      data: { values },
      mark: {
        type: "text",
        angle: 270,
        align: "right",
        baseline: isAtEdge ? "bottom" : "top",
        dy: isAtEdge ? -4 : 4,
        color: COLORS.accent,
      },
      encoding: { x, y: { value: 4 }, text: { field: "text" } },
    },
  ];
}
