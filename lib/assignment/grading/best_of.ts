/**
 * `bestOf(runs)`: the run with the highest validation accuracy.
 *
 * @module
 */

import type { RandomState } from "../../random/random_state.ts";
import { type Made, question } from "./question.ts";

const MISTAKES = {
  lowest: "You took the lowest validation accuracy: take the highest.",
  nanWins:
    "A run whose accuracy is NaN was taken: comparisons with NaN are false, Math.max is NaN.",
  first: "You took the first run: compare the accuracies.",
  last: "You took the last run: compare the accuracies.",
  accuracy: "You returned the accuracy: return the run that has it.",
  index: "You returned the number of the run: return the run.",
  learningRate: "You took the run with the highest learning rate: compare the accuracies.",
  hiddenSize: "You took the run with the most hidden units: compare the accuracies.",
} as const;

type Mistake = keyof typeof MISTAKES;

type Run = {
  index: number;
  hiddenSize: number;
  learningRate: number;
  reg: number;
  valAccuracy: number;
  diverged: boolean;
};

function solve(made: Made<Mistake>, runs: readonly Run[]): unknown {
  const best = runs[indexOfBest(made, runs)];
  if (made("accuracy")) return best.valAccuracy;
  return made("index") ? runs.indexOf(best) : best;
}

function indexOfBest(made: Made<Mistake>, runs: readonly Run[]): number {
  if (made("first")) return 0;
  if (made("last")) return runs.length - 1;
  const nan = runs.findIndex(({ valAccuracy }) => Number.isNaN(valAccuracy));
  if (made("nanWins") && nan >= 0) return nan;
  const key = made("learningRate") ? "learningRate" : made("hiddenSize") ? "hiddenSize" : null;
  const values = runs.map((run) => run[key ?? "valAccuracy"]).map((value) => {
    if (Number.isNaN(value)) return -Infinity;
    return made("lowest") ? -value : value;
  });
  return values.indexOf(Math.max(...values));
}

/** Runs of which neither the first nor the last is the best or the worst, and one is NaN. */
function drawRuns(rng: RandomState, count: number): Run[] {
  const order = rng.permutation(count - 3);
  const inner = Array.from(order, (rank) => 0.2 + 0.05 * rank);
  const accuracies = [0.31, ...inner, NaN, 0.33];
  const [widest, fastest] = [1, 2].map((rank) => 1 + order.indexOf(rank));
  return accuracies.map((valAccuracy, index) => ({
    index,
    hiddenSize: index === widest ? 120 : 40,
    learningRate: index === fastest ? 5e-3 : 1e-3,
    reg: 0.1 * (index + 1),
    valAccuracy,
    diverged: Number.isNaN(valAccuracy),
  }));
}

/** The question. */
export const bestOf = question<[runs: readonly Run[]], Mistake>({
  args: ["runs"],
  cases: (rng) => [[drawRuns(rng, 9)], [drawRuns(rng, 11)]],
  solve,
  mistakes: MISTAKES,
  pairs: false,
});
