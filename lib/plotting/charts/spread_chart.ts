/**
 * Repeated measurements side by side: each value, their mean and their spread.
 *
 * @module
 */

import type { TopLevelSpec } from "vega-lite";
import { checkArray, checkNumber, checkObject, checkString } from "../../internal/checks.ts";
import { type Spread, spread } from "../../internal/spread.ts";
import { stepFormat } from "../drawing/axes.ts";
import { baselineLayer } from "./baseline_layer.ts";
import type { Chart } from "../drawing/chart.ts";
import { frameView } from "../drawing/frame.ts";
import { haloText } from "../drawing/halo_text.ts";
import { extent, finite, listValues, rangeFormat } from "../drawing/numbers.ts";
import {
  checkAllFinite,
  checkDistinct,
  checkNotEmpty,
  type FrameOptions,
  resolveOptions,
  UNTITLED,
} from "../drawing/options.ts";
import type { Encoding, Layer } from "../drawing/spec_types.ts";
import { COLORS } from "../drawing/theme.ts";

/** Measurements of one thing: with several seeds, say. */
export interface Repeats {
  /** What stands beside them. */
  readonly name: string;
  /** The values, finite; empty where none has come yet. */
  readonly values: readonly number[];
}

/** Options of {@linkcode spreadChart}. */
export interface SpreadChartOptions extends Omit<FrameOptions, "height"> {
  /** Title of the axis of values, with its unit; default none. */
  readonly valueTitle?: string;
  /** d3 number format of the values; default up to three decimals, more where values lie closer. */
  readonly format?: string;
  /** A value to compare with, drawn as a dashed line; default `null`, none. */
  readonly baseline?: number | null;
}

type Resolved = Required<SpreadChartOptions>;

const DEFAULTS: Resolved = {
  ...UNTITLED,
  width: 640,
  valueTitle: "",
  format: "",
  baseline: null,
};

/** Height of a row, in pixels, and of all that is not rows. */
const HEIGHT = { row: 30, rest: 90 };

/** Room beside the values, as a share of the axis; on the right the means are written. */
const MARGIN = { left: 0.05, right: 0.15 };

/**
 * One row per thing that was measured more than once: a faint dot per value, a point at the mean, and
 * a bar of one standard deviation to either side. The axis does not start at 0, since points, other
 * than bars, are not compared by their lengths. Rows without values keep their place, so that the
 * chart can be drawn while the values come in.
 *
 * @param groups Rows from top to bottom, with different names.
 * @throws {TypeError} If there are no groups.
 * @throws {RangeError} If a value is not finite, a name used twice, or an option is unknown or out
 *   of range.
 *
 * @example
 * ```ts
 * import { spreadChart } from "two-layer-net/plotting";
 * import { assertEquals } from "@std/assert";
 *
 * const chart = spreadChart([
 *   { name: "raw", values: [0.51, 0.52, 0.53] },
 *   { name: "whitened", values: [0.561] },
 *   { name: "flipped", values: [] },
 * ], { title: "Ablation", valueTitle: "Validation accuracy" });
 * assertEquals(chart.summary, "Ablation: raw 0.52 ± 0.01, whitened 0.561");
 * ```
 */
export function spreadChart(groups: readonly Repeats[], options: SpreadChartOptions = {}): Chart {
  const resolved = resolveOptions("spreadChart", DEFAULTS, options);
  if (resolved.baseline !== null) checkNumber("baseline", resolved.baseline);
  checkGroups(groups);
  const height = HEIGHT.rest + HEIGHT.row * groups.length;
  const rows = groups.filter(({ values }) => values.length > 0).map(toRow);
  const format = resolved.format || rangeFormat(groups.flatMap(({ values }) => values), true);
  return frameView(
    spreadSpec(groups, rows, { ...resolved, format }),
    { ...resolved, height },
    rows.length === 0
      ? "no values"
      : listValues(rows.map(({ name, mean, std }) => ({ name, value: mean, half: std }))),
  );
}

