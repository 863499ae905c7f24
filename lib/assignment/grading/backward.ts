/**
 * `backward(X, y, params, reg)`: the gradients of the loss by all parameters.
 *
 * @module
 */

import type { Matrix } from "../../matrix/matrix.ts";
import { softmax } from "../../matrix/softmax.ts";
import { solveForward } from "./forward.ts";
import { CASES, drawLabels, drawParams, type Params } from "./inputs.ts";
import { solveLayer } from "./layer_gradients.ts";
import { type Made, question } from "./question.ts";
import { RELU_MISTAKES, type ReluMistake, solveReluGradient } from "./relu_gradient.ts";
import { SCORES_MISTAKES, type ScoresMistake, solveScoresGradient } from "./scores_gradient.ts";

const MISTAKES = {
  ...SCORES_MISTAKES,
  ...RELU_MISTAKES,
  perDimension: "You divided by D, not N: the loss is a mean over the points.",
  noReg: "The regularisation is missing from the gradients: 2 λ W1 and 2 λ W2.",
  noReg1: "The regularisation is missing from the gradient of W1: 2 λ W1.",
  noReg2: "The regularisation is missing from the gradient of W2: 2 λ W2.",
  noTwo:
    "Your gradient misses the factor 2 of the regularisation: the derivative of λ W² is 2 λ W.",
  biases: "The biases are regularised, too: only W1 and W2 are.",
  meanBias: "The gradients of the biases are means over the points: they are sums.",
  ascent: "All gradients have the wrong sign.",
} as const;

type Mistake = keyof typeof MISTAKES;

function solve(
  made: Made<Mistake>,
  X: Matrix,
  y: Int32Array,
  params: Params,
  reg: number,
): Params {
  const { hidden, scores } = solveForward(() => false, X, params);
  const dScores = solveScoresGradient(madeOf<ScoresMistake>(made), softmax(scores), y)
    .multiply(made("perDimension") ? X.rows / X.cols : 1);
  const dZ = solveReluGradient(madeOf<ReluMistake>(made), hidden, dScores, params.W2);
  const layers = { noTwo: made("noTwo"), meanBias: made("meanBias") };
  const first = layer({ ...layers, noReg: made("noReg") || made("noReg1") });
  const second = layer({ ...layers, noReg: made("noReg") || made("noReg2") });
  const { dW: W1, db: b1 } = first(X, dZ, params.W1, reg);
  const { dW: W2, db: b2 } = second(hidden, dScores, params.W2, reg);
  const penalty = made("biases") ? 2 * reg : 0;
  const grads = {
    W1,
    b1: b1.add(params.b1.multiply(penalty)),
    W2,
    b2: b2.add(params.b2.multiply(penalty)),
  };
  return made("ascent") ? negated(grads) : grads;
}

type Layer = (...args: [Matrix, Matrix, Matrix, number]) => { dW: Matrix; db: Matrix };

function layer(mistakes: Partial<Record<string, boolean>>): Layer {
  return (...args) => solveLayer((mistake) => mistakes[mistake] ?? false, ...args);
}

/** The mistakes of one link: its names are among all. */
function madeOf<Part extends Mistake>(made: Made<Mistake>): Made<Part> {
  return made;
}

function negated({ W1, b1, W2, b2 }: Params): Params {
  const [a, b, c, d] = [W1, b1, W2, b2].map((m) => m.multiply(-1));
  return { W1: a, b1: b, W2: c, b2: d };
}

/** The question. */
export const backward = question<
  [X: Matrix, y: Int32Array, params: Params, reg: number],
  Mistake
>({
  args: ["X", "y", "params", "reg"],
  cases: (rng) =>
    CASES.map((sizes, i) =>
      [
        rng.randn(sizes.N, sizes.D),
        drawLabels(rng, sizes),
        drawParams(rng, sizes),
        [0.05, 0.3][i],
      ] as const
    ),
  solve,
  mistakes: MISTAKES,
  uses: ["forward", "scoresGradient", "secondLayer", "reluGradient", "firstLayer"],
});
