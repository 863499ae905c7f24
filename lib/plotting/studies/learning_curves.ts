/**
 * The learning curves of all trials of a study.
 *
 * @module
 */

import type { TopLevelSpec } from "vega-lite";
import { wholeTicks } from "../drawing/axes.ts";
import type { Chart } from "../drawing/chart.ts";
import { frameView } from "../drawing/frame.ts";
import { argMax, argMin, finite, label } from "../drawing/numbers.ts";
import {
  checkNumbers,
  type FrameOptions,
  type NumberList,
  resolveOptions,
} from "../drawing/options.ts";
import { type Points, toPoints } from "../charts/series.ts";
import type { Encoding, Layer } from "../drawing/spec_types.ts";
import { thin } from "../charts/thinning.ts";
import {
  checkDirection,
  checkTrials,
  countStates,
  type Direction,
  kindOf,
  STATE_COLORS,
  type TrialSummary,
} from "./trials.ts";

/** A trial with what it reported. */
export interface LearningCurve extends TrialSummary {
  /** Reported values; those that are not finite are gaps. */
  readonly values: NumberList;
  /** The step of each value; default 0, 1, 2, … */
  readonly steps?: NumberList;
}

/** Options of {@linkcode learningCurves}. */
export interface LearningCurvesOptions extends FrameOptions {
  /** Decides which complete trial is drawn as the best; default `"maximize"`. */
  readonly direction?: Direction;
  /** Default `"Epoch"`. */
  readonly xTitle?: string;
  /** Default `"Validation accuracy"`. */
  readonly yTitle?: string;
}

const DEFAULTS: Required<LearningCurvesOptions> = {
  title: "Learning curves",
  subtitle: "",
  width: 620,
  height: 320,
  direction: "maximize",
  xTitle: "Epoch",
  yTitle: "Validation accuracy",
};

/** Points that all curves together may have, and that each may have whatever their number. */
const MAX_POINTS = { together: 3000, least: 20, most: 300 };

/** From back to front. */
const DRAWING_ORDER = ["failed", "diverged", "pruned", "complete", "best"] as const;

type Kind = typeof DRAWING_ORDER[number];

interface Stroke {
  readonly strokeWidth: number;
  readonly strokeOpacity: number;
  readonly strokeDash?: number[];
}

/** Opacity of the stroke, not of the mark: that would make resvg compose a layer for each line. */
const STROKES: Readonly<Record<Kind, Stroke>> = {
  failed: { strokeWidth: 1, strokeOpacity: 0.25 },
  diverged: { strokeWidth: 1, strokeOpacity: 0.8, strokeDash: [3, 3] },
  pruned: { strokeWidth: 1, strokeOpacity: 0.45 },
  complete: { strokeWidth: 1.3, strokeOpacity: 0.55 },
  best: { strokeWidth: 3, strokeOpacity: 1 },
};

interface CurveRow {
  readonly x: number | null;
  readonly y: number | null;
  readonly trial: number;
}

/**
 * The learning curves of many trials: complete ones blue, pruned and failed ones faint grey behind
 * them, those of diverged nets dashed, the best one (by its last finite value) in front.
 *
 * @param curves A curve a trial; trials that reported nothing are left out.
 * @throws {TypeError} If there are no curves.
 * @throws {RangeError} If lengths differ, or a state or an option is unknown or out of range.
 *
 * @example
 * ```ts
 * import { learningCurves } from "two-layer-net/plotting";
 * import { assertEquals } from "@std/assert";
 *
 * const chart = learningCurves([
 *   { number: 0, values: [0.1, 0.4, 0.47] },
 *   { number: 1, values: [0.1, 0.2], state: "PRUNED" },
 * ]);
 * assertEquals(
 *   chart.summary,
 *   "Learning curves: 2 trials (1 complete, 1 pruned), best trial 0 at 0.47",
 * );
 * ```
 */
export function learningCurves(
  curves: readonly LearningCurve[],
  options: LearningCurvesOptions = {},
): Chart {
  const resolved = resolveOptions("learningCurves", DEFAULTS, options);
  checkDirection(resolved.direction);
  checkTrials(curves);
  curves.forEach(({ values, steps }, i) => {
    checkNumbers(`trials[${i}].values`, values);
    if (steps !== undefined) checkNumbers(`trials[${i}].steps`, steps);
  });
  const reported = curves.filter(({ values }) => values.length > 0);
  const best = bestCurve(reported, resolved.direction);
  const counts = `${curves.length} trials (${countStates(curves)})`;
  const summary = best === undefined
    ? counts
    : `${counts}, best trial ${best.number} at ${label(lastFinite(best.values))}`;
  return frameView(curvesSpec(reported, best, resolved), resolved, summary);
}

function bestCurve(
  curves: readonly LearningCurve[],
  direction: Direction,
): LearningCurve | undefined {
  const complete = curves.filter((curve) => kindOf(curve) === "complete");
  const values = complete.map(({ values }) => lastFinite(values));
  return complete[direction === "maximize" ? argMax(values) : argMin(values)];
}

function lastFinite(values: NumberList): number {
  return Array.from(values).findLast(Number.isFinite) ?? NaN;
}

function curvesSpec(
  curves: readonly LearningCurve[],
  best: LearningCurve | undefined,
  options: Required<LearningCurvesOptions>,
): TopLevelSpec {
  const maxPoints = Math.floor(MAX_POINTS.together / Math.max(1, curves.length));
  const limit = Math.max(MAX_POINTS.least, Math.min(MAX_POINTS.most, maxPoints));
  const groups = Map.groupBy(
    curves,
    (curve) => curve === best ? "best" : kindOf(curve) as Kind,
  );
  const kinds = DRAWING_ORDER.filter((kind) => groups.has(kind));
  const rows = kinds.map((kind) => groups.get(kind)!.flatMap((curve) => curveRows(curve, limit)));
  const steps = rows.flat().map(({ x }) => x as number);
  const x: Encoding["x"] = {
    field: "x",
    type: "quantitative",
    title: options.xTitle,
    scale: { nice: false, zero: false },
    axis: { grid: false, ...wholeTicks("linear", steps) },
  };
  return {
    encoding: { x },
    layer: kinds.map((kind, i) => curveLayer(kind, kinds, rows[i], options)),
  };
}

function curveRows(curve: LearningCurve, maxPoints: number): CurveRow[] {
  const { number, steps, values } = curve;
  const series = steps === undefined ? values : { x: steps, y: values };
  const { x, y }: Points = toPoints(`values of trial ${number}`, series);
  return thin(y, maxPoints).map((i) => ({ x: finite(x[i]), y: finite(y[i]), trial: number }));
}

function curveLayer(
  kind: Kind,
  kinds: readonly Kind[],
  rows: readonly CurveRow[],
  { yTitle }: Required<LearningCurvesOptions>,
): Layer {
  const color: Encoding["color"] = {
    field: "kind",
    type: "nominal",
    title: null,
    scale: { domain: [...kinds], range: kinds.map((name) => STATE_COLORS[name]) },
    legend: { orient: "top", symbolType: "stroke" },
  };
  return {
    data: { values: [...rows] },
    transform: [{ calculate: `"${kind}"`, as: "kind" }],
    mark: { type: "line", ...STROKES[kind] },
    encoding: {
      y: { field: "y", type: "quantitative", title: yTitle, scale: { zero: false } },
      detail: { field: "trial", type: "nominal" },
      color,
      tooltip: [{ field: "trial", type: "nominal", title: `Trial (${kind})` }],
    },
  };
}
