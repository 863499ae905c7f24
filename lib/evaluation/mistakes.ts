/**
 * What a classifier gets wrong.
 *
 * @module
 */

import { argmaxRows } from "../matrix/argmax.ts";
import { checkLabels, type Labels } from "../matrix/labels.ts";
import { checkMatrix, type Matrix } from "../matrix/matrix.ts";

/** A row that was taken for another class than its own. */
export interface Mistake {
  /** The row. */
  readonly index: number;
  /** Its true class. */
  readonly truth: number;
  /** The class with the highest probability. */
  readonly predicted: number;
  /** That probability. */
  readonly probability: number;
}

/**
 * The rows whose most probable class is not their own, the most confident mistake first; of equals
 * the earlier row first.
 *
 * @param probabilities Of N rows for C classes; scores work as well, if scores are to be ranked.
 * @param y True labels, N of them.
 * @throws {RangeError} If a label is not an integer from 0 to C - 1, or their count is not N.
 *
 * @example
 * ```ts
 * import { confidentMistakes, Matrix } from "two-layer-net";
 * import { assertEquals } from "@std/assert";
 *
 * const probabilities = Matrix.from([[0.6, 0.4], [0.1, 0.9], [0.2, 0.8]]);
 * assertEquals(confidentMistakes(probabilities, [1, 0, 1]), [
 *   { index: 1, truth: 0, predicted: 1, probability: 0.9 },
 *   { index: 0, truth: 1, predicted: 0, probability: 0.6 },
 * ]);
 * ```
 */
export function confidentMistakes(probabilities: Matrix, y: Labels): Mistake[] {
  checkMatrix("probabilities", probabilities);
  checkLabels("y", y, probabilities.rows, probabilities.cols);
  const mistakes: Mistake[] = [];
  argmaxRows(probabilities).forEach((predicted, index) => {
    if (predicted === y[index]) return;
    const probability = probabilities.at(index, predicted);
    mistakes.push({ index, truth: y[index], predicted, probability });
  });
  return mistakes.sort((a, b) => rank(b) - rank(a));
}

/** NaN, a diverged net's, comes last. */
function rank({ probability }: Mistake): number {
  return Number.isNaN(probability) ? -Number.MAX_VALUE : probability;
}
