/**
 * The assignment's network: affine, ReLU, affine, softmax.
 *
 * @module
 */

import {
  anything,
  checkOptions,
  number,
  type OptionChecks,
  required,
} from "../internal/options.ts";
import { argmaxRows } from "../matrix/argmax.ts";
import { type Backend, checkBackend } from "../backends/backend.ts";
import { dropoutScale } from "../backends/dropout.ts";
import { checkLabels, type Labels } from "../matrix/labels.ts";
import type { Matrix } from "../matrix/matrix.ts";
import { ReferenceBackend } from "../backends/reference.ts";
import {
  checkFinite,
  checkInput,
  checkRows,
  isPixelRows,
  type Rows,
  sliceRows,
} from "../matrix/rows.ts";
import { checkRng } from "../solver/full_options.ts";
import type { LossOptions, LossResult, Model } from "../solver/model.ts";
import type { SolverOptions } from "../solver/options.ts";
import type { History } from "../solver/history.ts";
import { Solver } from "../solver/solver.ts";
import {
  type Affine,
  affineBackward,
  affineForward,
  affineInputGradient,
  affineReluForward,
  reluBackward,
  scale,
  softmaxLoss,
} from "./layers.ts";
import {
  checkedParams,
  checkParams,
  RANDOM_PARAMS,
  randomParams,
  type RandomParamsOptions,
  type TwoLayerParams,
} from "./params.ts";
import {
  drawKeys,
  type DropoutKeys,
  type FullRegularization,
  fullRegularization,
  NO_DROPOUT,
  REGULARIZATION,
  type Regularization,
} from "./regularization.ts";
import { type Workspace, Workspaces } from "./workspaces.ts";

/** What makes a {@linkcode TwoLayerNet} with random weights. */
export interface TwoLayerNetOptions extends RandomParamsOptions, Regularization {
  /** Where the arithmetic is done. Default: the reference backend in float64. */
  backend?: Backend;
}

/** What makes a {@linkcode TwoLayerNet} from given parameters. */
export interface GivenParams extends Regularization {
  /** The parameters; copied where the backend cannot reach or shares not their element type. */
  params: TwoLayerParams;
  /** Where the arithmetic is done. Default: the reference backend in float64. */
  backend?: Backend;
}

const GIVEN: OptionChecks<GivenParams> = {
  params: required(checkParams),
  backend: checkBackend,
  ...REGULARIZATION,
};

const RANDOM: OptionChecks<TwoLayerNetOptions & Partial<GivenParams>> = {
  ...RANDOM_PARAMS,
  ...REGULARIZATION,
  backend: checkBackend,
  params: anything, // what may have been meant
};

const LOSS_OPTIONS: OptionChecks<LossOptions> = {
  reg: number(0),
  rng: checkRng,
  out: checkParams,
};

/** Rows that {@linkcode TwoLayerNet.predict} takes at a time: bounds its memory. */
const PREDICT_ROWS = 1000;

const PARAM_NAMES = ["W1", "b1", "W2", "b2"] as const;

/** The options of one loss that has gradients. */
interface Training {
  readonly y: Labels;
  readonly reg: number;
  readonly keys: DropoutKeys;
  readonly out: TwoLayerParams;
}

/**
 * A fully connected net with one hidden layer of ReLUs and a softmax loss, after CS231n's
 * `TwoLayerNet`.
 *
 * Its memory returns to the backend when it is garbage-collected, or at once on disposal.
 *
 * @example
 * ```ts
 * import { Matrix, RandomState, TwoLayerNet } from "two-layer-net";
 * import { assertEquals } from "@std/assert";
 *
 * const rng = new RandomState(0);
 * const net = new TwoLayerNet({ inputSize: 4, hiddenSize: 10, numClasses: 3, std: 0.1, rng });
 * const X = rng.randn(5, 4), y = [0, 1, 2, 2, 1];
 * const { loss, grads } = net.loss(X, y, { reg: 0.05 });
 * assertEquals([grads.W1.rows, grads.W1.cols, loss > 0], [4, 10, true]);
 * ```
 */
export class TwoLayerNet implements Model, Disposable {
  /** Weights and biases, in the backend's memory. */
  readonly params: TwoLayerParams;
  /** Does the arithmetic. */
  readonly backend: Backend;
  readonly #regularization: FullRegularization;
  readonly #workspaces: Workspaces;
  readonly #ownParams: Matrix[];

