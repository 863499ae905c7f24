/**
 * Class labels.
 *
 * @module
 */

import { checkInteger, checkList, expectation } from "../internal/checks.ts";

/** Class numbers: any integer array. */
export type Labels = ArrayLike<number>;

/** Throws a RangeError unless there are `count` labels, all integers from 0 to `numClasses` - 1. */
export function checkLabels(name: string, y: Labels, count: number, numClasses: number): void {
  checkList(name, y);
  if (y.length !== count) {
    throw new RangeError(expectation(`${name}.length`, `${count}, one label per row,`, y.length));
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
