/**
 * `forward(X, params)`: the scores of a two-layer net.
 *
 * @module
 */

import type { Matrix } from "../../matrix/matrix.ts";
import { CASES, drawParams, type Params } from "./inputs.ts";
import { type Made, question } from "./question.ts";

const MISTAKES = {
  noRelu: "The ReLU is missing: hidden is max(0, Z), element by element.",
  hiddenBeforeRelu:
    "scores is right, but hidden is the sums before the ReLU: return what comes out of it.",
  scoresBeforeRelu: "scores comes from the sums before the ReLU: multiply W2 by hidden.",
  min: "The ReLU keeps what is negative: it is max(0, z), not min(0, z).",
  abs: "The ReLU turns negative sums round: it is max(0, z), not |z|.",
  reluBeforeBias: "b1 is added after the ReLU: it belongs inside, max(0, X W1 + b1).",
  reluOnScores: "There is a ReLU on the scores, too: the second layer has none.",
  noB1: "The bias b1 is missing: Z = X W1 + b1.",
  noB2: "The bias b2 is missing: S = A W2 + b2.",
  minusB1: "b1 is subtracted: Z = X W1 + b1.",
  minusB2: "b2 is subtracted: S = A W2 + b2.",
} as const;

/** The mistakes of a forward pass. */
export type ForwardMistake = keyof typeof MISTAKES;

/** Hidden activations and scores, or what comes of mistakes. */
export function solveForward(
  made: Made<ForwardMistake>,
  X: Matrix,
  { W1, b1, W2, b2 }: Params,
): { hidden: Matrix; scores: Matrix } {
  const product = X.dot(W1);
  const Z = made("noB1") ? product : made("minusB1") ? product.subtract(b1) : product.add(b1);
  const A = made("reluBeforeBias") ? product.map(relu).add(b1) : activate(made, Z);
  const sums = (made("scoresBeforeRelu") ? Z : A).dot(W2);
  const S = made("noB2") ? sums : made("minusB2") ? sums.subtract(b2) : sums.add(b2);
  return {
    hidden: made("hiddenBeforeRelu") ? Z : A,
    scores: made("reluOnScores") ? S.map(relu) : S,
  };
}

function activate(made: Made<ForwardMistake>, Z: Matrix): Matrix {
  if (made("noRelu")) return Z;
  if (made("min")) return Z.map((z) => Math.min(0, z));
  return Z.map(made("abs") ? Math.abs : relu);
}

function relu(z: number): number {
  return Math.max(0, z);
}

/** The question. */
export const forward = question<[X: Matrix, params: Params], ForwardMistake>({
  args: ["X", "params"],
  cases: (rng) =>
    CASES.map((sizes) => [rng.randn(sizes.N, sizes.D), drawParams(rng, sizes)] as const),
  solve: solveForward,
  mistakes: MISTAKES,
});
