/**
 * The panels of slice plots: one value over each of several fields.
 *
 * @module
 */

import type { TopLevelSpec } from "vega-lite";
import { checkInteger } from "../../internal/checks.ts";
import { valueAxis, valueScale } from "../drawing/axes.ts";
import { BRUSH, dimmedUnless, HOVERED_TRIAL } from "../drawing/interaction.ts";
import { finite, tooltipFormat } from "../drawing/numbers.ts";
import {
  checkPositiveColumn,
  checkRows,
  column,
  labelled,
  levelLabels,
  numberColumn,
} from "../drawing/rows.ts";
import type { Encoding, Layer } from "../drawing/spec_types.ts";
import { COLORS, POINT_SCHEME } from "../drawing/theme.ts";
import { checkDimensions, isNumeric } from "./dimensions.ts";
import type { SlicePlotsOptions } from "./slice_plots.ts";
import { divergedLegend } from "./trials.ts";

/** Height of a panel, room for a panel's axis, and for the legend; in pixels. */
const PANEL = { height: 190, axis: 62, legend: 60 };

type ConcatSpec = Extract<TopLevelSpec, { concat: unknown }>;

type Layered = Extract<Layer, { layer: unknown }>;

interface Field {
  readonly title: string;
  readonly cells: readonly (number | string | null)[];
  readonly x: Encoding["x"];
}

/** The panels as a view, its data, and what they show in words. */
export interface SlicePanels {
  readonly view: ConcatSpec;
  /** One row per trial: its `number`, its `value`, whether it `diverged`, and `d0`, `d1`, … */
  readonly values: Readonly<Record<string, number | string | boolean | null>>[];
  readonly summary: string;
}

/** A panel each dimension; throws unless the rows have the fields. */
export function slicePanels(
  rows: readonly object[],
  options: Required<SlicePlotsOptions<Record<string, unknown>>>,
): SlicePanels {
  const { dimensions, logarithmic, value, columns, number, diverged } = options;
  checkInteger("columns", columns, 1);
  checkRows(rows, { number: number || undefined, diverged: diverged || undefined });
  checkDimensions(rows, dimensions, logarithmic, value);
  const values = numberColumn(rows, value, { mayBeAbsent: true });
  const numbers = number ? numberColumn(rows, number) : rows.map((_, i) => i);
  const isDiverged = rows.map((row, i) =>
    !Number.isFinite(values[i]) || (diverged !== "" && column([row], diverged)[0] === true)
  );
  const fields = dimensions.map((field) => toField(rows, field, logarithmic.includes(field)));
  const numDiverged = isDiverged.filter(Boolean).length;
  const note = numDiverged === 0 ? "" : `, ${numDiverged} diverged`;
  return {
    view: {
      columns: Math.min(columns, fields.length),
      concat: fields.map((field, i) => panel(field, i, values, isDiverged, options)),
      resolve: { scale: { y: "shared", color: "shared" } },
    },
    values: rows.map((_, i) => ({
      number: numbers[i],
      value: finite(values[i]),
      diverged: isDiverged[i],
      ...Object.fromEntries(fields.map(({ cells }, j) => [`d${j}`, cells[i]])),
    })),
    summary: `${value} over ${dimensions.join(", ")}: ${rows.length} rows${note}`,
  };
}

function toField(rows: readonly object[], title: string, isLogarithmic: boolean): Field {
  if (!isNumeric(rows, title)) {
    const texts = column(rows, title);
    const x: Encoding["x"] = { type: "nominal", sort: levelLabels(texts), axis: { labelAngle: 0 } };
    return { title, cells: labelled(texts), x };
  }
  const numbers = numberColumn(rows, title);
  if (isLogarithmic) checkPositiveColumn(title, numbers);
  const scale = isLogarithmic ? "log" : "linear";
  const x: Encoding["x"] = {
    type: "quantitative",
    scale: valueScale(scale),
    axis: { tickCount: 4, grid: false, ...valueAxis(scale, numbers) },
  };
  return { title, cells: numbers.map(finite), x };
}

function panel(
  { title, x }: Field,
  i: number,
  values: readonly number[],
  isDiverged: readonly boolean[],
  options: Required<SlicePlotsOptions<Record<string, unknown>>>,
): Layered {
  const columns = Math.min(options.columns, options.dimensions.length);
  const valueTitle = options.valueTitle || options.value;
  const tooltip: Encoding["tooltip"] = [
    { field: "number", type: "quantitative", title: "Trial" },
    { field: `d${i}`, title },
    { field: "value", type: "quantitative", title: valueTitle, format: tooltipFormat(values) },
  ];
  const y: Encoding["y"] = {
    field: "value",
    type: "quantitative",
    title: i % columns === 0 ? valueTitle : null,
    scale: valueScale("linear"),
  };
  const color: Encoding["color"] = {
    field: "number",
    type: "quantitative",
    title: "Trial",
    scale: { scheme: POINT_SCHEME },
    legend: { gradientLength: 120, format: "d" },
  };
  const opacity = dimmedUnless(BRUSH.name);
  const size = { condition: { param: HOVERED_TRIAL.name, empty: false, value: 220 }, value: 45 };
  const valued = values.filter((_, row) => isDiverged[row]).filter(Number.isFinite).length;
  const valueless = values.length - values.filter(Number.isFinite).length;
  return {
    width: Math.floor((options.width - PANEL.legend) / columns - PANEL.axis),
    height: PANEL.height,
    encoding: { x: { ...x, field: `d${i}`, title } as Encoding["x"] },
    layer: [
      {
        transform: [{ filter: "!datum.diverged" }],
        params: [BRUSH, HOVERED_TRIAL],
        mark: { type: "point", filled: true },
        encoding: { y, color, tooltip, opacity, size },
      },
      ...(valued > 0 ? [cross("isValid(datum.value)", { y, tooltip, opacity })] : []),
      ...(valueless > 0
        ? [cross("!isValid(datum.value)", { y: { value: "height" }, tooltip, opacity })]
        : []),
    ],
  } as Layered;
}

/** Diverged rows as crosses, with a legend of their own. */
function cross(filter: string, encoding: Encoding): Layer {
  return {
    transform: [
      { filter: `datum.diverged && ${filter}` },
      { calculate: '"diverged"', as: "kind" },
    ],
    mark: { type: "point", size: 40, strokeWidth: 1.6, color: COLORS.muted },
    encoding: { ...encoding, shape: divergedLegend("diverged") },
  };
}
