/**
 * The training loop.
 *
 * @module
 */

import { accuracy } from "../evaluation/accuracy.ts";
import { Breather } from "../internal/breather.ts";
import { checkObject } from "../internal/checks.ts";
import { fixed } from "../internal/printf.ts";
import { type Labels, takeLabels } from "../matrix/labels.ts";
import { type Rows, takeRows } from "../matrix/rows.ts";
import { sgd } from "../optim/sgd.ts";
import { freeParams, type Params, type UpdateRule } from "../optim/update_rule.ts";
import { createBatches } from "./batches.ts";
import { Checkpoints } from "./checkpoint.ts";
import { checkSolver, type FullSolverOptions, withDefaults } from "./full_options.ts";
import { emptyHistory, hasStalled, type History, isLastBest } from "./history.ts";
import type { Model } from "./model.ts";
import type { SolverData, SolverOptions, StepInfo } from "./options.ts";
import { copyParams } from "./stored_params.ts";
import { createTimetable, type Timetable } from "./timetable.ts";
import { leaveWeights, type TrainingState, withAveragedWeights } from "./training_state.ts";
import { WeightAverage } from "./weight_average.ts";

/** Steps between two lines of the log. */
const LOG_INTERVAL = 100;

/**
 * Trains any {@linkcode Model}; as the options are, with the assignment's loop: batches drawn with
 * replacement, and at every `iteration % max(N / batchSize, 1) === 0` (a float remainder) the
 * accuracies are recorded and the learning rate decays. A second call of `train` starts at step 0
 * again, from the weights that the first left.
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
 *
 * @example A run that can be killed: started again, it goes on to the same end, to the last bit
 * ```ts
 * import { Matrix, RandomState, Solver, TwoLayerNet } from "two-layer-net";
 * import { assertEquals } from "@std/assert";
 *
 * const X = Matrix.from([[0, 1], [1, 0], [0, 2], [2, 0]]), y = [0, 1, 0, 1];
 * const data = { XTrain: X, yTrain: y, XVal: X, yVal: y };
 * const path = await Deno.makeTempFile({ suffix: ".safetensors" });
 * await Deno.remove(path);
 * async function train(epochs: number) {
 *   const rng = new RandomState(0);
 *   const net = new TwoLayerNet({ inputSize: 2, hiddenSize: 8, numClasses: 2, std: 0.1, rng });
 *   const checkpoint = { path, resume: true };
 *   const options = { sampling: "epochs", epochs, batchSize: 2, checkpoint, rng } as const;
 *   return await new Solver(net, data, options).train();
 * }
 * await train(5);
 * const { lossHistory } = await train(25);
 * assertEquals(lossHistory.length, 25 * 2);
 * await Deno.remove(path);
 * ```
 */
export class Solver<T> {
  readonly #model: Model<T>;
  readonly #data: SolverData;
  readonly #options: FullSolverOptions;
  readonly #timetable: Timetable;
  readonly #updateRule: UpdateRule;
  #grads: Params<T> | undefined;

  /**
   * Checks everything, and starts nothing.
   *
   * @throws {RangeError} If an option or a piece of data is bad: sizes and rates out of range,
   * labels that are no classes, values in X that are not finite.
   * @throws {TypeError} If there is no `rng`, or weights are to be kept that cannot be read.
   */
  constructor(model: Model<T>, data: SolverData, options: SolverOptions) {
    checkSolver(model, data, options);
    this.#model = model;
    this.#data = data;
    this.#options = withDefaults(options);
    this.#timetable = createTimetable(this.#options, data.XTrain.rows);
    this.#updateRule = options.updateRule ?? sgd();
  }

