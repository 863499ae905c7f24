/**
 * `regularization(params, reg)`: the L2 penalty.
 *
 * @module
 */

import type { Matrix } from "../../matrix/matrix.ts";
import { CASES, drawParams, type Params } from "./inputs.ts";
import { type Made, question } from "./question.ts";

const MISTAKES = {
  half: "There is a factor ½ too much: this assignment has none before λ.",
  double: "There is a factor 2 too much: it belongs to the gradient, not to the loss.",
  biases: "The biases are regularised, too: only the weights W1 and W2 are.",
  noW1: "W1 is missing: the penalty is on both weight matrices.",
  noW2: "W2 is missing: the penalty is on both weight matrices.",
  noReg: "reg is missing: the sum of squares is multiplied by it.",
  notSquared: "The weights are not squared: add up w², not w.",
  absolute: "You added up |w|, which is L1: L2 adds up w².",
  root: "There is a square root too much: the penalty is the sum of squares, not the norm.",
  mean: "You took the mean of the squares: it is their sum.",
  minus: "The sign is wrong: large weights make the loss larger.",
} as const;

type Mistake = keyof typeof MISTAKES;

function solve(made: Made<Mistake>, { W1, b1, W2, b2 }: Params, reg: number): number {
  const weights = [made("noW1") ? [] : [W1], made("noW2") ? [] : [W2]].flat();
  const counted = made("biases") ? [...weights, b1, b2] : weights;
  const sum = counted.map((one) => penalty(made, one)).reduce((a, b) => a + b, 0);
  const factor = (made("half") ? 0.5 : 1) * (made("double") ? 2 : 1) * (made("minus") ? -1 : 1);
  return factor * (made("noReg") ? 1 : reg) * sum;
}

function penalty(made: Made<Mistake>, weights: Matrix): number {
  if (made("notSquared")) return weights.sum();
  if (made("absolute")) return weights.map(Math.abs).sum();
  const squares = weights.multiply(weights).sum();
  if (made("mean")) return squares / weights.data.length;
  return made("root") ? Math.sqrt(squares) : squares;
}

/** The question. */
export const regularization = question<[params: Params, reg: number], Mistake>({
  args: ["params", "reg"],
  cases: (rng) => CASES.map((sizes, i) => [drawParams(rng, sizes), [0.05, 0.3][i]] as const),
  solve,
  mistakes: MISTAKES,
});
