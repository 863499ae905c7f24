/**
 * Update rules: how a gradient moves a parameter.
 *
 * @module
 */

import type { Elementwise } from "../backends/updates.ts";

/** Parameters or gradients by name. */
export type Params<T> = { readonly [name: string]: T };

/** What an update rule remembers from step to step: all that a checkpoint needs to keep of it. */
export interface OptimizerState<T> {
  /** Number of steps made. */
  step: number;
  /** What belongs to each parameter, by the name of the quantity: `momentum`, `square`, … */
  readonly slots: { readonly [slot: string]: Params<T> };
}

/**
 * An update rule, as an init/update pair in the manner of optax: `init` makes the state that
 * belongs to the parameters, `update` moves the parameters and the state.
 */
export interface UpdateRule {
  /** Name for logs and files. */
  readonly name: string;
  /** The state before the first step, in memory of its own: the trainer frees it. */
  init<T>(ops: Elementwise<T>, params: Params<T>): OptimizerState<T>;
  /** Moves `params` and `state` in place by one step. */
  update<T>(
    ops: Elementwise<T>,
    params: Params<T>,
    grads: Params<T>,
    state: OptimizerState<T>,
    learningRate: number,
  ): void;
}

/** A state before the first step, with zeros in the slots named. */
export function initialState<T>(
  ops: Elementwise<T>,
  params: Params<T>,
  ...slots: string[]
): OptimizerState<T> {
  const zeros = slots.map((slot) => [slot, zerosLikeParams(ops, params)]);
  return { step: 0, slots: Object.fromEntries(zeros) };
}

/** Zeros in the shapes of the parameters. */
export function zerosLikeParams<T>(ops: Elementwise<T>, params: Params<T>): Params<T> {
  return Object.fromEntries(Object.entries(params).map(([name, p]) => [name, ops.zerosLike(p)]));
}

/** Gives the memory of each parameter back. */
export function freeParams<T>(ops: Elementwise<T>, params: Params<T>): void {
  for (const param of Object.values(params)) ops.free(param);
}