  /**
   * Trains to the last step, until the signal aborts, or until accuracies no longer improve.
   *
   * @throws {UnreadableCheckpointError} If the checkpoint to resume has been damaged.
   * @throws {CheckpointMismatchError} If the run to resume is another, with what differs; before
   * anything is changed.
   * @throws {Error} If the checkpoint cannot be read or written.
   */
  async train(): Promise<History> {
    const { signal } = this.#options;
    using memory = new DisposableStack();
    const state = this.#initialState();
    memory.defer(() => this.#free(state));
    const checkpoints = await this.#openCheckpoints(state);
    const breather = new Breather();
    while (!this.#isFinished(state)) {
      if (signal?.aborted) {
        state.history.aborted = true;
        break;
      }
      await this.#iterate(state);
      if (checkpoints?.isDue(state.step)) await checkpoints.save(state);
      if (breather.due) await breather.pause();
    }
    await checkpoints?.save(state);
    await leaveWeights(state);
    return state.history;
  }

  #initialState(): TrainingState<T> {
    const { ops, params } = this.#model;
    const { sampling, batchSize, rng, ema } = this.#options;
    const optimizer = this.#updateRule.init(ops, params);
    checkObject("what updateRule.init() gives", optimizer);
    return {
      step: 0,
      history: emptyHistory(),
      params,
      optimizer,
      rng,
      batches: createBatches(sampling, rng, this.#data.XTrain.rows, batchSize),
      average: ema ? new WeightAverage(ops, params, ema) : null,
      best: null,
    };
  }

  /** Gives back what training made; the parameters are the model's. */
  #free({ optimizer, average }: TrainingState<T>): void {
    const { ops } = this.#model;
    for (const slot of Object.values(optimizer.slots)) freeParams(ops, slot);
    if (average) freeParams(ops, average.params);
    if (this.#grads) freeParams(ops, this.#grads);
    this.#grads = undefined;
  }

  async #openCheckpoints(state: TrainingState<T>): Promise<Checkpoints<T> | null> {
    return await Checkpoints.open(state, {
      model: this.#model,
      data: this.#data,
      options: this.#options,
      updateRule: this.#updateRule,
      timetable: this.#timetable,
    });
  }

  #isFinished({ step, history }: TrainingState<T>): boolean {
    if (step >= this.#timetable.numIters) return true;
    const { earlyStopping } = this.#options;
    return earlyStopping !== undefined && hasStalled(history.valAccHistory, earlyStopping);
  }

  async #iterate(state: TrainingState<T>): Promise<void> {
    const { XTrain, yTrain } = this.#data;
    const { augment, rng } = this.#options;
    const { numIters, schedule, isRecorded } = this.#timetable;
    const iteration = state.step;
    const index = state.batches.next();
    const [X, y] = [takeRows(XTrain, index), takeLabels(yTrain, index)];
    const learningRate = schedule(iteration);
    const loss = await this.#step(augment ? augment(X, rng) : X, y, learningRate, state);
    state.history.lossHistory.push(loss);
    const info = { iteration, numIters, loss, learningRate };
    await this.#report(info);
    if (isRecorded(iteration)) await this.#recordAccuracy(X, y, info, state);
  }

  /** One step of the update rule; returns the loss before it. */
  async #step(
    X: Rows,
    y: Labels,
    learningRate: number,
    state: TrainingState<T>,
  ): Promise<number> {
    const { params, ops } = this.#model;
    const { reg, rng } = this.#options;
    const { loss, grads } = await this.#model.loss(X, y, { reg, rng, out: this.#grads });
    this.#grads = grads;
    this.#updateRule.update(ops, params, grads, state.optimizer, learningRate);
    state.step++;
    state.average?.update(params, state.step);
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
    state: TrainingState<T>,
  ): Promise<void> {
    const { XVal, yVal } = this.#data;
    const { trainAccHistory, valAccHistory } = state.history;
    await withAveragedWeights(state, async () => {
      trainAccHistory.push(await accuracy(this.#model, X, y));
      valAccHistory.push(await accuracy(this.#model, XVal, yVal));
      const isKept = this.#options.keepBest && isLastBest(valAccHistory);
      if (isKept) state.best = await copyParams(state.params);
    });
    const epoch = valAccHistory.length - 1;
    const [trainAccuracy, valAccuracy] = [trainAccHistory[epoch], valAccHistory[epoch]];
    for (const callback of this.#options.callbacks) {
      await callback.onEpoch?.({ ...info, epoch, trainAccuracy, valAccuracy });
    }
  }
}
