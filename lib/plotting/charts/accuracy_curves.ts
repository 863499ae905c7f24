/**
 * Training and validation accuracy, epoch by epoch.
 *
 * @module
 */

import { checkObject } from "../../internal/checks.ts";
import { checkOptions } from "../../internal/options.ts";
import type { Chart } from "../drawing/chart.ts";
import { LINE_DEFAULTS, lineChart, type LineChartOptions } from "./line_chart.ts";
import { checkLength, checkNotEmpty, checksOf, type NumberList } from "../drawing/options.ts";

/** Accuracies in [0, 1], one per epoch. */
export interface AccuracyHistories {
  /** On the training data (the assignment: on the batch at hand). */
  readonly train: NumberList;
  /** On the validation data. */
  readonly validation: NumberList;
}

/**
 * Training and validation accuracy per epoch; the gap between them shows overfitting.
 *
 * @param histories Two histories of equal length.
 * @param options As {@linkcode lineChart} takes them; title, axes and format have defaults here.
 * @throws {TypeError} If a history is empty.
 * @throws {RangeError} If the lengths differ, or an option is unknown or out of range.
 *
 * @example
 * ```ts
 * import { accuracyCurves } from "two-layer-net/plotting";
 * import { assertEquals } from "@std/assert";
 *
 * const chart = accuracyCurves({ train: [0.1, 0.3], validation: [0.1, 0.28] });
 * assertEquals(chart.summary.split(":")[0], "Classification accuracy");
 * ```
 */
export function accuracyCurves(
  histories: AccuracyHistories,
  options: LineChartOptions = {},
): Chart {
  checkObject("histories", histories);
  checkOptions("accuracyCurves", options, checksOf(LINE_DEFAULTS));
  const { train, validation } = histories;
  checkNotEmpty("train", train);
  checkNotEmpty("validation", validation);
  checkLength("validation", validation, train.length, "train");
  return lineChart({ train, validation }, {
    title: "Classification accuracy",
    xTitle: "Epoch",
    yTitle: "Accuracy",
    yFormat: "%",
    height: 280,
    points: train.length <= 60,
    ...options,
  });
}
