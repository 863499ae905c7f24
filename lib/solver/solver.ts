/**
 * The training loop.
 *
 * @module
 */

import { fixed } from "../internal/printf.ts";
import { type Rows, takeRows } from "../matrix/rows.ts";
import { epochDecay, isEpochEnd, type Schedule } from "../optim/schedules.ts";
import { sgd } from "../optim/sgd.ts";
import type { OptimizerState, Params, UpdateRule } from "../optim/update_rule.ts";
import { Breather } from "./breather.ts";
import { accuracy } from "./evaluate.ts";
import { takeLabels } from "./data.ts";
import type { Labels, Model } from "./model.ts";
import {
  checkSolver,
  type FullSolverOptions,
  type SolverData,
  type SolverOptions,
  type StepInfo,
  withDefaults,
} from "./options.ts";

/** Steps between two lines of the log. */
const LOG_INTERVAL = 100;

/** What training recorded. */
export interface History {
  /** Loss of each step's batch, before its update. */
  lossHistory: number[];
  /** Accuracy on the batch at step 0 and every epoch, after the step's update. */
  trainAccHistory: number[];
  /** Accuracy on the validation rows at the same steps. */
  valAccHistory: number[];
  /** Whether the signal ended training before the last step. */
  aborted: boolean;
}

/**
 * Trains any {@linkcode Model} with the assignment's loop: batches drawn with replacement, and at
 * every `iteration % max(N / batchSize, 1) === 0` (a float remainder) the accuracies are recorded
 * and the learning rate decays.
 *
 * The event loop runs at least every 25 ms and one step, so that timers, messages and displays get
 * through; signals and the network at least every 250 ms and one step.
 *
 * @example
 * ```ts
 * import { Matrix, RandomState, Solver, TwoLayerNet } from "two-layer-net";
 * import { assertEquals } from "@std/assert";
 *
 * const rng = new RandomState(0);
 * const net = new TwoLayerNet({ inputSize: 2, hiddenSize: 8, numClasses: 2, std: 0.1, rng });
 * const X = Matrix.from([[0, 1], [1, 0], [0, 2], [2, 0]]), y = [0, 1, 0, 1];
 * const data = { XTrain: X, yTrain: y, XVal: X, yVal: y };
 * const solver = new Solver(net, data, { learningRate: 0.5, numIters: 50, rng });
 * const { lossHistory, valAccHistory } = await solver.train();
 * assertEquals([lossHistory.length, valAccHistory.at(-1)], [50, 1]);
 * ```
 */
export class Solver<T> {
  readonly #model: Model<T>;
  readonly #data: SolverData;
  readonly #options: FullSolverOptions;
  readonly #schedule: Schedule;
  readonly #stepsPerEpoch: number;
  readonly #updateRule: UpdateRule;
  readonly #state: OptimizerState<T>;
  #grads: Params<T> | undefined;

  /**
   * Checks everything, and starts nothing.
   *
   * @throws {RangeError} If an option or a piece of data is bad: sizes and rates out of range,
   * labels that are no classes, values in X that are not finite.
   * @throws {TypeError} If there is no `rng`.
   */
  constructor(model: Model<T>, data: SolverData, options: SolverOptions) {
    this.#options = withDefaults(options);
    checkSolver(model, data, this.#options);
    this.#model = model;
    this.#data = data;
    const { batchSize, learningRate, learningRateDecay } = this.#options;
    this.#stepsPerEpoch = Math.max(data.XTrain.rows / batchSize, 1);
    this.#schedule = options.schedule ??
      epochDecay(learningRate, learningRateDecay, this.#stepsPerEpoch);
    this.#updateRule = options.updateRule ?? sgd();
    this.#state = this.#updateRule.init(model.ops, model.params);
  }

  /** Trains for `numIters` steps, or until the signal aborts. */
  async train(): Promise<History> {
    const { numIters, signal } = this.#options;
    const history: History = {
      lossHistory: [],
      trainAccHistory: [],
      valAccHistory: [],
      aborted: false,
    };
    const breather = new Breather();
    for (let iteration = 0; iteration < numIters; iteration++) {
      if (signal?.aborted) return { ...history, aborted: true };
      await this.#iterate(iteration, history);
      if (breather.due) await breather.pause();
    }
    return history;
  }

  async #iterate(
    iteration: number,
    history: History,
  ): Promise<void> {
    const { XTrain, yTrain } = this.#data;
    const { batchSize, numIters, rng } = this.#options;
    const index = rng.choice(XTrain.rows, batchSize);
    const [X, y] = [takeRows(XTrain, index), takeLabels(yTrain, index)];
    const learningRate = this.#schedule(iteration);
    const loss = await this.#step(X, y, learningRate);
    history.lossHistory.push(loss);
    const info = { iteration, numIters, loss, learningRate };
    await this.#report(info);
    if (!isEpochEnd(iteration, this.#stepsPerEpoch)) return;
    await this.#recordAccuracy(X, y, info, history);
  }

  /** One step of the update rule; returns the loss before it. */
  async #step(
    X: Rows,
    y: Labels,
    learningRate: number,
  ): Promise<number> {
    const model = this.#model;
    const { loss, grads } = await model.loss(X, y, {
      reg: this.#options.reg,
      out: this.#grads,
    });
    this.#grads = grads;
    this.#updateRule.update(model.ops, model.params, grads, this.#state, learningRate);
    return loss;
  }

  async #report(info: StepInfo): Promise<void> {
    const { callbacks, verbose } = this.#options;
    const { iteration, numIters, loss } = info;
    if (verbose && iteration % LOG_INTERVAL === 0) {
      const print = verbose === true ? console.log : verbose;
      await print(`iteration ${iteration} / ${numIters}: loss ${fixed(loss)}`);
    }
    for (const callback of callbacks) await callback.onStep?.(info);
  }

  async #recordAccuracy(
    X: Rows,
    y: Labels,
    info: StepInfo,
    history: History,
  ): Promise<void> {
    const { XVal, yVal } = this.#data;
    const trainAccuracy = await accuracy(this.#model, X, y);
    const valAccuracy = await accuracy(this.#model, XVal, yVal);
    history.trainAccHistory.push(trainAccuracy);
    history.valAccHistory.push(valAccuracy);
    const epoch = history.valAccHistory.length - 1;
    for (const callback of this.#options.callbacks) {
      await callback.onEpoch?.({ ...info, epoch, trainAccuracy, valAccuracy });
    }
  }
}