  /**
   * A net with random weights, or one with given parameters.
   *
   * @throws {RangeError} If a size is not a positive integer, `std` is negative or not finite, a
   * rate of dropout or smoothing is out of range, or the shapes of given parameters do not fit
   * together.
   */
  constructor(options: TwoLayerNetOptions | GivenParams) {
    if (isGiven(options)) checkOptions("TwoLayerNet", options, GIVEN);
    else checkOptions<TwoLayerNetOptions>("TwoLayerNet", options, RANDOM);
    this.backend = options.backend ?? new ReferenceBackend();
    this.#regularization = fullRegularization(options);
    const params = isGiven(options) ? checkedParams(options.params) : randomParams(options);
    this.params = {
      W1: this.backend.from(params.W1),
      b1: this.backend.from(params.b1),
      W2: this.backend.from(params.W2),
      b2: this.backend.from(params.b2),
    };
    this.#ownParams = PARAM_NAMES.map((name) => this.params[name])
      .filter((matrix, i) => matrix !== params[PARAM_NAMES[i]]);
    this.#workspaces = new Workspaces(this.backend, this.params);
  }

  /** D, the number of values an input row has. */
  get inputSize(): number {
    return this.params.W1.rows;
  }

  /** H, the number of hidden units. */
  get hiddenSize(): number {
    return this.params.W1.cols;
  }

  /** C, the number of classes. */
  get numClasses(): number {
    return this.params.W2.cols;
  }

  /** What a notebook shows of it. */
  [Symbol.for("Jupyter.display")](): Record<string, string> {
    const { inputSize, hiddenSize, numClasses } = this;
    return {
      "text/plain":
        `TwoLayerNet ${inputSize} → ${hiddenSize} → ${numClasses} (inputs, hidden units, classes)` +
        `, ${this.backend.dtype}, on the ${this.backend.name} backend`,
    };
  }

  /** Dropout and label smoothing, by which checkpoints tell nets apart. */
  get settings(): Readonly<Record<string, unknown>> {
    return { ...this.#regularization };
  }

  /** The backend, as the update rules see it. */
  get ops(): Backend {
    return this.backend;
  }

  /**
   * The scores (logits) of the rows, N × C, in memory of their own.
   *
   * @throws {RangeError} If X has no rows, another number of columns than D, or a NaN.
   */
  loss(X: Rows): Matrix;
  /**
   * The mean softmax cross-entropy plus reg · (ΣW1² + ΣW2²), and its gradients; with dropout if the
   * net has any and `rng` is given.
   *
   * @throws {RangeError} If X has no rows, another number of columns than D, or a NaN; if a label
   * is not an integer from 0 to C - 1; if reg is negative or not finite.
   */
  loss(X: Rows, y: Labels, options?: LossOptions): LossResult<Matrix, TwoLayerParams>;
  loss(X: Rows, y?: Labels, options: LossOptions = {}): Matrix | LossResult {
    checkInput("X", X, this.inputSize);
    checkOptions("loss", options, LOSS_OPTIONS);
    if (y !== undefined) checkLabels("y", y, X.rows, this.numClasses);
    return this.#withInput(X, (input) => {
      const workspace = this.#workspaces.get(X.rows);
      if (y === undefined) {
        this.#forward(input, workspace);
        return workspace.scores.clone();
      }
      const { reg = 0, rng, out = this.#newGradients() } = options;
      const keys = rng ? drawKeys(this.#regularization.dropout, rng) : NO_DROPOUT;
      const kept = this.#dropInput(input, input !== X, workspace, keys);
      this.#forward(kept, workspace, keys);
      const training = { y, reg, keys, out: out as TwoLayerParams };
      return { loss: this.#backward(kept, training, workspace), grads: out };
    });
  }

  /**
   * The class with the highest score for each row; as in NumPy, the first of equals.
   *
   * @throws {RangeError} If X has another number of columns than D.
   */
  predict(X: Rows): Int32Array {
    checkRows("X", X);
    if (X.rows > 0) checkInput("X", X, this.inputSize);
    const predicted = new Int32Array(X.rows);
    for (let start = 0; start < X.rows; start += PREDICT_ROWS) {
      const part = sliceRows(X, start, Math.min(start + PREDICT_ROWS, X.rows));
      predicted.set(argmaxRows(this.#scores(part)), start);
    }
    return predicted;
  }

  /**
   * Trains with the assignment's loop: a convenience on {@linkcode Solver}.
   *
   * @param X Training rows, N × D.
   * @param y Training labels.
   * @param XVal Validation rows.
   * @param yVal Validation labels.
   * @throws {RangeError} If an argument is bad, before any step is made.
   */
  async train(
    X: Rows,
    y: Labels,
    XVal: Rows,
    yVal: Labels,
    options: SolverOptions,
  ): Promise<History> {
    return await new Solver(this, { XTrain: X, yTrain: y, XVal, yVal }, options).train();
  }

  /**
   * Gives the memory of the parameters back, unless they are the very matrices that were given, and
   * that of the batches. The net then refuses to be used.
   */
  [Symbol.dispose](): void {
    this.#workspaces.free();
    for (const matrix of this.#ownParams.splice(0)) this.backend.free(matrix);
    const get = () => {
      throw new Error("This net was disposed of. Keep it for as long as it is used");
    };
    for (const name of ["params", "loss", "predict", "train"]) {
      Object.defineProperty(this, name, { get, configurable: true });
    }
  }

  get #layer1(): Affine {
    return { w: this.params.W1, b: this.params.b1 };
  }

  get #layer2(): Affine {
    return { w: this.params.W2, b: this.params.b2 };
  }

  #scores(X: Rows): Matrix {
    checkInput("X", X, this.inputSize);
    return this.#withInput(X, (input) => {
      const workspace = this.#workspaces.get(X.rows);
      this.#forward(input, workspace);
      return workspace.scores;
    });
  }

