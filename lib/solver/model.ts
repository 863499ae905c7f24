/**
 * What the Solver can train.
 *
 * @module
 */

import { checkPredictor, type Predictor } from "../evaluation/accuracy.ts";
import { checkMethods } from "../internal/checks.ts";
import type { Matrix } from "../matrix/matrix.ts";
import type { RandomState } from "../random/random_state.ts";
import type { Labels } from "../matrix/labels.ts";
import type { Rows } from "../matrix/rows.ts";
import type { Elementwise } from "../backends/updates.ts";
import type { Params } from "../optim/update_rule.ts";

/** Options of a loss with gradients. */
export interface LossOptions<T = Matrix> {
  /** Regularisation strength: reg · (ΣW1² + ΣW2²) is added to the loss. Default: 0. */
  reg?: number;
  /** Draws what is random in training, dropout masks; without it nothing is. */
  rng?: RandomState;
  /** Where the gradients go; new ones are made when it is left out. */
  out?: Params<T>;
}

/** A loss and the gradient of each parameter. */
export interface LossResult<T = Matrix, P = Params<T>> {
  /** The mean loss of the batch, regularisation included. */
  loss: number;
  /** d loss / d parameter, by the parameter's name. */
  grads: P;
}

/** Anything with parameters, a loss and predictions; `T` is what a parameter is kept in. */
export interface Model<T = Matrix> extends Predictor {
  /** The parameters that training moves. */
  readonly params: Params<T>;
  /**
   * What the loss depends on beside parameters and `reg`, plain values by name: a checkpoint goes on
   * only in a model of the same settings. Default: nothing.
   */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Arithmetic on parameters, and their memory. */
  readonly ops: Elementwise<T>;
  /** The loss of a batch and its gradients, which the trainer frees. */
  loss(
    X: Rows,
    y: Labels,
    options: LossOptions<T>,
  ): LossResult<T> | Promise<LossResult<T>>;
}

/** Throws a TypeError unless `value` has a loss and predictions. */
export function checkModel<T>(name: string, value: unknown): asserts value is Model<T> {
  checkMethods(name, value, "a net, or another model with loss() and predict(),", METHODS);
  checkPredictor(name, value);
}

const METHODS = ["loss", "predict"];
