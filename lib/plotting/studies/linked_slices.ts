/**
 * Slice plots and learning curves of the same trials, in one picture that links them.
 *
 * @module
 */

import type { TopLevelSpec } from "vega-lite";
import { expectation } from "../../internal/checks.ts";
import type { Chart } from "../drawing/chart.ts";
import { frameChart } from "../drawing/frame.ts";
import { BRUSH } from "../drawing/interaction.ts";
import { resolveOptions } from "../drawing/options.ts";
import { checkCurves, curvesView, type LearningCurve, lookup } from "./learning_curves.ts";
import { slicePanels } from "./slice_panels.ts";
import { SLICE_DEFAULTS, type SlicePlotsOptions } from "./slice_plots.ts";
import { checkDirection, type Direction, stateOf } from "./trials.ts";

/** Options of {@linkcode linkedSlices}: fields of the trials, and looks. */
export interface LinkedSlicesOptions<T> extends Omit<SlicePlotsOptions<T>, "number" | "diverged"> {
  /** Decides which complete trial's curve is drawn as the best; default `"maximize"`. */
  readonly direction?: Direction;
  /** Title of the curves' horizontal axis; default `"Epoch"`. */
  readonly xTitle?: string;
}

const { number: _number, diverged: _diverged, ...SLICES } = SLICE_DEFAULTS;

const DEFAULTS: Required<LinkedSlicesOptions<Record<string, unknown>>> = {
  ...SLICES,
  direction: "maximize",
  xTitle: "Epoch",
};

/** Height of the curves, and room beside them for their axis and the legend above; in pixels. */
const CURVES = { height: 230, sides: 160 };

/** The data set of the panels' points. */
const SLICES_DATA = "slices";

/**
 * The outcome of complete trials over each hyperparameter, as {@linkcode slicePlots} draws it, above the
 * learning curves of all trials, as {@linkcode learningCurves} does. Dragging over panels keeps the curves
 * of the trials that lie in each of the frames and dims all others; a trial under the pointer stands out
 * everywhere.
 *
 * @param trials Trials with the named fields and with what they reported.
 * @throws {TypeError} If there are no trials or no dimensions.
 * @throws {RangeError} If no trial is complete, a field is missing, lengths differ, a value on a
 *   logarithmic axis is not positive, or a state or an option is unknown or out of range.
 *
 * @example
 * ```ts
 * import { linkedSlices } from "two-layer-net/plotting";
 * import { assertEquals } from "@std/assert";
 *
 * const trials = [
 *   { number: 0, learningRate: 1e-4, accuracy: 0.28, values: [0.1, 0.2, 0.28] },
 *   { number: 1, learningRate: 1e-3, accuracy: 0.47, values: [0.2, 0.4, 0.47] },
 * ];
 * const chart = linkedSlices(trials, {
 *   dimensions: ["learningRate"],
 *   value: "accuracy",
 *   logarithmic: ["learningRate"],
 * });
 * assertEquals(
 *   chart.summary,
 *   "accuracy over learningRate: 2 rows; curves of 2 trials (2 complete), best trial 1 at 0.47",
 * );
 * ```
 */
export function linkedSlices<T extends LearningCurve>(
  trials: readonly T[],
  options: LinkedSlicesOptions<T>,
): Chart {
  const resolved = resolveOptions("linkedSlices", DEFAULTS, options as Partial<typeof DEFAULTS>);
  const { direction, xTitle, value, valueTitle, dimensions, width } = resolved;
  checkDirection(direction);
  checkCurves(trials);
  const complete = trials.filter((trial) => stateOf(trial) === "COMPLETE")
    .map((trial) => ({ ...trial, diverged: trial.diverged === true }));
  if (complete.length === 0) {
    throw new RangeError(expectation("trials", "at least one complete trial", trials));
  }
  const slices = slicePanels(complete, { ...resolved, number: "number", diverged: "diverged" });
  const curves = curvesView(trials, { direction, xTitle, yTitle: valueTitle || value }, {
    choices: [BRUSH.name],
    transform: [lookup(SLICES_DATA, ["value", ...dimensions.map((_, i) => `d${i}`)])],
  });
  const body = {
    datasets: { [SLICES_DATA]: slices.values, ...curves.datasets },
    vconcat: [
      { data: { name: SLICES_DATA }, ...slices.view },
      { width: width - CURVES.sides, height: CURVES.height, ...curves.view },
    ],
    resolve: {
      scale: { color: "independent", shape: "independent", strokeDash: "independent" },
    },
  } as TopLevelSpec;
  return frameChart(body, resolved, `${slices.summary}; curves of ${curves.summary}`);
}
