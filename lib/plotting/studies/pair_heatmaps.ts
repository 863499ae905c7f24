/**
 * The best outcome over each pair of hyperparameters.
 *
 * @module
 */

import type { Chart } from "../drawing/chart.ts";
import { checkDimensions, NO_FIELDS, type OutcomeFields } from "./dimensions.ts";
import { heatmap } from "../charts/heatmap.ts";
import { type FrameOptions, resolveOptions } from "../drawing/options.ts";
import { checkPositiveColumn, numberColumn } from "../drawing/rows.ts";

/** Options of {@linkcode pairHeatmaps}: fields of the rows, and the width. */
export interface PairHeatmapsOptions<T> extends Pick<FrameOptions, "width">, OutcomeFields<T> {}

type Resolved = Required<PairHeatmapsOptions<Record<string, unknown>>>;

const DEFAULTS: Resolved = { ...NO_FIELDS, width: 700 };

/** The most levels of a dimension, and the number of intervals that values are gathered in. */
const MAX_LEVELS = 8;

/**
 * One heatmap per pair of dimensions, which hold numbers, of an outcome of which more is better: in each cell the best outcome, whatever the other dimensions;
 * grey where all runs diverged. A dimension of few values, each of them used more than once or well
 * apart from the others, has a level each; any other is cut into eight intervals, named by their
 * middles.
 *
 * @param rows Any objects that have the named fields.
 * @throws {TypeError} If there are no rows or no dimensions.
 * @throws {RangeError} If a field is missing or no number, a value of a logarithmic dimension is not
 *   positive, or an option is unknown.
 *
 * @example
 * ```ts
 * import { pairHeatmaps } from "two-layer-net/plotting";
 * import { assertEquals } from "@std/assert";
 *
 * const trials = [
 *   { hiddenSize: 40, learningRate: 1e-3, reg: 0.2, accuracy: 0.468 },
 *   { hiddenSize: 120, learningRate: 1e-3, reg: 0.2, accuracy: 0.487 },
 *   { hiddenSize: 120, learningRate: 5e-3, reg: 0.2, accuracy: null },
 * ];
 * const charts = pairHeatmaps(trials, {
 *   dimensions: ["learningRate", "hiddenSize", "reg"],
 *   value: "accuracy",
 *   logarithmic: ["learningRate"],
 * });
 * assertEquals(charts.length, 3);
 * ```
 */
export function pairHeatmaps<T extends object>(
  rows: readonly T[],
  options: PairHeatmapsOptions<T>,
): Chart[] {
  const resolved = resolveOptions("pairHeatmaps", DEFAULTS, options as Partial<Resolved>);
  const { dimensions, logarithmic, value, valueTitle, width } = resolved;
  checkDimensions(rows, dimensions, logarithmic, value);
  const values = numberColumn(rows, value, { mayBeAbsent: true });
  const fields = dimensions.map((title) => ({
    title,
    levels: levelsOf(rows, title, logarithmic.includes(title)),
  }));
  return fields.flatMap((x, i) =>
    fields.slice(i + 1).map((y) =>
      heatmap(bestCells(x.levels, y.levels, values), {
        x: "x",
        y: "y",
        value: "best",
        xTitle: x.title,
        yTitle: y.title,
        valueTitle: valueTitle || value,
        width,
        title: `${x.title} and ${y.title}`,
      })
    )
  );
}

/** A cell: the best of the runs that fall into it; `null` if all of them diverged. */
interface Cell {
  readonly x: number;
  readonly y: number;
  readonly best: number | null;
}

function bestCells(
  x: readonly number[],
  y: readonly number[],
  values: readonly number[],
): Cell[] {
  const runs = values.map((value, i) => ({ x: x[i], y: y[i], value }));
  const groups = Map.groupBy(runs, (run) => `${run.x} ${run.y}`);
  return [...groups.values()].map((group) => {
    const finite = group.map(({ value }) => value).filter(Number.isFinite);
    const best = finite.length > 0 ? Math.max(...finite) : null;
    return { x: group[0].x, y: group[0].y, best };
  });
}

/** By row, the value as a heatmap's level: itself, or the middle of the interval it is in. */
function levelsOf(rows: readonly object[], field: string, isLogarithmic: boolean): number[] {
  const values = numberColumn(rows, field);
  if (isLogarithmic) checkPositiveColumn(field, values);
  const [scale, inverse] = isLogarithmic ? [Math.log, Math.exp] : [Number, Number];
  const low = scale(Math.min(...values));
  const width = (scale(Math.max(...values)) - low) / MAX_LEVELS;
  const interval = (value: number): number =>
    width > 0 ? Math.min(Math.floor((scale(value) - low) / width), MAX_LEVELS - 1) : 0;
  const kinds = new Set(values);
  const isList = kinds.size <= MAX_LEVELS && 2 * kinds.size <= values.length;
  const areApart = new Set(Array.from(kinds, interval)).size === kinds.size;
  if (isList || areApart) return values;
  return values.map((value) => inverse(low + (interval(value) + 0.5) * width));
}
