/**
 * The assignment's network on TensorFlow.js.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { checkInstance, checkObject, expectation } from "../internal/checks.ts";
import {
  anything,
  checkOptions,
  choice,
  number,
  type OptionChecks,
  required,
} from "../internal/options.ts";
import { argmaxRows } from "../matrix/argmax.ts";
import { checkLabels, type Labels } from "../matrix/labels.ts";
import { Matrix } from "../matrix/matrix.ts";
import { checkFinite, checkInput, checkRows, type Rows, sliceRows } from "../matrix/rows.ts";
import {
  checkedParams,
  checkParams,
  RANDOM_PARAMS,
  randomParams,
  type TwoLayerParams,
} from "../nn/params.ts";
import type { Regularization } from "../nn/regularization.ts";
import type { Params } from "../optim/update_rule.ts";
import { checkRng } from "../solver/full_options.ts";
import type { LossOptions, LossResult, Model } from "../solver/model.ts";
import type { SolverOptions } from "../solver/options.ts";
import type { History } from "../solver/history.ts";
import { Solver } from "../solver/solver.ts";
import { autodiffGradients } from "./autodiff.ts";
import { TfjsBackend } from "./backend.ts";
import { TfjsMatrix } from "./device_matrix.ts";
import { hiddenLayer, manualGradients, outputLayer } from "./manual.ts";
import type {
  TfjsGivenParams,
  TfjsOptions,
  TfjsTwoLayerNetOptions,
  TfjsTwoLayerParams,
} from "./options.ts";
import type { GradientMethod, TwoLayerTensors } from "./two_layer_tensors.ts";

const GRADIENT_METHODS: Record<NonNullable<TfjsOptions["gradients"]>, GradientMethod> = {
  manual: manualGradients,
  autodiff: autodiffGradients,
};

const COMMON: OptionChecks<TfjsOptions & Regularization> = {
  backend: required((name, value) => {
    if (value instanceof TfjsBackend) return;
    throw new TypeError(expectation(name, "one from createTfjsBackend", value));
  }),
  gradients: choice(Object.keys(GRADIENT_METHODS)),
  dropout: refused,
  labelSmoothing: refused,
};

const GIVEN = { params: required(checkParams), ...COMMON };

/** The parameters are what may have been meant. */
const RANDOM = { ...RANDOM_PARAMS, ...COMMON, params: anything };

const LOSS_OPTIONS: OptionChecks<LossOptions<TfjsMatrix>> = {
  reg: number(0),
  rng: checkRng,
  out(name, value) {
    checkObject(name, value);
    for (const key of ["W1", "b1", "W2", "b2"]) {
      checkInstance(`${name}.${key}`, (value as Params<TfjsMatrix>)[key], TfjsMatrix);
    }
  },
};

/** Rows that go to the device at a time when scores alone are wanted: bounds its memory. */
const PREDICT_ROWS = 1000;

/**
 * `TwoLayerNet` in float32 on a backend of TensorFlow.js. It starts from the same weights, takes the
 * same input, and trains under the same `Solver`; what it computes comes as promises.
 *
 * @example
 * ```ts
 * import { Matrix, RandomState, saveWeights } from "two-layer-net";
 * import { createTfjsBackend, TfjsTwoLayerNet } from "two-layer-net/tfjs";
 * import { assertEquals } from "@std/assert";
 *
 * const backend = await createTfjsBackend("wasm");
 * const rng = new RandomState(0);
 * const sizes = { inputSize: 2, hiddenSize: 8, numClasses: 2, std: 0.1 };
 * using net = new TfjsTwoLayerNet({ ...sizes, rng, backend });
 * const X = Matrix.from([[0, 1], [1, 0], [0, 2], [2, 0]]), y = [0, 1, 0, 1];
 * await net.train(X, y, X, y, { learningRate: 0.5, numIters: 50, rng });
 * assertEquals([...await net.predict(X)], y);
 *
 * const path = await Deno.makeTempFile();
 * await saveWeights(path, { params: await net.readParams() });
 * await Deno.remove(path);
 * ```
 */
export class TfjsTwoLayerNet implements Model<TfjsMatrix>, Disposable {
  /** Weights and biases on the device. */
  readonly params: TfjsTwoLayerParams;
  /** Does the arithmetic. */
  readonly backend: TfjsBackend;
  readonly #gradients: GradientMethod;

