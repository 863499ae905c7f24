/**
 * The outcome over each hyperparameter in turn.
 *
 * @module
 */

import type { TopLevelSpec } from "vega-lite";
import { checkInteger } from "../internal/checks.ts";
import { valueAxis, valueScale } from "./axes.ts";
import type { Chart } from "./chart.ts";
import { checkDimensions, isNumeric } from "./dimensions.ts";
import { frameChart } from "./frame.ts";
import { label, rounded } from "./numbers.ts";
import { type FrameOptions, resolveOptions } from "./options.ts";
import { checkPositiveColumn, column, type FieldOf, levelLabels, numberColumn } from "./rows.ts";
import type { Encoding, UnitView } from "./spec_types.ts";
import { SEQUENTIAL_SCHEME } from "./theme.ts";

/** Options of {@linkcode slicePlots}: fields of the rows, and looks. */
export interface SlicePlotsOptions<T> extends Omit<FrameOptions, "height"> {
  /** Fields, a panel each: numbers or texts. */
  readonly dimensions: readonly FieldOf<T>[];
  /** Field of the outcome: numbers; rows where it is `null` or not finite are left out. */
  readonly value: FieldOf<T>;
  /** Default: the field's name. */
  readonly valueTitle?: string;
  /** Those dimensions whose axis is logarithmic; default none. */
  readonly logarithmic?: readonly FieldOf<T>[];
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
  columns: 3,
};

/** Height of a panel, room for a panel's axis, and for the legend; in pixels. */
const PANEL = { height: 190, axis: 62, legend: 60 };

/**
 * The outcome over each hyperparameter, a panel each with a common vertical axis; the colour is
 * the order of the rows, so that a sampler's progress shows.
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
  const { dimensions, logarithmic, value, columns } = resolved;
  checkInteger("columns", columns, 1);
  checkDimensions(rows, dimensions, logarithmic, value);
  const values = numberColumn(rows, value, { mayBeAbsent: true });
  const kept = rows.map((_, i) => i).filter((i) => Number.isFinite(values[i]));
  const fields = dimensions.map((field) => toField(rows, field, logarithmic.includes(field)));
  const body: TopLevelSpec = {
    data: {
      values: kept.map((i) => ({
        order: i,
        value: rounded(values[i]),
        ...Object.fromEntries(fields.map(({ cells }, j) => [`d${j}`, cells[i]])),
      })),
    },
    columns: Math.min(columns, fields.length),
    concat: fields.map((field, i) => panel(field, i, resolved)),
    resolve: { scale: { y: "shared", color: "shared" } },
  };
  const summary = `${value} over ${dimensions.join(", ")}: ${kept.length} rows`;
  return frameChart(body, resolved, summary);
}

interface Field {
  readonly title: string;
  readonly cells: readonly (number | string | null)[];
  readonly x: Encoding["x"];
}

function toField(rows: readonly object[], title: string, isLogarithmic: boolean): Field {
  if (!isNumeric(rows, title)) {
    const texts = column(rows, title);
    const x: Encoding["x"] = { type: "nominal", sort: levelLabels(texts), axis: { labelAngle: 0 } };
    return { title, cells: texts.map(label), x };
  }
  const numbers = numberColumn(rows, title);
  if (isLogarithmic) checkPositiveColumn(title, numbers);
  const scale = isLogarithmic ? "log" : "linear";
  const x: Encoding["x"] = {
    type: "quantitative",
    scale: { ...valueScale(scale), padding: 8, nice: false },
    axis: { tickCount: 4, grid: false, ...valueAxis(scale, numbers) },
  };
  return { title, cells: numbers.map(rounded), x };
}

function panel({ title, x }: Field, i: number, options: Resolved): UnitView {
  const columns = Math.min(options.columns, options.dimensions.length);
  const valueTitle = options.valueTitle || options.value;
  const encoding: Encoding = {
    x: { ...x, field: `d${i}`, title } as Encoding["x"],
    y: {
      field: "value",
      type: "quantitative",
      title: i % columns === 0 ? valueTitle : null,
      scale: { zero: false },
    },
    color: {
      field: "order",
      type: "quantitative",
      title: "Trial",
      scale: { scheme: SEQUENTIAL_SCHEME },
      legend: { gradientLength: 120, format: "d" },
    },
    tooltip: [
      { field: "order", type: "quantitative", title: "Trial" },
      { field: `d${i}`, title },
      { field: "value", type: "quantitative", title: valueTitle, format: ".5~g" },
    ],
  };
  return {
    width: Math.floor((options.width - PANEL.legend) / columns - PANEL.axis),
    height: PANEL.height,
    mark: { type: "point", filled: true, size: 45, opacity: 0.8 },
    encoding,
  } as UnitView;
}
