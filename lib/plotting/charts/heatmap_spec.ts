/**
 * The Vega-Lite form of a heatmap: panels, cells, their texts.
 *
 * @module
 */

import type { TopLevelSpec } from "vega-lite";
import { uprightTitle } from "../drawing/axes.ts";
import { extent, finite } from "../drawing/numbers.ts";
import { column, levelLabels, levels } from "../drawing/rows.ts";
import type { Encoding, Layer } from "../drawing/spec_types.ts";
import { COLORS, INK, SEQUENTIAL_SCHEME, STYLE } from "../drawing/theme.ts";

/** A cell as the spec stores it: labels, and a value: `null` for diverged, none if it is to come. */
export interface Cell {
  readonly x: string;
  readonly y: string;
  readonly facet: string;
  readonly value?: number | null;
}

/** Fields of the rows (`facet` may be `""`), their titles, and looks. */
export interface HeatmapView {
  readonly width: number;
  readonly x: string;
  readonly y: string;
  readonly facet: string;
  readonly xTitle: string;
  readonly yTitle: string;
  readonly valueTitle: string;
  readonly facetTitle: string;
  readonly format: string;
}

/** Cell sizes in pixels: the least that holds `0.487`, and the most that looks well. */
const CELL = { least: 32, most: 64, height: 30 };

/** Room beside the panels for the vertical axis and the legend, and between two panels. */
const ROOM = { sides: 130, between: 22 };

/** The spec of all panels. */
export function heatmapSpec(
  cells: readonly Cell[],
  best: Cell | undefined,
  rows: readonly object[],
  options: HeatmapView,
): TopLevelSpec {
  const [numColumns, numFacets] = [options.x, options.facet].map((field) =>
    field ? levels(column(rows, field)).length : 1
  );
  const { cellWidth, columns } = layout(numColumns, numFacets, options.width);
  const view = {
    width: { step: cellWidth },
    height: { step: CELL.height },
    encoding: positions(rows, options),
    layer: cellLayers(cells, best, options),
  };
  const data = { values: [...cells] };
  if (!options.facet) return { data, ...view };
  const sort = levelLabels(column(rows, options.facet)).map((name) =>
    `${options.facetTitle} ${name}`
  );
  const facet = { field: "facet", type: "nominal" as const, title: null, sort };
  return { data, facet, columns, spacing: ROOM.between, spec: view };
}

/**
 * The widest cells with which the panels fit, in as few rows of panels as that allows; all rows are
 * full, since Vega-Lite draws axes under a panel that is not there.
 */
function layout(
  numColumns: number,
  numFacets: number,
  width: number,
): { cellWidth: number; columns: number } {
  const available = width - ROOM.sides;
  for (let columns = numFacets; columns > 1; columns--) {
    if (numFacets % columns !== 0) continue;
    const panel = available / columns - ROOM.between;
    const cellWidth = Math.floor(panel / numColumns);
    if (cellWidth >= CELL.least) return { cellWidth: Math.min(cellWidth, CELL.most), columns };
  }
  const cellWidth = Math.floor(available / numColumns);
  return { cellWidth: Math.max(8, Math.min(cellWidth, CELL.most)), columns: 1 };
}

function positions(rows: readonly object[], options: HeatmapView): Encoding {
  const { x, y, xTitle, yTitle } = options;
  return {
    x: {
      field: "x",
      type: "nominal",
      title: xTitle,
      sort: levelLabels(column(rows, x)),
      axis: { labelAngle: 0, domain: false, ticks: false },
    },
    y: {
      field: "y",
      type: "nominal",
      title: yTitle,
      sort: levelLabels(column(rows, y)).reverse(),
      axis: { domain: false, ticks: false, ...uprightTitle(yTitle) },
    },
  };
}

function cellLayers(
  cells: readonly Cell[],
  best: Cell | undefined,
  options: HeatmapView,
): Layer[] {
  const rect = { type: "rect" as const, style: STYLE.cell };
  const text = { type: "text" as const, fontSize: 11 };
  const range = extent(cells.map(({ value }) => value ?? NaN));
  return [
    { mark: { ...rect, color: COLORS.pending, tooltip: "still to come" }, transform: [PENDING] },
    { mark: { ...rect, color: COLORS.absent, tooltip: "diverged" }, transform: [DIVERGED] },
    { mark: { ...text, color: INK, text: "div." }, transform: [DIVERGED] },
    ...(best === undefined ? [] : [
      { mark: rect, transform: [FINITE], encoding: valueEncoding(range, options) },
      { mark: text, transform: [FINITE], encoding: textEncoding(range, options) },
      bestFrame(best),
    ]),
  ];
}

const DIVERGED = { filter: "datum.value === null" };
const FINITE = { filter: "isValid(datum.value)" };
const PENDING = { filter: "!isDefined(datum.value)" };

function valueEncoding([low, high]: [number, number], options: HeatmapView): Encoding {
  const { valueTitle: title, format } = options;
  const values = [low, (low + high) / 2, high].map((value) => finite(value) as number);
  return {
    color: {
      field: "value",
      type: "quantitative",
      scale: { scheme: SEQUENTIAL_SCHEME, domain: [low, high] },
      legend: { title, format, values, gradientLength: 110 },
    },
    tooltip: tooltip(options),
  };
}

/** White on the dark half of the scale, dark on the light one. */
function textEncoding(
  [low, high]: [number, number],
  { format }: HeatmapView,
): Encoding {
  const middle = finite(low + 0.55 * (high - low));
  return {
    text: { field: "value", type: "quantitative", format },
    color: {
      condition: { test: `datum.value > ${middle}`, value: COLORS.onLight },
      value: COLORS.onDark,
    },
  };
}

function tooltip(options: HeatmapView): Encoding["tooltip"] {
  return [
    ...(options.facet ? [{ field: "facet", title: options.facetTitle }] : []),
    { field: "x", title: options.xTitle },
    { field: "y", title: options.yTitle },
    { field: "value", type: "quantitative", title: options.valueTitle, format: options.format },
  ];
}

/** Of a cell's sides: within it, since a frame that stands out moves the title of its panel. */
const FRAME = { share: 0.94, stroke: 3 };

/** A frame around the best cell. */
function bestFrame(best: Cell): Layer {
  const test = (["x", "y", "facet"] as const)
    .map((field) => `datum.${field} === ${JSON.stringify(best[field])}`).join(" && ");
  return {
    transform: [{ filter: test }],
    mark: {
      type: "rect",
      width: { band: FRAME.share },
      height: { band: FRAME.share },
      fillOpacity: 0,
      stroke: COLORS.accent,
      strokeWidth: FRAME.stroke,
    },
  };
}
