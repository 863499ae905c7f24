/**
 * Accuracy of a model.
 *
 * @module
 */

import { type Rows, sliceRows } from "../matrix/rows.ts";
import { Breather } from "./breather.ts";
import { checkInput, checkLabels, countEqual } from "./data.ts";
import { checkModel, type Labels, type Model } from "./model.ts";

/** Rows predicted between two looks at the clock: 15 to 30 ms in the reference backend. */
const PART_ROWS = 100;

/**
 * The share of rows whose prediction equals the label, yielding to the event loop as it goes.
 *
 * @returns A number from 0 to 1; NaN when there are no rows.
 */
export async function accuracy<T>(
  model: Model<T>,
  X: Rows,
  y: Labels,
): Promise<number> {
  checkModel("model", model);
  checkInput("X", X, model.inputSize);
  checkLabels("y", y, X.rows, model.numClasses);
  const breather = new Breather();
  let correct = 0;
  for (let start = 0; start < X.rows; start += PART_ROWS) {
    const end = Math.min(start + PART_ROWS, X.rows);
    const predicted = await model.predict(sliceRows(X, start, end));
    correct += countEqual(predicted, Array.prototype.slice.call(y, start, end));
    if (breather.due) await breather.pause();
  }
  return correct / X.rows;
}
