/**
 * Many hyperparameters and their outcome in one picture.
 *
 * @module
 */

import type { TopLevelSpec } from "vega-lite";
import type { Chart } from "../drawing/chart.ts";
import {
  checkDimensions,
  type Dimension,
  NO_FIELDS,
  type OutcomeFields,
  toDimension,
  toNumbers,
} from "./dimensions.ts";
import { frameView } from "../drawing/frame.ts";
import { argMax, argMin, extent, finite, label, tooltipFormat } from "../drawing/numbers.ts";
import { type FrameOptions, resolveOptions, UNTITLED } from "../drawing/options.ts";
import { axisLayer, POSITION, tickLayer } from "./parallel_axes.ts";
import { checkRows, type FieldOf, numberColumn } from "../drawing/rows.ts";
import type { Encoding, Layer } from "../drawing/spec_types.ts";
import { COLORS, INK, POINT_SCHEME } from "../drawing/theme.ts";
import { checkDirection, type Direction } from "./trials.ts";

/** Options of {@linkcode parallelCoordinates}: fields of the rows, and looks. */
export interface ParallelCoordinatesOptions<T> extends FrameOptions, OutcomeFields<T> {
  /** Field that numbers the rows in tooltips; default their order, from 0. */
  readonly number?: FieldOf<T>;
  /** Which row is drawn as the best; default `"maximize"`. */
  readonly direction?: Direction;
  /**
   * Whether a page may dim lines: those whose number is not in the list that its script sets the signal
   * `picked` to; default false.
   */
  readonly pickable?: boolean;
}

type Resolved = Required<ParallelCoordinatesOptions<Record<string, unknown>>>;

const DEFAULTS: Resolved = {
  ...UNTITLED,
  ...NO_FIELDS,
  width: 680,
  height: 340,
  number: "",
  direction: "maximize",
  pickable: false,
};

type LayerSpec = Extract<TopLevelSpec, { layer: unknown }>;

interface LinePoint {
  readonly row: number;
  readonly number: number;
  readonly dimension: string;
  readonly position: number | null;
  readonly value: number | null;
}

/**
 * Parallel coordinates: a line per row, through its value on each axis, coloured by the outcome, the
 * best one thick; lines of diverged rows are grey and end before the last axis.
 *
 * @param rows Any objects that have the named fields.
 * @throws {TypeError} If there are no rows or no dimensions.
 * @throws {RangeError} If a field is missing, a value on a logarithmic axis is not positive, or an
 *   option is unknown or out of range.
 *
 * @example
 * ```ts
 * import { parallelCoordinates } from "two-layer-net/plotting";
 * import { assertEquals } from "@std/assert";
 *
 * const trials = [
 *   { hiddenSize: 40, learningRate: 1e-4, accuracy: 0.281 },
 *   { hiddenSize: 120, learningRate: 1e-3, accuracy: 0.487 },
 *   { hiddenSize: 120, learningRate: 5e-3, accuracy: null },
 * ];
 * const chart = parallelCoordinates(trials, {
 *   dimensions: ["hiddenSize", "learningRate"],
 *   value: "accuracy",
 *   logarithmic: ["learningRate"],
 * });
 * assertEquals(
 *   chart.summary,
 *   "3 rows (1 diverged) by hiddenSize, learningRate, accuracy; best accuracy 0.487",
 * );
 * ```
 */
