/**
 * The page's charts of a study, and how many of thousands of trials each draws.
 *
 * @module
 */

import type { Chart } from "../plotting/drawing/chart.ts";
import type { VegaLiteSpec } from "../plotting/drawing/render.ts";
import { lineChart } from "../plotting/charts/line_chart.ts";
import type { Points } from "../plotting/charts/series.ts";
import { learningCurves } from "../plotting/studies/learning_curves.ts";
import { optimizationHistory } from "../plotting/studies/optimization_history.ts";
import { parameterImportances } from "../plotting/studies/parameter_importances.ts";
import { isSingle } from "../tuning/distributions.ts";
import { paramImportances } from "../tuning/importance.ts";
import { type TrialRow, trialRows } from "../tuning/rows.ts";
import { searchedSpace } from "../tuning/searched_space.ts";
import type { Study } from "../tuning/study.ts";
import type { FrozenTrial } from "../tuning/trial.ts";
import { type Axis, parallelChart } from "./parallel.ts";

/** A chart as the page gets it, or why there is none. */
export type PageChart = DrawnChart | { readonly empty: string };

interface DrawnChart {
  /** The Vega-Lite specification. */
  readonly spec: VegaLiteSpec;
  /** What the chart shows, in words. */
  readonly summary: string;
  /** What it leaves out; `""` for nothing. */
  readonly note: string;
  /** For parallel coordinates: what lies where on each axis. */
  readonly axes?: readonly Axis[];
}

/** More of each would make a browser slow, and no picture clearer. */
const MOST = { points: 1000, lines: 300, curves: 60, running: 6 } as const;

/** The charts by their names in the URL. */
export const CHARTS: Readonly<Record<string, (study: Study) => PageChart>> = {
  history,
  running,
  curves,
  parallel,
  importances,
};

function history(study: Study): PageChart {
  const rows = trialRows(study);
  if (rows.length === 0) return { empty: "No trial is finished yet." };
  const kept = new Set(improvements(rows, study.direction));
  const every = Math.ceil(rows.length / MOST.points);
  const drawn = rows.filter((_, i) => i % every === 0 || kept.has(i));
  const chart = optimizationHistory(drawn, { direction: study.direction, title: "" });
  return page(chart, partOf(drawn.length, rows.length, "finished trials"));
}

/** Places of the rows that were the best when they came. */
function improvements(rows: readonly TrialRow[], direction: Study["direction"]): number[] {
  const sign = direction === "minimize" ? -1 : 1;
  let best = -Infinity;
  return rows.flatMap(({ value, state, diverged }, i) => {
    if (state !== "COMPLETE" || diverged || value === null || !(sign * value > best)) return [];
    best = sign * value;
    return [i];
  });
}

function running(study: Study): PageChart {
  const all = study.getTrials(["RUNNING"]);
  const reporting = all.filter(({ intermediateValues }) => intermediateValues.size > 0);
  if (all.length === 0) return { empty: "Nothing runs now." };
  if (reporting.length === 0) return { empty: "What runs has reported nothing yet." };
  const [best] = study.ranking;
  const drawn = reporting.slice(0, MOST.running);
  const series = Object.fromEntries(drawn.map((trial) => [`trial ${trial.number}`, curve(trial)]));
  const last = best && best.intermediateValues.size > 0
    ? { [`best: trial ${best.number}`]: curve(best) }
    : {};
  const chart = lineChart({ ...series, ...last }, {
    xTitle: "Step",
    yTitle: "Reported value",
    points: true, // one report alone is no line
  });
  return page(chart, partOf(drawn.length, all.length, "running trials"));
}

function curve({ intermediateValues }: FrozenTrial): Points {
  return { x: [...intermediateValues.keys()], y: [...intermediateValues.values()] };
}

function curves(study: Study): PageChart {
  const rows = trialRows(study);
  const all = study.trials;
  const trials = rows.map(({ number }) => all[number]);
  const places = rows.map((_, i) => i).filter((i) => trials[i].intermediateValues.size > 0);
  if (places.length === 0) return { empty: "No finished trial has reported values on its way." };
  const drawn = bestAndOthers(places, (i) => rows[i], study.direction, MOST.curves);
  const chart = learningCurves(
    drawn.map((i) => {
      const { x, y } = curve(trials[i]);
      return { ...rows[i], steps: x, values: y };
    }),
    { direction: study.direction, title: "", xTitle: "Step", yTitle: "Reported value" },
  );
  return page(chart, partOf(drawn.length, places.length, "trials"));
}

function parallel(study: Study): PageChart {
  const names = varied(study);
  const rows = trialRows(study).filter(({ state, ...row }) =>
    state === "COMPLETE" && names.every((name) => Object.hasOwn(row, name))
  );
  if (names.length === 0) return { empty: "No parameter is varied." };
  if (rows.length === 0) return { empty: "No trial with all parameters is complete yet." };
  const places = rows.map((_, i) => i);
  const drawn = bestAndOthers(places, (i) => rows[i], study.direction, MOST.lines);
  const { chart, axes } = parallelChart(study, drawn.map((i) => rows[i]), names);
  return { ...page(chart, partOf(drawn.length, rows.length, "complete trials")), axes };
}

function importances(study: Study): PageChart {
  const names = varied(study);
  const found = Object.entries(paramImportances(study)).filter(([name]) => names.includes(name));
  if (found.every(([, importance]) => importance === 0)) {
    return { empty: "Too few trials are complete to tell parameters apart." };
  }
  return page(parameterImportances(Object.fromEntries(found), { title: "" }), "");
}

function varied(study: Study): string[] {
  return Object.entries(searchedSpace(study)).filter(([, range]) => !isSingle(range))
    .map(([name]) => name);
}

/** The better half of what is drawn are the best, the others are spread over all. */
function bestAndOthers<T>(
  items: readonly T[],
  rowOf: (item: T) => TrialRow,
  direction: Study["direction"],
  most: number,
): T[] {
  if (items.length <= most) return [...items];
  const sign = direction === "minimize" ? 1 : -1;
  const badness = (item: T) => {
    const { value, state, diverged } = rowOf(item);
    return state === "COMPLETE" && !diverged && value !== null ? sign * value : Infinity;
  };
  const best = items.map((item, place) => ({ place, bad: badness(item) }))
    .sort((a, b) => a.bad < b.bad ? -1 : a.bad > b.bad ? 1 : a.place - b.place)
    .slice(0, most / 2).map(({ place }) => place);
  const kept = new Set(best);
  const step = items.length / (most / 2);
  for (let place = 0; place < items.length; place += step) kept.add(Math.floor(place));
  return items.filter((_, place) => kept.has(place));
}

function page(chart: Chart, note: string): DrawnChart {
  return { spec: chart.spec, summary: chart.summary, note };
}

function partOf(drawn: number, all: number, what: string): string {
  return drawn === all ? "" : `${drawn} of ${all} ${what} are drawn.`;
}