  /**
   * A net with random weights, drawn as `TwoLayerNet` draws them, or one with given parameters,
   * which are copied.
   *
   * @throws {RangeError} If a size is not a positive integer, `std` is negative or not finite, the
   * shapes of given parameters do not fit together, or `gradients` is no method.
   * @throws {TypeError} If `backend` is not one from `createTfjsBackend`, or dropout or label
   * smoothing is asked for, which `TwoLayerNet` has.
   */
  constructor(options: TfjsTwoLayerNetOptions | TfjsGivenParams) {
    if (isGiven(options)) checkOptions("TfjsTwoLayerNet", options, GIVEN);
    else checkOptions("TfjsTwoLayerNet", options, RANDOM);
    const { backend, gradients = "manual" } = options;
    const params = isGiven(options) ? checkedParams(options.params) : randomParams(options);
    this.backend = backend;
    this.#gradients = GRADIENT_METHODS[gradients];
    this.params = {
      W1: backend.from(params.W1),
      b1: backend.from(params.b1),
      W2: backend.from(params.W2),
      b2: backend.from(params.b2),
    };
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
        `TfjsTwoLayerNet ${inputSize} → ${hiddenSize} → ${numClasses} (inputs, hidden units, classes)`,
    };
  }

  /** Arithmetic on parameters. */
  get ops(): TfjsBackend {
    return this.backend;
  }

  /**
   * The class scores, N × C, in float32.
   *
   * @param X N rows of D values.
   * @throws {RangeError} If X has no rows, another number of columns than D, or a NaN.
   */
  loss(X: Rows): Promise<Matrix>;
  /**
   * The loss and its gradients: softmax cross-entropy (mean) + reg · (ΣW1² + ΣW2²). The gradients
   * stay on the device, and are the caller's to dispose of.
   *
   * @param X N rows of D values.
   * @param y N labels from 0 to C - 1.
   * @throws {RangeError} If X has no rows, another number of columns than D, or a NaN; if a label
   * is not an integer from 0 to C - 1; if reg is negative or not finite.
   * @throws {Error} If the device was lost, or failed.
   */
  loss(
    X: Rows,
    y: Labels,
    options?: LossOptions<TfjsMatrix>,
  ): Promise<LossResult<TfjsMatrix, TfjsTwoLayerParams>>;
  async loss(
    X: Rows,
    y?: Labels,
    options: LossOptions<TfjsMatrix> = {},
  ): Promise<Matrix | LossResult<TfjsMatrix>> {
    checkInput("X", X, this.inputSize);
    checkOptions("loss", options, LOSS_OPTIONS);
    if (y === undefined) return await this.#scores(X);
    const { reg = 0, out } = options;
    checkLabels("y", y, X.rows, this.numClasses);
    const found = this.backend.run(() =>
      this.#gradients(this.#tensors, { X: this.backend.upload(X), oneHot: this.#oneHot(y) }, reg)
    );
    const grads = this.#keep(found.grads, out);
    const loss = await this.#readLoss(found.loss);
    if (Number.isNaN(loss)) checkFinite("X", X);
    return { loss, grads };
  }

  /**
   * The class with the highest score for each row; as in NumPy, the first of equals.
   *
   * @throws {RangeError} If X has another number of columns than D, or a NaN.
   * @throws {Error} If the device was lost, or failed.
   */
  async predict(X: Rows): Promise<Int32Array> {
    checkRows("X", X);
    if (X.rows > 0) checkInput("X", X, this.inputSize);
    return argmaxRows(await this.#scores(X));
  }

  /**
   * Trains with the assignment's loop: a convenience on `Solver`.
   *
   * @param X Training rows, N × D.
   * @param y Training labels.
   * @param XVal Validation rows.
   * @param yVal Validation labels.
   * @throws {RangeError} If an argument is bad, before any step is made.
   * @throws {Error} If the device was lost, or failed.
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
   * The parameters as matrices in float32: what `saveWeights` and `TwoLayerNet` take.
   *
   * @throws {Error} If the device was lost, or failed.
   */
  async readParams(): Promise<TwoLayerParams> {
    const { params } = this;
    const [W1, b1, W2, b2] = await Promise.all(
      [params.W1, params.b1, params.W2, params.b2].map((matrix) => matrix.read()),
    );
    return { W1, b1, W2, b2 };
  }

  /** Gives the device's memory back; the net must not be used again. */
  [Symbol.dispose](): void {
    for (const matrix of Object.values(this.params)) matrix.dispose();
  }

  get #tensors(): TwoLayerTensors {
    const { W1, b1, W2, b2 } = this.params;
    return { W1: W1.tensor, b1: b1.tensor, W2: W2.tensor, b2: b2.tensor };
  }

  async #scores(X: Rows): Promise<Matrix> {
    const scores = Matrix.zeros(X.rows, this.numClasses, "float32");
    for (let start = 0; start < X.rows; start += PREDICT_ROWS) {
      const end = Math.min(start + PREDICT_ROWS, X.rows);
      using part = new TfjsMatrix(this.backend, this.#forward(sliceRows(X, start, end)));
      scores.data.set((await part.read()).data, start * this.numClasses);
    }
    if (scores.data.some(Number.isNaN)) checkFinite("X", X);
    return scores;
  }

  #forward(X: Rows): tf.Tensor2D {
    const params = this.#tensors;
    return this.backend.run(() => outputLayer(params, hiddenLayer(params, this.backend.upload(X))));
  }

  /** Made here: the kernel for it writes integers on wasm, whatever the type asked for. */
  #oneHot(y: Labels): tf.Tensor2D {
    const C = this.numClasses, elements = new Float32Array(y.length * C);
    for (let i = 0; i < y.length; i++) elements[i * C + y[i]] = 1;
    return tf.tensor2d(elements, [y.length, C]);
  }

  /** Puts gradients into the matrices of `out`, or into new ones. */
  #keep(grads: TwoLayerTensors, out?: Params<TfjsMatrix>): TfjsTwoLayerParams {
    const names = Object.keys(grads);
    if (!out) {
      const made = names.map((name) => [name, new TfjsMatrix(this.backend, grads[name])]);
      return Object.fromEntries(made);
    }
    for (const name of names) out[name].replace(grads[name]);
    return out as TfjsTwoLayerParams;
  }

  async #readLoss(loss: tf.Scalar): Promise<number> {
    try {
      return (await this.backend.read(loss))[0];
    } finally {
      loss.dispose();
    }
  }
}

function refused(name: string, value: unknown): void {
  throw new TypeError(expectation(name, "left out: TwoLayerNet alone has it,", value));
}

function isGiven(options: TfjsTwoLayerNetOptions | TfjsGivenParams): options is TfjsGivenParams {
  return typeof options === "object" && options !== null && "params" in options;
}
