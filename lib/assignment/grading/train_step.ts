/**
 * `trainStep(params, grads, learningRate)`: one step of gradient descent.
 *
 * @module
 */

import type { Matrix } from "../../matrix/matrix.ts";
import { CASES, drawParams, type Params } from "./inputs.ts";
import { type Made, question } from "./question.ts";

const MISTAKES = {
  uphill: "The step goes up the gradient: subtract it.",
  noRate: "The learning rate is missing: the step is learningRate times the gradient.",
  divided: "The gradient is divided by the learning rate: multiply.",
  noBiases: "b1 and b2 stay as they were: they are trained as the weights are.",
  noW1: "W1 stays as it was.",
  noW2: "W2 stays as it was.",
  stepAlone: "You returned the steps, without the parameters that they are subtracted from.",
  unchanged: "The parameters come back as they were.",
  gradients: "You returned the gradients.",
} as const;

/** The mistakes of a step. */
export type StepMistake = keyof typeof MISTAKES;

/** The parameters after a step, or what comes of mistakes. */
export function solveTrainStep(
  made: Made<StepMistake>,
  params: Params,
  grads: Params,
  learningRate: number,
): Params {
  const step = (name: keyof Params, stays: boolean): Matrix => {
    if (made("gradients")) return grads[name];
    if (stays || made("unchanged")) return params[name];
    const factor = made("noRate") ? 1 : made("divided") ? 1 / learningRate : learningRate;
    const change = grads[name].multiply(made("uphill") ? factor : -factor);
    return made("stepAlone") ? change : params[name].add(change);
  };
  const biasesStay = made("noBiases");
  return {
    W1: step("W1", made("noW1")),
    b1: step("b1", biasesStay),
    W2: step("W2", made("noW2")),
    b2: step("b2", biasesStay),
  };
}

/** The question. */
export const trainStep = question<
  [params: Params, grads: Params, learningRate: number],
  StepMistake
>({
  args: ["params", "grads", "learningRate"],
  mayChange: ["params"],
  cases: (rng) =>
    CASES.map((sizes, i) =>
      [drawParams(rng, sizes), drawParams(rng, sizes), [0.1, 0.003][i]] as const
    ),
  solve: solveTrainStep,
  mistakes: MISTAKES,
});
