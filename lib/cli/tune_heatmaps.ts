/**
 * Heatmaps of a study, one a pair of parameters.
 *
 * @module
 */

import { heatmap } from "../plotting/heatmap.ts";
import type { ReportSection } from "../plotting/html_report.ts";
import type { TrialRow } from "../tuning/rows.ts";

/** A parameter with more values than this is shown in as many intervals. */
const MAX_LEVELS = 8;

/** A cell: the best of the trials that fall into it. */
interface Cell {
  readonly x: number;
  readonly y: number;
  readonly accuracy: number;
  readonly diverged: boolean;
}

/** A heatmap a pair: in each cell the best accuracy whatever the other parameters. */
export function pairHeatmaps(
  rows: readonly TrialRow[],
  params: readonly string[],
  logarithmic: readonly string[],
): ReportSection[] {
  const pairs = params.flatMap((x, i) => params.slice(i + 1).map((y) => [x, y]));
  const pictures = pairs.map(([x, y]) =>
    heatmap(bestCells(rows, level(rows, x, logarithmic), level(rows, y, logarithmic)), {
      x: "x",
      y: "y",
      value: "accuracy",
      diverged: "diverged",
      xTitle: x,
      yTitle: y,
      title: `${x} and ${y}`,
    })
  );
  if (pictures.length === 0) return [];
  return [{
    heading: "Pairs of parameters",
    text: "The best accuracy of each cell's complete trials, whatever the other parameters; grey " +
      "where all of them diverged.",
    pictures,
  }];
}

function bestCells(
  rows: readonly TrialRow[],
  xOf: (row: TrialRow) => number,
  yOf: (row: TrialRow) => number,
): Cell[] {
  const groups = Map.groupBy(rows, (row) => `${xOf(row)} ${yOf(row)}`);
  return [...groups.values()].map((group) => ({
    x: xOf(group[0]),
    y: yOf(group[0]),
    accuracy: Math.max(...group.map(({ value }) => value!)),
    diverged: group.every(({ diverged }) => diverged),
  }));
}

/** The value of a parameter as a heatmap's level: itself, or the middle of the interval it is in. */
function level(
  rows: readonly TrialRow[],
  name: string,
  logarithmic: readonly string[],
): (row: TrialRow) => number {
  const values = rows.map((row) => row[name] as number);
  if (new Set(values).size <= MAX_LEVELS) return (row) => row[name] as number;
  const [scale, inverse] = logarithmic.includes(name)
    ? [Math.log, Math.exp]
    : [(x: number) => x, (x: number) => x];
  const low = scale(Math.min(...values));
  const width = (scale(Math.max(...values)) - low) / MAX_LEVELS;
  return (row) => {
    const interval = Math.floor((scale(row[name] as number) - low) / width);
    const middle = low + (Math.min(interval, MAX_LEVELS - 1) + 0.5) * width;
    return Number(inverse(middle).toPrecision(3));
  };
}
