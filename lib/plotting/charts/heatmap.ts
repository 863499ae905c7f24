/**
 * A value over two variables, one panel for each value of a third.
 *
 * @module
 */

import { expectation } from "../../internal/checks.ts";
import type { Chart } from "../drawing/chart.ts";
import { frameChart } from "../drawing/frame.ts";
import { type Cell, heatmapSpec } from "./heatmap_spec.ts";
import { argMax, argMin, finite, label, rangeFormat } from "../drawing/numbers.ts";
import { type FrameOptions, resolveOptions, UNTITLED } from "../drawing/options.ts";
import { checkRows, column, type FieldOf, labelled, numberColumn } from "../drawing/rows.ts";
import { checkDirection, type Direction } from "../studies/trials.ts";

/** Options of {@linkcode heatmap}: fields of the rows, and looks. */
export interface HeatmapOptions<T> extends Omit<FrameOptions, "height"> {
  /** Field along the horizontal axis. */
  readonly x: FieldOf<T>;
  /** Field along the vertical axis. */
  readonly y: FieldOf<T>;
  /**
   * Field that gives the colour: a number; `null` or not finite marks the cell as diverged,
   * `undefined` as still to come.
   */
  readonly value: FieldOf<T>;
  /** Field that gives each panel; default none, one panel. */
  readonly facet?: FieldOf<T>;
  /** Boolean field that marks a cell as diverged, whatever its value; default none. */
  readonly diverged?: FieldOf<T>;
  /** Default: the field's name. */
  readonly xTitle?: string;
  /** Default: the field's name. */
  readonly yTitle?: string;
  /** Default: the field's name. */
  readonly valueTitle?: string;
  /** Default: the field's name. */
  readonly facetTitle?: string;
  /** d3 number format of the values; default three decimals, more where the values lie closer. */
  readonly format?: string;
  /** Which cell is framed as the best; default `"maximize"`. */
  readonly direction?: Direction;
}

type Resolved = Required<HeatmapOptions<Record<string, unknown>>>;

const DEFAULTS: Resolved = {
  ...UNTITLED,
  width: 700,
  x: "",
  y: "",
  value: "",
  facet: "",
  diverged: "",
  xTitle: "",
  yTitle: "",
  valueTitle: "",
  facetTitle: "",
  format: "",
  direction: "maximize",
};

/**
 * A heatmap with the values written in its cells, the best cell framed, diverged cells grey, and
 * cells that are still to come empty.
 *
 * @param rows One row per cell: any objects that have the named fields.
 * @throws {TypeError} If there are no rows.
 * @throws {RangeError} If a field is missing, a value is no number, two rows are the same cell, or
 *   an option is unknown or out of range.
 *
 * @example
 * ```ts
 * import { heatmap } from "two-layer-net/plotting";
 * import { assertEquals } from "@std/assert";
 *
 * const grid = [
 *   { hiddenSize: 40, learningRate: 1e-3, accuracy: 0.468 },
 *   { hiddenSize: 120, learningRate: 1e-3, accuracy: 0.487 },
 *   { hiddenSize: 40, learningRate: 5e-3, accuracy: NaN },
 *   { hiddenSize: 120, learningRate: 5e-3, accuracy: NaN },
 * ];
 * const chart = heatmap(grid, { x: "hiddenSize", y: "learningRate", value: "accuracy" });
 * assertEquals(
 *   chart.summary,
 *   "accuracy by hiddenSize and learningRate: 4 cells, 2 diverged, " +
 *     "best 0.487 at hiddenSize 120, learningRate 1e-3",
 * );
 * ```
 */
export function heatmap<T extends object>(rows: readonly T[], options: HeatmapOptions<T>): Chart {
  const resolved = withTitles(resolveOptions("heatmap", DEFAULTS, options as Partial<Resolved>));
  const { x, y, value, facet, diverged, direction } = resolved;
  checkDirection(direction);
  const optional = { facet: facet || undefined, diverged: diverged || undefined };
  checkRows(rows, { x, y, value, ...optional });
  const cells = toCells(rows, resolved);
  const format = resolved.format || rangeFormat(cells.map((cell) => cell.value ?? NaN));
  const best = bestCell(cells, direction);
  const body = heatmapSpec(cells, best, rows, { ...resolved, format });
  return frameChart(body, resolved, summarize(cells, best, resolved));
}

function withTitles(options: Resolved): Resolved {
  return {
    ...options,
    xTitle: options.xTitle || options.x,
    yTitle: options.yTitle || options.y,
    valueTitle: options.valueTitle || options.value,
    facetTitle: options.facetTitle || options.facet,
  };
}

function toCells(rows: readonly object[], options: Resolved): Cell[] {
  const values = numberColumn(rows, options.value, { mayBeAbsent: true });
  const isDiverged = options.diverged ? column(rows, options.diverged) : [];
  const facets = options.facet ? labelled(column(rows, options.facet)) : [];
  const [xs, ys] = [options.x, options.y].map((field) => labelled(column(rows, field)));
  const isPending = (row: object) => column([row], options.value)[0] === undefined;
  const cells = rows.map((row, i): Cell => ({
    x: xs[i],
    y: ys[i],
    facet: options.facet ? `${options.facetTitle} ${facets[i]}` : "",
    ...(isDiverged[i] ? { value: null } : isPending(row) ? {} : { value: finite(values[i]) }),
  }));
  checkDistinct(cells);
  return cells;
}

function checkDistinct(cells: readonly Cell[]): void {
  const seen = new Set<string>();
  for (const { x, y, facet } of cells) {
    const key = JSON.stringify([x, y, facet]);
    if (seen.has(key)) throw new RangeError(expectation("rows", "one row per cell", [x, y, facet]));
    seen.add(key);
  }
}

function bestCell(cells: readonly Cell[], direction: Direction): Cell | undefined {
  const values = cells.map(({ value }) => value ?? NaN);
  return cells[direction === "maximize" ? argMax(values) : argMin(values)];
}

function summarize(cells: readonly Cell[], best: Cell | undefined, options: Resolved): string {
  const { x, y, title, value, xTitle, yTitle } = options;
  const numDiverged = cells.filter((cell) => cell.value === null).length;
  const place = best === undefined ? "" : [
    ...(best.facet ? [best.facet] : []),
    `${xTitle} ${best.x}`,
    `${yTitle} ${best.y}`,
  ].join(", ");
  const numPending = cells.filter((cell) => cell.value === undefined).length;
  const toCome = numPending === 0 ? "" : `, ${numPending} to come`;
  const counts = `${cells.length} cells, ${numDiverged} diverged${toCome}`;
  const text = best === undefined ? counts : `${counts}, best ${label(best.value)} at ${place}`;
  return title ? text : `${value} by ${x} and ${y}: ${text}`;
}
