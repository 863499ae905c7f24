/**
 * Checks and arithmetic on input rows and class labels.
 *
 * @module
 */

import { checkInteger, checkList, expectation } from "../internal/checks.ts";
import { checkPixelRows, checkRows, isPixelRows, type Rows } from "../matrix/rows.ts";
import type { Labels } from "./model.ts";

/** Throws a RangeError unless X has at least one row, and `inputSize` columns. */
export function checkInput(name: string, X: Rows, inputSize: number): void {
  if (isPixelRows(X)) checkPixelRows(X, `${name}.`);
  else checkRows(name, X);
  if (X.rows === 0) throw new RangeError(expectation(`${name}.rows`, "at least 1", 0));
  if (X.cols === inputSize) return;
  throw new RangeError(expectation(`${name}.cols`, `the net's input size ${inputSize}`, X.cols));
}

/** Throws a RangeError unless there are `count` labels, all integers from 0 to `numClasses` - 1. */
export function checkLabels(name: string, y: Labels, count: number, numClasses: number): void {
  checkList(name, y);
  if (y.length !== count) {
    throw new RangeError(expectation(`${name}.length`, `${count}, one label a row,`, y.length));
  }
  for (let i = 0; i < count; i++) {
    const isClass = Number.isInteger(y[i]) && y[i] >= 0 && y[i] < numClasses;
    if (!isClass) checkInteger(`${name}[${i}]`, y[i], 0, numClasses - 1);
  }
}

/** The labels numbered by `index`, in that order. */
export function takeLabels(y: Labels, index: Int32Array): Int32Array {
  return index.map((i) => y[i]);
}

/** The number of places in which predictions and labels agree. */
export function countEqual(predicted: Labels, y: Labels): number {
  let equal = 0;
  for (let i = 0; i < predicted.length; i++) if (predicted[i] === y[i]) equal++;
  return equal;
}
