/**
 * The outcome over each hyperparameter in turn.
 *
 * @module
 */

import type { Chart } from "../drawing/chart.ts";
import { frameChart } from "../drawing/frame.ts";
import { type FrameOptions, resolveOptions, UNTITLED } from "../drawing/options.ts";
import type { FieldOf } from "../drawing/rows.ts";
import { NO_FIELDS, type OutcomeFields } from "./dimensions.ts";
import { slicePanels } from "./slice_panels.ts";

/** Options of {@linkcode slicePlots}: fields of the rows, and looks. */
export interface SlicePlotsOptions<T> extends Omit<FrameOptions, "height">, OutcomeFields<T> {
  /** Field that numbers the rows, for colour and tooltips; default their order, from 0. */
  readonly number?: FieldOf<T>;
  /** Boolean field that marks a row as diverged, whatever its value; default none. */
  readonly diverged?: FieldOf<T>;
  /** Panels beside each other; default 3. */
  readonly columns?: number;
}

type Resolved = Required<SlicePlotsOptions<Record<string, unknown>>>;

/** The defaults of {@linkcode slicePlots}. */
export const SLICE_DEFAULTS: Resolved = {
  ...UNTITLED,
  ...NO_FIELDS,
  width: 680,
  number: "",
  diverged: "",
  columns: 3,
};

/**
 * The outcome over each hyperparameter, a panel each with a common vertical axis; the colour is
 * the order of the rows, so that a sampler's progress shows. Dragging over panels picks the rows that lie
 * in each of the frames; a row under the pointer stands out in all panels.
 *
 * Rows that diverged, or whose outcome is not finite, are grey crosses: at their outcome, or on the
 * axis where they have none.
 *
 * @param rows Any objects that have the named fields, in the order in which they were tried.
 * @throws {TypeError} If there are no rows or no dimensions.
 * @throws {RangeError} If a field is missing, a value on a logarithmic axis is not positive, or an
 *   option is unknown or out of range.
 *
 * @example
 * ```ts
 * import { slicePlots } from "two-layer-net/plotting";
 * import { assertEquals } from "@std/assert";
 *
 * const trials = [
 *   { hiddenSize: 40, learningRate: 1e-4, accuracy: 0.281 },
 *   { hiddenSize: 120, learningRate: 1e-3, accuracy: 0.487 },
 * ];
 * const chart = slicePlots(trials, {
 *   dimensions: ["hiddenSize", "learningRate"],
 *   value: "accuracy",
 *   logarithmic: ["learningRate"],
 * });
 * assertEquals(chart.summary, "accuracy over hiddenSize, learningRate: 2 rows");
 * ```
 */
export function slicePlots<T extends object>(
  rows: readonly T[],
  options: SlicePlotsOptions<T>,
): Chart {
  const resolved = resolveOptions("slicePlots", SLICE_DEFAULTS, options as Partial<Resolved>);
  const { view, values, summary } = slicePanels(rows, resolved);
  return frameChart({ data: { values }, ...view }, resolved, summary);
}