  /** The input after dropout, as a matrix, or the input itself if nothing is dropped. */
  #dropInput(X: Rows, isCopy: boolean, work: Workspace, { input: key }: DropoutKeys): Rows {
    if (!key) return X;
    const inPlace = isCopy && !isPixelRows(X), kept = inPlace ? X : work.input;
    if (!inPlace) this.backend.gather(X, kept);
    this.backend.dropout(this.#regularization.dropout.input, key, kept);
    return kept;
  }

  #forward(X: Rows, { hidden, scores }: Workspace, keys: DropoutKeys = NO_DROPOUT): void {
    affineReluForward(this.backend, X, this.#layer1, hidden);
    if (keys.hidden) this.backend.dropout(this.#regularization.dropout.hidden, keys.hidden, hidden);
    affineForward(this.backend, hidden, this.#layer2, scores);
    // If X is finite, the weights have diverged, which is no error.
    if (Number.isNaN(this.backend.sumOfSquares(scores))) checkFinite("X", X);
  }

  /** The loss; leaves the gradients in `out`. */
  #backward(X: Rows, { y, reg, keys, out }: Training, work: Workspace): number {
    const { backend, params: { W1, W2 } } = this;
    const { W1: dW1, b1: db1, W2: dW2, b2: db2 } = out;
    const { dropout, labelSmoothing } = this.#regularization;
    const { hidden, scores, dhidden, dscores } = work;
    const dataLoss = softmaxLoss(backend, scores, y, dscores, labelSmoothing);
    affineBackward(backend, hidden, dscores, { w: dW2, b: db2 });
    // A dropped unit is 0, and the ReLU's gradient blocks it; what is kept was scaled. N × C here
    // is less to scale than the N × H that it becomes.
    if (keys.hidden) scale(backend, dropoutScale(dropout.hidden), dscores);
    affineInputGradient(backend, this.#layer2, dscores, dhidden);
    reluBackward(backend, hidden, dhidden);
    affineBackward(backend, X, dhidden, { w: dW1, b: db1 });
    if (reg === 0) return dataLoss;
    backend.addScaled(2 * reg, W1, dW1);
    backend.addScaled(2 * reg, W2, dW2);
    return dataLoss + reg * backend.sumOfSquares(W2) + reg * backend.sumOfSquares(W1);
  }

  /** Runs `body` on X in memory that the kernels reach, and gives a copy's memory back. */
  #withInput<R>(X: Rows, body: (input: Rows) => R): R {
    const input = this.backend.from(X);
    try {
      return body(input);
    } finally {
      if (input !== X) this.backend.free(input);
    }
  }

  #newGradients(): TwoLayerParams {
    const like = (m: Matrix) => this.backend.zeros(m.rows, m.cols);
    const { W1, b1, W2, b2 } = this.params;
    return { W1: like(W1), b1: like(b1), W2: like(W2), b2: like(b2) };
  }
}

function isGiven(options: TwoLayerNetOptions | GivenParams): options is GivenParams {
  return typeof options === "object" && options !== null && "params" in options;
}
