/**
 * Parallel coordinates whose lines can be picked, and what lies where on their axes.
 *
 * @module
 */

import type { Chart } from "../plotting/drawing/chart.ts";
import { levels } from "../plotting/drawing/rows.ts";
import { isLogarithmic } from "../plotting/studies/dimensions.ts";
import { parallelCoordinates } from "../plotting/studies/parallel_coordinates.ts";
import type { ParamValue } from "../tuning/distributions.ts";
import type { TrialRow } from "../tuning/rows.ts";
import type { Study } from "../tuning/study.ts";

/** As wide as the page may be; a narrower one draws it narrower. */
const WIDTH = 1200;

/** An axis: numbers between its two ends, or values one above the other. */
export type Axis = NumberAxis | LevelAxis;

interface NumberAxis {
  readonly name: string;
  readonly low: number;
  readonly high: number;
  readonly log: boolean;
}

interface LevelAxis {
  readonly name: string;
  readonly levels: readonly ParamValue[];
}

/** The chart of complete trials that have all the parameters. */
export function parallelChart(
  study: Study,
  rows: readonly TrialRow[],
  names: readonly string[],
): { chart: Chart; axes: Axis[] } {
  const axes = names.map((name) => axisOf(name, rows.map((row) => row[name])));
  const logarithmic = axes.filter((axis) => "log" in axis && axis.log).map(({ name }) => name);
  const outcomes = rows.map((row) => row.diverged ? { ...row, value: null } : row);
  const chart = parallelCoordinates(outcomes, {
    dimensions: names,
    logarithmic,
    value: "value",
    number: "number",
    direction: study.direction,
    pickable: true,
    width: WIDTH,
  });
  return { chart, axes };
}

function axisOf(name: string, values: readonly ParamValue[]): Axis {
  if (!values.every((value) => typeof value === "number")) {
    return { name, levels: levels(values) as ParamValue[] };
  }
  const log = isLogarithmic(values);
  return { name, low: Math.min(...values), high: Math.max(...values), log };
}
