/**
 * Update rules: how a gradient moves a parameter.
 *
 * @module
 */

/** Element-wise arithmetic on parameters of type `T`; every `Backend` has it for matrices. */
export interface Elementwise<T> {
  /** y += alpha · x. */
  addScaled(alpha: number, x: T, y: T): void;
  /** Zeros in the shape of `x`. */
  zerosLike(x: T): T;
  /** y += weight · (x - y). */
  interpolate(weight: number, x: T, y: T): void;
}

/** Parameters or gradients by name. */
export type Params<T> = { readonly [name: string]: T };

/** What an update rule knows beside the parameters. */
export interface OptimizerState<T> {
  /** Number of updates made. */
  step: number;
  /** Running quantities, in the shapes of the parameters, by name. */
  readonly slots: { readonly [slot: string]: Params<T> };
}

/**
 * An update rule, as an init/update pair in the manner of optax: `init` makes the state that
 * belongs to the parameters, `update` moves the parameters and the state.
 */
export interface UpdateRule<State = unknown> {
  /** Name for logs and files. */
  readonly name: string;
  /** The state before the first step. */
  init<T>(ops: Elementwise<T>, params: Params<T>): State;
  /** Moves `params` in place by one step. */
  update<T>(
    ops: Elementwise<T>,
    params: Params<T>,
    grads: Params<T>,
    state: State,
    learningRate: number,
  ): void;
}
