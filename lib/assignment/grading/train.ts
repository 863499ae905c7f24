/**
 * `train(params, X, y, rng)`: the training loop of the toy.
 *
 * @module
 */

import type { Matrix } from "../../matrix/matrix.ts";
import { takeRows } from "../../matrix/rows.ts";
import { TwoLayerNet } from "../../nn/two_layer_net.ts";
import { RandomState } from "../../random/random_state.ts";
import { TOY_SIZES, TOY_TRAINING } from "../toy.ts";
import { drawLabels, drawParams, type Params } from "./inputs.ts";
import { type Made, question } from "./question.ts";
import { solveTrainStep } from "./train_step.ts";

const MISTAKES = {
  allPoints: "Every step sees each point once (all of X, or a permutation of it): draw batchSize " +
    "numbers with replacement, rng.choice(y.length, batchSize).",
  sameBatch: "All steps see the same batch: draw inside the loop.",
  otherLabels: "Points and labels come from two draws: take both by the same numbers.",
  noDecay: "The learning rate stays the same: multiply it by learningRateDecay after each step.",
  decayFirst: "The learning rate decays before the first step: multiply it after each step.",
  decayTwice: "The learning rate decays twice a step.",
  lossAfter: "lossHistory has the loss after each step: keep the loss of the batch before it.",
  lossOfAll: "lossHistory has the loss of all points: keep that of the batch.",
  lossWithoutReg: "lossHistory has the data loss alone: the loss has the regularisation, too.",
  gradsWithoutReg: "The gradients are taken without the regularisation: pass reg to backward.",
  uphill: "The training goes up the gradient: subtract it.",
  notKept: "The result of trainStep is not kept: params = trainStep(…).",
  firstParams: "You returned the parameters of the start: return those after the last step.",
  oneShort: "One step is missing: there are numIters of them.",
  oneMore: "There is one step too many: there are numIters of them.",
} as const;

type Mistake = keyof typeof MISTAKES;

interface Batch {
  readonly X: Matrix;
  readonly y: Int32Array;
}

function solve(
  made: Made<Mistake>,
  params: Params,
  X: Matrix,
  y: Int32Array,
  rng: RandomState,
): { params: Params; lossHistory: number[] } {
  const { numIters, learningRateDecay: decay } = TOY_TRAINING;
  const steps = numIters + (made("oneMore") ? 1 : made("oneShort") ? -1 : 0);
  const drawn = drawBatches(made, { X, y }, rng, steps);
  const lossHistory: number[] = [];
  let now = params;
  let rate: number = TOY_TRAINING.learningRate * (made("decayFirst") ? decay : 1);
  for (const batch of drawn) {
    const next = stepped(made, now, batch, rate);
    lossHistory.push(lossOf(made, made("lossAfter") ? next : now, { X, y }, batch));
    if (!made("notKept")) now = next;
    if (!made("noDecay")) rate *= made("decayTwice") ? decay ** 2 : decay;
  }
  return { params: made("firstParams") ? params : now, lossHistory };
}

function drawBatches(
  made: Made<Mistake>,
  { X, y }: Batch,
  rng: RandomState,
  count: number,
): Batch[] {
  const draw = () => rng.choice(y.length, TOY_TRAINING.batchSize);
  const batches = Array.from({ length: count }, () => {
    if (made("allPoints")) return { X, y };
    const index = draw(), labels = made("otherLabels") ? draw() : index;
    return { X: takeRows(X, index), y: labels.map((i) => y[i]) };
  });
  return made("sameBatch") ? batches.fill(batches[0]) : batches;
}

function stepped(made: Made<Mistake>, params: Params, { X, y }: Batch, rate: number): Params {
  const reg = made("gradsWithoutReg") ? 0 : TOY_TRAINING.reg;
  const { grads } = new TwoLayerNet({ params }).loss(X, y, { reg });
  return solveTrainStep((step) => step === "uphill" && made("uphill"), params, grads, rate);
}

function lossOf(made: Made<Mistake>, params: Params, all: Batch, batch: Batch): number {
  const { X, y } = made("lossOfAll") ? all : batch;
  const reg = made("lossWithoutReg") ? 0 : TOY_TRAINING.reg;
  return new TwoLayerNet({ params }).loss(X, y, { reg }).loss;
}

/** Five points as in the lesson, with other values. */
function drawCase(rng: RandomState): [Params, Matrix, Int32Array, RandomState] {
  const { inputSize: D, hiddenSize: H, numClasses: C } = TOY_SIZES;
  const sizes = { N: 5, D, H, C };
  const { W1, b1, W2, b2 } = drawParams(rng, sizes);
  const [w1, c1, w2, c2] = [W1, b1, W2, b2].map((m) => m.multiply(0.5));
  const X = rng.randn(sizes.N, D).multiply(2);
  const batches = new RandomState(rng.randint(0, 1_000_000, 1)[0]);
  return [{ W1: w1, b1: c1, W2: w2, b2: c2 }, X, drawLabels(rng, sizes), batches];
}

/** The question. */
export const train = question<
  [params: Params, X: Matrix, y: Int32Array, rng: RandomState],
  Mistake
>({
  args: ["params", "X", "y", "rng"],
  mayChange: ["params"],
  cases: (rng) => [drawCase(rng)],
  solve,
  mistakes: MISTAKES,
  pairs: false,
  uses: ["forward", "softmaxLoss", "regularization", "trainStep"],
});
