/**
 * `reluGradient(hidden, dScores, W2)`: the gradient by the first layer's sums.
 *
 * @module
 */

import type { Matrix } from "../../matrix/matrix.ts";
import { CASES, drawHidden } from "./inputs.ts";
import { type Made, question } from "./question.ts";

/** The mistakes at this link of the chain, also as part of `backward`. */
export const RELU_MISTAKES = {
  noMask: "The mask of the ReLU is missing, or lets zeros through: [A > 0], not [A ≥ 0].",
  maskOfGradient:
    "The mask is taken from the gradient (a ReLU on dA does the same): take it from hidden, [A > 0].",
  timesHidden: "You multiplied by hidden itself: multiply by 1 where it is positive, else by 0.",
  inverse: "The mask is the wrong way round: what is silent gets no gradient.",
  maskAlone: "The gradient from the scores is missing: dA = dS W2ᵀ, times the mask.",
} as const;

/** Such a mistake. */
export type ReluMistake = keyof typeof RELU_MISTAKES;

/** The gradient, or what comes of mistakes. */
export function solveReluGradient(
  made: Made<ReluMistake>,
  hidden: Matrix,
  dScores: Matrix,
  W2: Matrix,
): Matrix {
  const dHidden = dScores.dot(W2.transpose());
  if (made("noMask")) return dHidden;
  if (made("maskOfGradient")) return dHidden.map((d) => Math.max(0, d));
  if (made("timesHidden")) return dHidden.multiply(hidden);
  const mask = hidden.map((a) => (a > 0) === made("inverse") ? 0 : 1);
  return made("maskAlone") ? mask : dHidden.multiply(mask);
}

/** The question. */
export const reluGradient = question<[hidden: Matrix, dScores: Matrix, W2: Matrix], ReluMistake>({
  args: ["hidden", "dScores", "W2"],
  cases: (rng) =>
    CASES.map((sizes) => {
      const { N, H, C } = sizes;
      return [drawHidden(rng, sizes), rng.randn(N, C), rng.randn(H, C)] as const;
    }),
  solve: solveReluGradient,
  mistakes: RELU_MISTAKES,
});
