/**
 * One net of the grid, trained as the original trained it.
 *
 * @module
 */

import { checkRows } from "../matrix/rows.ts";
import { checkObject } from "../internal/checks.ts";
import { anything, checkOptions, type OptionChecks } from "../internal/options.ts";
import { type Backend, checkBackend } from "../matrix/backend.ts";
import type { RandomState } from "../matrix/random_state.ts";
import { TwoLayerNet } from "../nn/two_layer_net.ts";
import type { Callbacks, SolverData } from "../solver/options.ts";
import type { History } from "../solver/history.ts";
import { DEFAULT_TRAINING } from "./grid.ts";

/** What tells one net of the grid from another. */
export interface GridRun {
  /** Number of hidden units. */
  hiddenSize: number;
  /** Learning rate of the first step. */
  learningRate: number;
  /** Regularisation strength. */
  reg: number;
  /** Draws the first weights, then the batches. */
  rng: RandomState;
}

/** How {@linkcode trainGridNet} trains. */
export interface GridRunOptions {
  /** Where the arithmetic is done. Default: the reference backend in float64. */
  backend?: Backend;
  /** Number of steps. Default: 1000, as in the original. */
  numIters?: number;
  /** Called during training. */
  callbacks?: Callbacks[];
  /** Ends training after the step in progress. */
  signal?: AbortSignal;
}

/** A trained net with what its training recorded. */
export interface TrainedNet {
  /** The net. */
  net: TwoLayerNet;
  /** Its losses and accuracies. */
  history: History;
}

/** How they are checked; what training takes, it checks itself. */
export const GRID_RUN_OPTIONS: OptionChecks<GridRunOptions> = {
  backend: checkBackend,
  numIters: anything,
  callbacks: anything,
  signal: anything,
};

/**
 * Makes and trains a net as the original's grid does: batches of 200, 1000 steps, the learning rate
 * times 0.95 after each epoch.
 *
 * @param run Which net. One that {@linkcode replayGrid} yields gives the original's figures.
 * @param data CIFAR-10 as `getCifar10Data` gives it.
 * @throws {RangeError} If a value of the run or the data cannot be trained with.
 *
 * @example
 * ```ts
 * import { assignment, bestBackend, getCifar10Data } from "two-layer-net";
 * import { assertEquals } from "@std/assert";
 *
 * const data = await getCifar10Data({ numTest: 1 });
 * const backend = await bestBackend();
 * for (const run of assignment.replayGrid().take(1)) {
 *   const { history } = await assignment.trainGridNet(run, data, { backend, numIters: 2 });
 *   assertEquals(history.lossHistory.length, 2);
 * }
 * ```
 */
export async function trainGridNet(
  run: GridRun,
  data: SolverData,
  options: GridRunOptions = {},
): Promise<TrainedNet> {
  checkObject("run", run);
  checkObject("data", data);
  checkRows("data.XTrain", data.XTrain);
  checkOptions("trainGridNet", options, GRID_RUN_OPTIONS);
  const { hiddenSize, learningRate, reg, rng } = run, { backend, ...training } = options;
  const inputSize = data.XTrain.cols;
  const net = new TwoLayerNet({ inputSize, hiddenSize, numClasses: 10, rng, backend });
  const { XTrain, yTrain, XVal, yVal } = data;
  const history = await net.train(XTrain, yTrain, XVal, yVal, {
    ...DEFAULT_TRAINING,
    ...training,
    learningRate,
    reg,
    rng,
  });
  return { net, history };
}
