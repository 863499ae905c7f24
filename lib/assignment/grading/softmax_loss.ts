/**
 * `softmaxLoss(scores, y)`: probabilities, and the mean cross-entropy.
 *
 * @module
 */

import { Matrix } from "../../matrix/matrix.ts";
import { CASES, drawLabels } from "./inputs.ts";
import { type Made, question } from "./question.ts";

const MISTAKES = {
  noMax:
    "The largest score of the row was not subtracted before the exponential: large scores overflow.",
  maxOfAll:
    "The largest of all scores was subtracted: in a row far below it every exponential becomes 0. " +
    "Take the largest of each row.",
  columns: "The softmax runs down the columns: each row must sum to 1, so sum along the rows.",
  sumOfAll: "The exponentials are divided by the sum of all of them: each row has its own sum.",
  noExp: "The exponential is missing: the scores themselves are divided by their sum.",
  unnormalised: "The exponentials are not divided by the sum of their row.",
  sum: "The loss is the sum over the points, not their mean: divide by N.",
  perClass: "You divided the loss by C, not N: it is the mean over the points.",
  perElement: "You divided the loss by N · C: it is the mean over the N points.",
  noMinus: "The minus sign is missing: the loss is −log P.",
  noLog: "The logarithm is missing: the loss is the mean of −log P, not of −P.",
  log10: "The loss has a logarithm to the base 10: Math.log is the natural one.",
  log2: "The loss has a logarithm to the base 2: Math.log is the natural one.",
  allClasses: "The loss adds up the logarithms of all classes: take that of the true class alone.",
  firstClass: "The loss takes the logarithm of class 0 in every row: take that of class y[i].",
  likeliest: "The loss takes the class of the highest probability: take the true one, y[i].",
  shiftedClass: "The loss takes the class after the true one: classes are counted from 0.",
} as const;

type Mistake = keyof typeof MISTAKES;

function solve(
  made: Made<Mistake>,
  scores: Matrix,
  y: Int32Array,
): { loss: number; probabilities: Matrix } {
  const probabilities = solveSoftmax(made, scores);
  const { rows, cols } = scores;
  const count = made("sum") ? 1 : made("perClass") ? cols : made("perElement") ? rows * cols : rows;
  return { loss: totalCost(made, probabilities, y) / count, probabilities };
}

function solveSoftmax(made: Made<Mistake>, scores: Matrix): Matrix {
  const axis = made("columns") ? 0 : 1;
  const max = made("noMax") ? 0 : made("maxOfAll") ? scores.max() : scores.max(axis);
  const exp = made("noExp") ? scores : scores.subtract(max).map(Math.exp);
  if (made("unnormalised")) return exp;
  return exp.divide(made("sumOfAll") ? exp.sum() : exp.sum(axis));
}

function totalCost(made: Made<Mistake>, probabilities: Matrix, y: Int32Array): number {
  let total = 0;
  for (const [i, label] of y.entries()) {
    const row = probabilities.row(i);
    for (const j of countedClasses(made, row, label)) total += cost(made, row[j]);
  }
  return total;
}

function countedClasses(made: Made<Mistake>, row: ArrayLike<number>, label: number): number[] {
  const classes = Array.from(row, (_, j) => j);
  if (made("allClasses")) return classes;
  if (made("firstClass")) return [0];
  if (made("likeliest")) return [classes.reduce((best, j) => row[j] > row[best] ? j : best)];
  return [made("shiftedClass") ? (label + 1) % row.length : label];
}

function cost(made: Made<Mistake>, p: number): number {
  if (made("noLog")) return -p;
  const log = made("log10") ? Math.log10(p) : made("log2") ? Math.log2(p) : Math.log(p);
  return made("noMinus") ? log : -log;
}

/** The question. */
export const softmaxLoss = question<[scores: Matrix, y: Int32Array], Mistake>({
  args: ["scores", "y"],
  cases: (rng) => [
    ...CASES.map((sizes) => [rng.randn(sizes.N, sizes.C), drawLabels(rng, sizes)] as const),
    [rng.randn(2, 3).add(2000), Int32Array.of(2, 0)],
    [rng.randn(2, 3).add(Matrix.from([[0], [-2000]])), Int32Array.of(0, 1)],
  ],
  solve,
  mistakes: MISTAKES,
});
