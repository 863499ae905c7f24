/**
 * `scoresGradient(probabilities, y)`: the gradient of the mean cross-entropy by the scores.
 *
 * @module
 */

import type { Matrix } from "../../matrix/matrix.ts";
import { CASES, drawLabels, drawProbabilities } from "./inputs.ts";
import { type Made, question } from "./question.ts";

/** The mistakes at this link of the chain, also as part of `backward`. */
export const SCORES_MISTAKES = {
  noMinusOne: "The −1 at the true class is missing: dS = (P − Y) / N.",
  notDivided: "The gradient is not divided by N: the loss is a mean over the points.",
  perClass: "You divided by C, not N: the loss is a mean over the points.",
  perElement: "You divided by N · C, not N: the loss is a mean over the points.",
  dividedTwice: "You divided by N twice.",
  plusOne: "You added 1 at the true class: subtract it, P − Y.",
  flipped: "The sign is wrong: P − Y, not Y − P.",
  everywhere: "You subtracted 1 from every class: only at the true one.",
  labelAlone: "Only the 1 of the label is divided by N, not P: (P − Y) / N needs its brackets.",
  probabilityAlone:
    "Only P is divided by N, not the 1 of the label: (P − Y) / N needs its brackets.",
  shiftedClass: "You subtracted 1 at the class after the true one: classes are counted from 0.",
} as const;

/** Such a mistake. */
export type ScoresMistake = keyof typeof SCORES_MISTAKES;

/** The gradient, or what comes of mistakes. */
export function solveScoresGradient(
  made: Made<ScoresMistake>,
  probabilities: Matrix,
  y: Int32Array,
): Matrix {
  const { rows: N, cols: C } = probabilities;
  const shift = made("shiftedClass") ? 1 : 0;
  const one = made("noMinusOne") ? 0 : made("plusOne") ? -1 : 1;
  const oneHot = probabilities.map((_, i, j) =>
    made("everywhere") || j === (y[i] + shift) % C ? one : 0
  );
  const count = made("notDivided") ? 1 : made("perClass") ? C : made("perElement") ? N * C : N;
  const P = made("labelAlone") ? probabilities.multiply(count) : probabilities;
  const Y = made("probabilityAlone") ? oneHot.multiply(count) : oneHot;
  const gradient = P.subtract(Y).divide(made("dividedTwice") ? count * N : count);
  return made("flipped") ? gradient.multiply(-1) : gradient;
}

/** The question. */
export const scoresGradient = question<[probabilities: Matrix, y: Int32Array], ScoresMistake>({
  args: ["probabilities", "y"],
  cases: (rng) =>
    CASES.map((sizes) => [drawProbabilities(rng, sizes), drawLabels(rng, sizes)] as const),
  solve: solveScoresGradient,
  mistakes: SCORES_MISTAKES,
});