export function parallelCoordinates<T extends object>(
  rows: readonly T[],
  options: ParallelCoordinatesOptions<T>,
): Chart {
  const resolved = resolveOptions("parallelCoordinates", DEFAULTS, options as Partial<Resolved>);
  const { dimensions, logarithmic, value, direction } = resolved;
  checkDirection(direction);
  checkDimensions(rows, dimensions, logarithmic, value);
  const values = numberColumn(rows, value, { mayBeAbsent: true });
  if (resolved.number) checkRows(rows, { number: resolved.number });
  const numbers = resolved.number ? numberColumn(rows, resolved.number) : rows.map((_, i) => i);
  const axes = [
    ...dimensions.map((field) => toDimension(rows, field, logarithmic.includes(field))),
    toNumbers(resolved.valueTitle || value, values),
  ];
  const best = direction === "maximize" ? argMax(values) : argMin(values);
  const body = coordinatesSpec(axes, values, numbers, best);
  const names = axes.map(({ title }) => title).join(", ");
  const outcome = best < 0 ? "" : `; best ${axes.at(-1)?.title} ${label(values[best])}`;
  const numDiverged = values.filter((outcome) => !Number.isFinite(outcome)).length;
  const note = numDiverged === 0 ? "" : ` (${numDiverged} diverged)`;
  const picked = resolved.pickable ? withPicks(body) : body;
  return frameView(picked, resolved, `${rows.length} rows${note} by ${names}${outcome}`);
}

function coordinatesSpec(
  axes: readonly Dimension[],
  values: readonly number[],
  numbers: readonly number[],
  best: number,
): LayerSpec {
  const points = linePoints(axes, values, numbers);
  const names = axes.map(({ title }) => title);
  const isDiverged = ({ value }: LinePoint): boolean => value === null;
  return {
    encoding: {
      x: {
        field: "dimension",
        type: "nominal",
        title: null,
        sort: names,
        scale: { type: "point", padding: 0.35 },
        axis: {
          orient: "top",
          labelAngle: 0,
          labelFontSize: 12,
          labelPadding: 14,
          labelColor: INK,
          domain: false,
          ticks: false,
        },
      },
    },
    layer: [
      lineLayer(points.filter(isDiverged), {
        color: COLORS.muted,
        strokeOpacity: 0.35,
        strokeWidth: 1,
      }),
      lineLayer(points.filter((point) => !isDiverged(point)), { strokeWidth: 1.4 }, values),
      lineLayer(points.filter(({ row }) => row === best), {
        color: COLORS.accent,
        strokeWidth: 3.5,
      }),
      axisLayer(names),
      tickLayer(axes),
    ],
  };
}

/** The same with lines that a page's script may dim. */
function withPicks(body: LayerSpec): LayerSpec {
  const opacity: Encoding["opacity"] = {
    condition: { test: "picked === null || indexof(picked, datum.number) >= 0", value: 1 },
    value: 0.06,
  };
  const layer = body.layer.map((layer) => {
    const isLine = "mark" in layer && typeof layer.mark === "object" && layer.mark.type === "line";
    return isLine ? { ...layer, encoding: { ...layer.encoding, opacity } } : layer;
  });
  return { ...body, params: [{ name: "picked", value: null }], layer: layer as Layer[] };
}

/** The lines' points, the worst line first so that better ones lie above it. */
function linePoints(
  axes: readonly Dimension[],
  values: readonly number[],
  numbers: readonly number[],
): LinePoint[] {
  const order = values.map((_, row) => row).sort((a, b) => (values[a] || 0) - (values[b] || 0));
  return order.flatMap((row) =>
    axes.map(({ title, positions }) => ({
      row,
      number: numbers[row],
      dimension: title,
      position: finite(positions[row]),
      value: finite(values[row]),
    }))
  );
}

function lineLayer(
  points: readonly LinePoint[],
  look: { color?: string; strokeOpacity?: number; strokeWidth?: number },
  values?: readonly number[],
): Layer {
  const [low, high] = extent(values ?? []);
  const color: Encoding["color"] = {
    field: "value",
    type: "quantitative",
    scale: { scheme: POINT_SCHEME, ...(low <= high ? { domain: [low, high] } : {}) },
    legend: null,
  };
  return {
    data: { values: [...points] },
    mark: { type: "line", ...look },
    encoding: {
      y: POSITION,
      detail: { field: "row", type: "nominal" },
      ...(values === undefined ? {} : { color }),
      tooltip: [
        { field: "number", type: "quantitative", title: "Trial" },
        {
          field: "value",
          type: "quantitative",
          title: "Outcome",
          format: tooltipFormat(points.map((point) => point.value ?? NaN)),
        },
      ],
    },
  };
}
