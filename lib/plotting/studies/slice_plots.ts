/**
 * The outcome over each hyperparameter in turn.
 *
 * @module
 */

import type { TopLevelSpec } from "vega-lite";
import { checkInteger } from "../../internal/checks.ts";
import { valueAxis, valueScale } from "../drawing/axes.ts";
import type { Chart } from "../drawing/chart.ts";
import { checkDimensions, isNumeric } from "./dimensions.ts";
import { frameChart } from "../drawing/frame.ts";
import { finite, tooltipFormat } from "../drawing/numbers.ts";
import { type FrameOptions, resolveOptions } from "../drawing/options.ts";
import {
  checkPositiveColumn,
  checkRows,
  column,
  type FieldOf,
  labelled,
  levelLabels,
  numberColumn,
} from "../drawing/rows.ts";
import type { Encoding, Layer } from "../drawing/spec_types.ts";
import { COLORS, POINT_SCHEME } from "../drawing/theme.ts";
import { divergedLegend } from "./trials.ts";

/** Options of {@linkcode slicePlots}: fields of the rows, and looks. */
export interface SlicePlotsOptions<T> extends Omit<FrameOptions, "height"> {
  /** Fields, a panel each: numbers or texts. */
  readonly dimensions: readonly FieldOf<T>[];
  /** Field of the outcome: numbers; `null` or not finite for a diverged run. */
  readonly value: FieldOf<T>;
  /** Default: the field's name. */
  readonly valueTitle?: string;
  /** Those dimensions whose axis is logarithmic; default none. */
  readonly logarithmic?: readonly FieldOf<T>[];
  /** Field that numbers the rows, for colour and tooltips; default their order, from 0. */
  readonly number?: FieldOf<T>;
  /** Boolean field that marks a row as diverged, whatever its value; default none. */
  readonly diverged?: FieldOf<T>;
  /** Panels beside each other; default 3. */
  readonly columns?: number;
}

type Resolved = Required<SlicePlotsOptions<Record<string, unknown>>>;

const DEFAULTS: Resolved = {
  title: "",
  subtitle: "",
  width: 680,
  dimensions: [],
  value: "",
  valueTitle: "",
  logarithmic: [],
  number: "",
  diverged: "",
  columns: 3,
};

/** Height of a panel, room for a panel's axis, and for the legend; in pixels. */
const PANEL = { height: 190, axis: 62, legend: 60 };

/**
 * The outcome over each hyperparameter, a panel each with a common vertical axis; the colour is
 * the order of the rows, so that a sampler's progress shows.
 *
 * Rows that diverged, or whose outcome is not finite, are grey crosses: at their outcome, or on the
 * axis where they have none.
 *
 * @param rows Any objects that have the named fields, in the order in which they were tried.
 * @throws {TypeError} If there are no rows or no dimensions.
 * @throws {RangeError} If a field is missing, a value on a logarithmic axis is not positive, or an
 *   option is unknown or out of range.
 *
 * @example
 * ```ts
 * import { slicePlots } from "two-layer-net/plotting";
 * import { assertEquals } from "@std/assert";
 *
 * const trials = [
 *   { hiddenSize: 40, learningRate: 1e-4, accuracy: 0.281 },
 *   { hiddenSize: 120, learningRate: 1e-3, accuracy: 0.487 },
 * ];
 * const chart = slicePlots(trials, {
 *   dimensions: ["hiddenSize", "learningRate"],
 *   value: "accuracy",
 *   logarithmic: ["learningRate"],
 * });
 * assertEquals(chart.summary, "accuracy over hiddenSize, learningRate: 2 rows");
 * ```
 */
export function slicePlots<T extends object>(
  rows: readonly T[],
  options: SlicePlotsOptions<T>,
): Chart {
  const resolved = resolveOptions("slicePlots", DEFAULTS, options as Partial<Resolved>);
  const { dimensions, logarithmic, value, columns, number, diverged } = resolved;
  checkInteger("columns", columns, 1);
  checkRows(rows, { number: number || undefined, diverged: diverged || undefined });
  checkDimensions(rows, dimensions, logarithmic, value);
  const values = numberColumn(rows, value, { mayBeAbsent: true });
  const numbers = number ? numberColumn(rows, number) : rows.map((_, i) => i);
  const isDiverged = rows.map((row, i) =>
    !Number.isFinite(values[i]) || (diverged !== "" && column([row], diverged)[0] === true)
  );
  const fields = dimensions.map((field) => toField(rows, field, logarithmic.includes(field)));
  const body: TopLevelSpec = {
    data: {
      values: rows.map((_, i) => ({
        number: numbers[i],
        value: finite(values[i]),
        diverged: isDiverged[i],
        ...Object.fromEntries(fields.map(({ cells }, j) => [`d${j}`, cells[i]])),
      })),
    },
    columns: Math.min(columns, fields.length),
    concat: fields.map((field, i) => panel(field, i, values, isDiverged, resolved)),
    resolve: { scale: { y: "shared", color: "shared" } },
  };
  const numDiverged = isDiverged.filter(Boolean).length;
  const note = numDiverged === 0 ? "" : `, ${numDiverged} diverged`;
  const summary = `${value} over ${dimensions.join(", ")}: ${rows.length} rows${note}`;
  return frameChart(body, resolved, summary);
}

type Layered = Extract<Layer, { layer: unknown }>;

interface Field {
  readonly title: string;
  readonly cells: readonly (number | string | null)[];
  readonly x: Encoding["x"];
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
    scale: { ...valueScale(scale), padding: 8, nice: false },
    axis: { tickCount: 4, grid: false, ...valueAxis(scale, numbers) },
  };
  return { title, cells: numbers.map(finite), x };
}

function panel(
  { title, x }: Field,
  i: number,
  values: readonly number[],
  isDiverged: readonly boolean[],
  options: Resolved,
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
    scale: { zero: false },
  };
  const color: Encoding["color"] = {
    field: "number",
    type: "quantitative",
    title: "Trial",
    scale: { scheme: POINT_SCHEME },
    legend: { gradientLength: 120, format: "d" },
  };
  const drawn = { y, color, tooltip };
  const valued = values.filter((_, row) => isDiverged[row]).filter(Number.isFinite).length;
  const valueless = values.length - values.filter(Number.isFinite).length;
  return {
    width: Math.floor((options.width - PANEL.legend) / columns - PANEL.axis),
    height: PANEL.height,
    encoding: { x: { ...x, field: `d${i}`, title } as Encoding["x"] },
    layer: [
      {
        transform: [{ filter: "!datum.diverged" }],
        mark: { type: "point", filled: true, size: 45, opacity: 0.8 },
        encoding: drawn,
      },
      ...(valued > 0 ? [cross("isValid(datum.value)", { y, tooltip })] : []),
      ...(valueless > 0 ? [cross("!isValid(datum.value)", { y: AXIS, tooltip })] : []),
    ],
  } as Layered;
}

/** The foot of a panel. */
const AXIS: Encoding["y"] = { value: "height" };

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
