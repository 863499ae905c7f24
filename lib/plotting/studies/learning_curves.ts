/**
 * The learning curves of all trials of a study.
 *
 * @module
 */

import type { TopLevelSpec } from "vega-lite";
import { valueScale, wholeTicks } from "../drawing/axes.ts";
import type { Chart } from "../drawing/chart.ts";
import { frameView } from "../drawing/frame.ts";
import {
  dimmedUnless,
  HOVERED_TRIAL,
  hoverLayers,
  legendToggle,
  ZOOM,
} from "../drawing/interaction.ts";
import { argMax, argMin, finite, label, tooltipFormat } from "../drawing/numbers.ts";
import {
  checkNumbers,
  type FrameOptions,
  type NumberList,
  resolveOptions,
} from "../drawing/options.ts";
import { type Points, toPoints } from "../charts/series.ts";
import type { Encoding, Layer, LayeredSpec } from "../drawing/spec_types.ts";
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
  readonly width: number;
  readonly opacity: number;
  readonly dash: number[];
}

/**
 * How the lines of each kind look. Opacity of the stroke, not of the mark: that would make resvg compose
 * a layer for each line.
 */
const STROKES: Readonly<Record<Kind, Stroke>> = {
  failed: { width: 1, opacity: 0.25, dash: [1, 0] },
  diverged: { width: 1, opacity: 0.8, dash: [3, 3] },
  pruned: { width: 1, opacity: 0.45, dash: [1, 0] },
  complete: { width: 1.3, opacity: 0.55, dash: [1, 0] },
  best: { width: 3, opacity: 1, dash: [1, 0] },
};

/** The data set that says of which kind a trial is. */
const KINDS = "kinds";

interface CurveRow {
  readonly x: number | null;
  readonly y: number | null;
  readonly number: number;
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
  checkCurves(curves);
  const { view, datasets, summary } = curvesView(curves, resolved);
  return frameView({ ...view, datasets }, resolved, summary);
}

/** Throws unless there are trials with a number, a known state and what they reported. */
export function checkCurves(curves: readonly LearningCurve[]): void {
  checkTrials(curves);
  curves.forEach(({ values, steps }, i) => {
    checkNumbers(`trials[${i}].values`, values);
    if (steps !== undefined) checkNumbers(`trials[${i}].steps`, steps);
  });
}

/** What the curves show, beside their titles. */
export type CurvesLook = Pick<Required<LearningCurvesOptions>, "direction" | "xTitle" | "yTitle">;

/** The curves as a view, and what else belongs to its spec. */
export interface CurvesView {
  readonly view: LayeredSpec;
  readonly datasets: NonNullable<TopLevelSpec["datasets"]>;
  readonly summary: string;
}

/**
 * The view of checked curves.
 *
 * @param choices Further choices beside the legend's that dim what is not in them; `transform` gives the
 *   points of the curves what the choices are made by.
 */
export function curvesView(
  curves: readonly LearningCurve[],
  look: CurvesLook,
  { choices = [], transform = [] }: Partial<CurveChoices> = {},
): CurvesView {
  const reported = curves.filter(({ values }) => values.length > 0);
  const best = bestCurve(reported, look.direction);
  const kindOfCurve = (curve: LearningCurve) => curve === best ? "best" : kindOf(curve) as Kind;
  const rank = (curve: LearningCurve): number => DRAWING_ORDER.indexOf(kindOfCurve(curve));
  const drawn = reported.toSorted((a, b) => rank(a) - rank(b));
  const kinds = [...new Set(drawn.map(kindOfCurve))];
  const maxPoints = Math.floor(MAX_POINTS.together / Math.max(1, drawn.length));
  const limit = Math.max(MAX_POINTS.least, Math.min(MAX_POINTS.most, maxPoints));
  const rows = drawn.flatMap((curve) => curveRows(curve, limit));
  const view = {
    data: { values: rows },
    transform: [lookup(KINDS, ["kind"]), ...transform],
    layer: curveLayers(rows, kinds, look, choices),
  };
  const counts = `${curves.length} trials (${countStates(curves)})`;
  return {
    view,
    datasets: {
      [KINDS]: drawn.map((curve) => ({ number: curve.number, kind: kindOfCurve(curve) })),
    },
    summary: best === undefined
      ? counts
      : `${counts}, best trial ${best.number} at ${label(lastFinite(best.values))}`,
  };
}

/** What dims curves, and by which fields of which data set. */
export interface CurveChoices {
  readonly choices: readonly string[];
  readonly transform: NonNullable<LayeredSpec["transform"]>;
}

/** Fields of the trial that a point belongs to. */
export function lookup(name: string, fields: string[]): CurveChoices["transform"][number] {
  return { lookup: "number", from: { data: { name }, key: "number", fields } };
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

function curveRows(curve: LearningCurve, maxPoints: number): CurveRow[] {
  const { number, steps, values } = curve;
  const series = steps === undefined ? values : { x: steps, y: values };
  const { x, y }: Points = toPoints(`values of trial ${number}`, series);
  return thin(y, maxPoints).map((i) => ({ x: finite(x[i]), y: finite(y[i]), number }));
}

function curveLayers(
  rows: readonly CurveRow[],
  kinds: readonly Kind[],
  { xTitle, yTitle }: CurvesLook,
  choices: readonly string[],
): Layer[] {
  const steps = rows.map(({ x }) => x as number);
  const position: Encoding = {
    x: {
      field: "x",
      type: "quantitative",
      title: xTitle,
      scale: valueScale("linear", steps),
      axis: { grid: false, ...wholeTicks("linear", steps) },
    },
    y: { field: "y", type: "quantitative", title: yTitle, scale: valueScale("linear") },
    color: {
      field: "kind",
      type: "nominal",
      title: null,
      scale: { domain: [...kinds], range: kinds.map((kind) => STATE_COLORS[kind]) },
      legend: { orient: "top", symbolType: "stroke" },
    },
  };
  const tooltip: Encoding["tooltip"] = [
    { field: "number", type: "nominal", title: "Trial" },
    { field: "kind", title: "State" },
    { field: "x", type: "quantitative", title: xTitle },
    {
      field: "y",
      type: "quantitative",
      title: yTitle,
      format: tooltipFormat(rows.map(({ y }) => y ?? NaN)),
    },
  ];
  return [
    {
      params: [legendToggle("kind")],
      mark: "line",
      encoding: {
        ...position,
        detail: { field: "number", type: "nominal" },
        size: strokeOf(kinds, "width"),
        strokeOpacity: strokeOf(kinds, "opacity"),
        strokeDash: dashes(kinds),
        opacity: dimmedUnless("legend", ...choices),
      },
    },
    ...hoverLayers({ ...position, tooltip }, ZOOM, HOVERED_TRIAL),
  ];
}

/** By kind, also in the legend. */
function dashes(kinds: readonly Kind[]): Encoding["strokeDash"] {
  return {
    field: "kind",
    type: "nominal",
    title: null,
    scale: { domain: [...kinds], range: kinds.map((kind) => STROKES[kind].dash) },
    legend: { orient: "top", symbolType: "stroke" },
  };
}

/** A property of the lines by their kind; the hovered trial is drawn as the best one is. */
function strokeOf(kinds: readonly Kind[], property: "width" | "opacity") {
  const ofKind = kinds.map((kind) => (
    { test: `datum.kind === "${kind}"`, value: STROKES[kind][property] }
  ));
  const value = STROKES.best[property];
  return { condition: [{ param: HOVERED_TRIAL.name, empty: false, value }, ...ofKind], value };
}
