/**
 * Which classes are taken for which.
 *
 * @module
 */

import { checkInteger, checkList } from "../internal/checks.ts";
import { checkLabels, type Labels } from "../matrix/labels.ts";

/** Its square are the counts. */
const MOST_CLASSES = 10_000;

/**
 * How many rows of each class were predicted to be of each: `counts[t][p]` for true class t and
 * predicted class p, as scikit-learn's `confusion_matrix(y, predicted)`.
 *
 * @param y True labels.
 * @param predicted Predicted labels, as many.
 * @param numClasses C; labels run from 0 to C - 1.
 * @throws {RangeError} If the lengths differ or a label is not an integer from 0 to C - 1.
 *
 * @example
 * ```ts
 * import { confusionCounts } from "two-layer-net";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(confusionCounts([0, 0, 1], [0, 1, 1], 2), [[1, 1], [0, 1]]);
 * ```
 */
export function confusionCounts(y: Labels, predicted: Labels, numClasses: number): number[][] {
  checkInteger("numClasses", numClasses, 1, MOST_CLASSES);
  checkList("y", y);
  checkLabels("y", y, y.length, numClasses);
  checkLabels("predicted", predicted, y.length, numClasses);
  const counts = Array.from({ length: numClasses }, () => new Array<number>(numClasses).fill(0));
  for (let i = 0; i < y.length; i++) counts[y[i]][predicted[i]]++;
  return counts;
}
