/**
 * `secondLayer(hidden, dScores, W2, reg)` and `firstLayer(X, dZ, W1, reg)`: the gradients of a layer's
 * weights and biases from those of its sums.
 *
 * @module
 */

import type { Matrix } from "../../matrix/matrix.ts";
import { CASES, drawHidden, type Sizes } from "./inputs.ts";
import { type Made, type Question, question } from "./question.ts";

const MISTAKES = {
  noReg: "The regularisation is missing: dW has the term 2 λ W, the derivative of λ W².",
  noTwo:
    "Your gradient misses the factor 2 of the regularisation: the derivative of λ W² is 2 λ W.",
  four: "The regularisation counts twice: the derivative of λ W² is 2 λ W.",
  minusReg: "The regularisation's gradient is subtracted: add 2 λ W.",
  noWeights: "2 λ is added without W: the derivative of λ W² is 2 λ W.",
  squared: "The regularisation's gradient has W², as the loss has: its derivative is 2 λ W.",
  meanBias: "db is a mean over the points: it is their sum, since dS is divided by N already.",
  rowSums: "db is summed along the rows: sum over the points, down the columns.",
  sumOfAll: "db is the sum of the whole matrix: sum each column on its own.",
  dividedAgain: "dW and db are divided by N once more: the gradient that comes in is already.",
  transposed: "The product is the wrong way round, and dW is transposed: it has the shape of W.",
} as const;

/** A mistake in a layer's gradients. */
export type LayerMistake = keyof typeof MISTAKES;

/** The gradients of a layer, or what comes of mistakes. */
export function solveLayer(
  made: Made<LayerMistake>,
  input: Matrix,
  dout: Matrix,
  W: Matrix,
  reg: number,
): { dW: Matrix; db: Matrix } {
  const count = made("dividedAgain") ? input.rows : 1;
  const product = input.transpose().dot(dout).divide(count);
  const dW = made("noReg") ? product : product.add(penaltyGradient(made, W, reg));
  return { dW: made("transposed") ? dW.transpose() : dW, db: biasGradient(made, dout, count) };
}

function penaltyGradient(made: Made<LayerMistake>, W: Matrix, reg: number): Matrix {
  const two = made("noTwo") ? 1 : made("four") ? 4 : made("minusReg") ? -2 : 2;
  const weights = made("noWeights") ? W.map(() => 1) : made("squared") ? W.multiply(W) : W;
  return weights.multiply(two * reg);
}

function biasGradient(made: Made<LayerMistake>, dout: Matrix, count: number): Matrix {
  if (made("rowSums")) return dout.sum(1);
  if (made("sumOfAll")) return dout.sum(0).map(() => dout.sum());
  return dout.sum(0).divide(made("meanBias") ? dout.rows : count);
}

type Draw = Question["cases"];

const layer = (args: [string, string, string, string], cases: Draw): Question =>
  question<[input: Matrix, dout: Matrix, W: Matrix, reg: number], LayerMistake>({
    args,
    cases: (rng) => cases(rng) as [Matrix, Matrix, Matrix, number][],
    solve: solveLayer,
    mistakes: MISTAKES,
  });

const REG = [0.05, 0.3];

/** The question of the second layer. */
export const secondLayer: Question = layer(
  ["hidden", "dScores", "W2", "reg"],
  (rng) =>
    CASES.map((sizes: Sizes, i) => {
      const { N, H, C } = sizes;
      return [drawHidden(rng, sizes), rng.randn(N, C), rng.randn(H, C), REG[i]];
    }),
);

/** The question of the first layer. */
export const firstLayer: Question = layer(
  ["X", "dZ", "W1", "reg"],
  (rng) =>
    CASES.map(({ N, D, H }, i) => [rng.randn(N, D), rng.randn(N, H), rng.randn(D, H), REG[i]]),
);
