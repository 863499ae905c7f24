/**
 * A study as it went: each trial's value and the best so far.
 *
 * @module
 */

import { checkType } from "../../internal/checks.ts";
import type { TopLevelSpec } from "vega-lite";
import { valueScale } from "../drawing/axes.ts";
import type { Chart } from "../drawing/chart.ts";
import { frameView } from "../drawing/frame.ts";
import { dimmedUnless, hoverLayers, legendToggle, ZOOM } from "../drawing/interaction.ts";
import { finite, label, tooltipFormat } from "../drawing/numbers.ts";
import { type FrameOptions, resolveOptions } from "../drawing/options.ts";
import type { Encoding, Layer } from "../drawing/spec_types.ts";
import {
  checkDirection,
  checkTrials,
  countStates,
  CROSS,
  type Direction,
  isBetter,
  kindOf,
  STATE_COLORS,
  type TrialSummary,
} from "./trials.ts";

/** A trial with what came of it. */
export interface TrialValue extends TrialSummary {
  /** The objective; `null` or not finite for a trial that failed or diverged. */
  readonly value: number | null;
}

/** Options of {@linkcode optimizationHistory}. */
export interface OptimizationHistoryOptions extends FrameOptions {
  /** Default `"maximize"`. */
  readonly direction?: Direction;
  /** Title of the axis of values; default `"Objective value"`. */
  readonly valueTitle?: string;
}

const DEFAULTS: Required<OptimizationHistoryOptions> = {
  title: "Optimization history",
  subtitle: "",
  width: 620,
  height: 300,
  direction: "maximize",
  valueTitle: "Objective value",
};

/**
 * Each trial's value over its number, and the best so far as a stair. Pruned trials are grey;
 * diverged trials are crosses, and so are trials without a value, on the axis. Only complete trials
 * that did not diverge can be the best.
 *
 * @param trials Trials in any order.
 * @throws {TypeError} If there are no trials.
 * @throws {RangeError} If a state or an option is unknown or out of range.
 *
 * @example
 * ```ts
 * import { optimizationHistory } from "two-layer-net/plotting";
 * import { assertEquals } from "@std/assert";
 *
 * const chart = optimizationHistory([
 *   { number: 0, value: 0.281 },
 *   { number: 1, value: 0.487 },
 *   { number: 2, value: 0.2, state: "PRUNED" },
 * ]);
 * assertEquals(
 *   chart.summary,
 *   "Optimization history: 3 trials (2 complete, 1 pruned), best 0.487 in trial 1",
 * );
 * ```
 */
export function optimizationHistory(
  trials: readonly TrialValue[],
  options: OptimizationHistoryOptions = {},
): Chart {
  const resolved = resolveOptions("optimizationHistory", DEFAULTS, options);
  checkDirection(resolved.direction);
  checkTrials(trials);
  trials.forEach(({ value }, i) => {
    if (value !== null) checkType(`trials[${i}].value`, value, "a number or null", isNumber(value));
  });
  const ordered = [...trials].sort((a, b) => a.number - b.number);
  const stairs = bestSoFar(ordered, resolved.direction);
  const best = stairs.at(-1);
  const counts = `${trials.length} trials (${countStates(trials)})`;
  const summary = best === undefined
    ? counts
    : `${counts}, best ${label(best.value)} in trial ${best.trial}`;
  return frameView(historySpec(ordered, stairs, resolved), resolved, summary);
}

interface Stair {
  readonly number: number;
  readonly value: number | null;
  readonly trial: number;
}

/** The best complete value up to each trial, from the first complete one on. */
function bestSoFar(trials: readonly TrialValue[], direction: Direction): Stair[] {
  const stairs: Stair[] = [];
  let best: TrialValue | undefined;
  for (const trial of trials) {
    const isCandidate = kindOf(trial) === "complete" && hasValue(trial);
    const isBest = isCandidate &&
      (best === undefined || isBetter(direction, trial.value as number, best.value as number));
    if (isBest) best = trial;
    if (best === undefined) continue;
    stairs.push({ number: trial.number, value: finite(best.value as number), trial: best.number });
  }
  return stairs;
}

function isNumber(value: unknown): boolean {
  return typeof value === "number";
}

function hasValue({ value }: TrialValue): boolean {
  return value !== null && Number.isFinite(value);
}

/** How the legend shows what is no dot. */
const SHAPES: Readonly<Record<string, string>> = {
  diverged: CROSS,
  failed: CROSS,
  "best so far": "stroke",
};

function historySpec(
  trials: readonly TrialValue[],
  stairs: readonly Stair[],
  { valueTitle }: Required<OptimizationHistoryOptions>,
): TopLevelSpec {
  const rows = trials.map((trial) => ({
    number: trial.number,
    value: hasValue(trial) ? finite(trial.value as number) : null,
    kind: kindOf(trial),
  }));
  const x: Encoding["x"] = {
    field: "number",
    type: "quantitative",
    title: "Trial",
    axis: { grid: false, format: "d", tickCount: Math.min(10, trials.length) },
    scale: valueScale("linear", trials.map(({ number }) => number)),
  };
  const kinds = [...new Set([...rows.map(({ kind }) => kind), "best so far"])];
  const color: Encoding["color"] = {
    field: "kind",
    type: "nominal",
    title: null,
    scale: { domain: kinds, range: kinds.map((kind) => STATE_COLORS[kind]) },
    legend: { orient: "top" },
  };
  const shape: Encoding["shape"] = {
    field: "kind",
    type: "nominal",
    title: null,
    scale: { domain: kinds, range: kinds.map((kind) => SHAPES[kind] ?? "circle") },
    legend: { orient: "top" },
  };
  const tooltip: Encoding["tooltip"] = [
    { field: "number", type: "quantitative", title: "Trial" },
    { field: "kind", title: "State" },
    {
      field: "value",
      type: "quantitative",
      title: valueTitle,
      format: tooltipFormat(rows.map((row) => row.value ?? NaN)),
    },
  ];
  const y: Encoding["y"] = {
    field: "value",
    type: "quantitative",
    title: valueTitle,
    scale: valueScale("linear"),
  };
  const opacity = dimmedUnless("legend");
  const valued = rows.filter(({ value, kind }) => value !== null && kind !== "diverged");
  const diverged = rows.filter(({ value, kind }) => value !== null && kind === "diverged");
  const absent = rows.filter(({ value }) => value === null);
  return {
    encoding: { x },
    layer: [
      {
        data: { values: stairs.map((stair) => ({ ...stair, kind: "best so far" })) },
        params: [legendToggle("kind")],
        mark: { type: "line", interpolate: "step-after" },
        encoding: { y, color, opacity },
      },
      {
        data: { values: valued },
        mark: { type: "point", filled: true, size: 42 },
        encoding: { y, color, shape, opacity },
      },
      ...crossLayer(diverged, { y, color, opacity }),
      ...crossLayer(absent, { y: FOOT, color, opacity, tooltip }),
      {
        data: { values: [...valued, ...diverged] },
        layer: hoverLayers({ x, y, color, tooltip }, ZOOM),
      },
    ],
  };
}

/** Where a cross lies that has no value: whole, right above the horizontal axis. */
const FOOT: Encoding["y"] = { value: { expr: "height - 5" } };

/** Trials that diverged or have no value, as crosses. */
function crossLayer(rows: readonly { number: number }[], encoding: Encoding): Layer[] {
  if (rows.length === 0) return [];
  return [{
    data: { values: [...rows] },
    mark: { type: "point", shape: CROSS, size: 36, strokeWidth: 1.6 },
    encoding,
  }];
}