function checkGroups(groups: readonly Repeats[]): void {
  checkNotEmpty("groups", groups);
  checkArray("groups", groups, checkObject);
  for (const [i, { name, values }] of groups.entries()) {
    checkString(`groups[${i}].name`, name);
    checkArray(`groups[${i}].values`, values);
    checkAllFinite(`groups[${i}].values`, values);
  }
  checkDistinct(groups.map(({ name }) => name), (i) => `groups[${i}].name`);
}

interface Row extends Spread {
  readonly name: string;
  readonly values: readonly number[];
}

function toRow({ name, values }: Repeats): Row {
  return { name, values, ...spread(values) };
}

function spreadSpec(groups: readonly Repeats[], rows: readonly Row[], options: Resolved) {
  const { valueTitle, format } = options;
  const y: Encoding["y"] = {
    field: "name",
    type: "nominal",
    title: null,
    scale: { domain: groups.map(({ name }) => name) },
    axis: { ticks: false, domain: false, grid: true, labelLimit: 220 },
  };
  const x = {
    type: "quantitative" as const,
    title: valueTitle,
    scale: { domain: domainOf(rows, options), zero: false, nice: false },
    axis: stepFormat(format),
  };
  const spec: TopLevelSpec = {
    data: { values: rows.map(drawnRow) },
    encoding: { y },
    layer: [
      ...baselineLayer(options),
      errorLayer(x),
      valueLayer(rows, x, options),
      meanLayer(x, options),
      ...haloText({ align: "left", dx: 8 }, {
        x: { ...x, field: "rightmost" },
        text: { field: "mean", type: "quantitative", format },
      }),
    ],
  };
  return spec;
}

function drawnRow({ name, values, mean, std }: Row) {
  const half = Number.isFinite(std) ? std : 0;
  const [low, high] = [mean - half, mean + half];
  return {
    name,
    mean: finite(mean),
    std: finite(half),
    low: finite(low),
    high: finite(high),
    rightmost: finite(Math.max(high, ...values)),
  };
}

/** All values and bars, with room around; anything where there is nothing yet. */
function domainOf(rows: readonly Row[], { baseline }: Resolved): [number, number] {
  const drawn = rows.flatMap((row) => {
    const { low, high } = drawnRow(row);
    return [...row.values, low!, high!];
  });
  if (baseline !== null) drawn.push(baseline);
  if (drawn.length === 0) return [0, 1];
  const [min, max] = extent(drawn);
  const width = max - min || 0.1 * Math.abs(max) || 1;
  return [min - MARGIN.left * width, max + MARGIN.right * width];
}

type Position = NonNullable<Encoding["x"]>;

function valueLayer(
  rows: readonly Row[],
  x: Position,
  { valueTitle, format }: Resolved,
): Layer {
  const points = rows.flatMap(({ name, values }) =>
    values.map((value) => ({ name, value: finite(value) }))
  );
  return {
    data: { values: points },
    mark: { type: "point", filled: true, size: 34, color: COLORS.muted, opacity: 1 },
    encoding: {
      x: { ...x, field: "value" } as Position,
      tooltip: [
        { field: "name", title: "Name" },
        { field: "value", type: "quantitative", title: valueTitle || "Value", format },
      ],
    },
  };
}

function errorLayer(x: Position): Layer {
  return {
    transform: [{ filter: "datum.std > 0" }],
    mark: { type: "errorbar", ticks: { size: 9 }, color: COLORS.main },
    encoding: { x: { ...x, field: "low" } as Position, x2: { field: "high" } },
  };
}

function meanLayer(x: Position, { valueTitle, format }: Resolved): Layer {
  return {
    mark: { type: "point", filled: true, size: 70, opacity: 1, color: COLORS.main },
    encoding: {
      x: { ...x, field: "mean" } as Position,
      tooltip: [
        { field: "name", title: "Name" },
        { field: "mean", type: "quantitative", title: valueTitle || "Mean", format },
        { field: "std", type: "quantitative", title: "Standard deviation", format },
      ],
    },
  };
}
