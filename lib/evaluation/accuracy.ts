/**
 * Accuracy of a classifier.
 *
 * @module
 */

import { Breather } from "../internal/breather.ts";
import { checkInteger, checkMethods } from "../internal/checks.ts";
import { checkLabels, countEqual, type Labels } from "../matrix/labels.ts";
import { checkInput, type Rows, sliceRows } from "../matrix/rows.ts";

/** What {@linkcode accuracy} asks: a net, or another model that predicts classes. */
export interface Predictor {
  /** D, the number of values an input row has. */
  readonly inputSize: number;
  /** C, the number of classes; labels run from 0 to C - 1. */
  readonly numClasses: number;
  /** The class with the highest score, for each row. */
  predict(X: Rows): Int32Array | Promise<Int32Array>;
}

/** Throws a TypeError unless `value` can be asked for predictions. */
export function checkPredictor(name: string, value: unknown): asserts value is Predictor {
  checkMethods(name, value, "a net, or another model with predict(),", ["predict"]);
  const { inputSize, numClasses } = value as Predictor;
  checkInteger(`${name}.inputSize`, inputSize, 1);
  checkInteger(`${name}.numClasses`, numClasses, 1);
}

/** Rows predicted between two looks at the clock: 15 to 30 ms in the reference backend. */
const PART_ROWS = 100;

/**
 * The share of rows whose prediction equals the label. Yields to the event loop as it goes.
 *
 * @param model A net, or another model that predicts classes.
 * @param X Rows, N × D, N at least 1.
 * @param y True labels, N of them.
 * @returns A number from 0 to 1.
 * @throws {RangeError} If X has no rows or another number of columns than the model takes, if a label
 * is no class, or their count is not N.
 *
 * @example
 * ```ts
 * import { accuracy, argmaxRows, Matrix, type Rows } from "two-layer-net";
 * import { assertEquals } from "@std/assert";
 *
 * const predict = (X: Rows) => argmaxRows(X as Matrix);
 * const identity = { inputSize: 2, numClasses: 2, predict };
 * assertEquals(await accuracy(identity, Matrix.from([[3, 1], [0, 2]]), [0, 0]), 0.5);
 * ```
 */
export async function accuracy(model: Predictor, X: Rows, y: Labels): Promise<number> {
  checkPredictor("model", model);
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
