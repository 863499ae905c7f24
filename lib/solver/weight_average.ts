/**
 * The exponential moving average of a model's parameters.
 *
 * @module
 */

import type { Elementwise, Update } from "../backends/updates.ts";
import { type Params, zerosLikeParams } from "../optim/update_rule.ts";

/** How weights are averaged. */
export interface WeightAveraging {
  /** Factor on the weight of a step for each step that has passed since, from 0 to less than 1. */
  decay: number;
}

/** y += weight · (x - y): moves y towards x. */
export const INTERPOLATE: Update<[weight: number]> = {
  kernel: "interpolate",
  operands: ["x", "y"],
  apply([weight], x, y) {
    for (let i = 0; i < y.length; i++) y[i] += weight * (x[i] - y[i]);
  },
};

/**
 * The weighted mean of the parameters after each step, the last with weight 1, the one before with
 * `decay`, then `decay²`, …: Adam's bias-corrected average (Kingma & Ba, 2015, section 3), kept in
 * corrected form, so that it holds from the first step on and needs no warm-up.
 */
export class WeightAverage<T> {
  /** The mean; zeros before the first step. */
  readonly params: Params<T>;
  readonly #ops: Elementwise<T>;
  readonly #decay: number;

  /** A mean of nothing yet. */
  constructor(ops: Elementwise<T>, params: Params<T>, { decay }: WeightAveraging) {
    this.#ops = ops;
    this.#decay = decay;
    this.params = zerosLikeParams(ops, params);
  }

  /** Takes in the parameters after a step; `count` steps have been made with it. */
  update(params: Params<T>, count: number): void {
    const decay = this.#decay;
    const weight = (1 - decay) / (1 - decay ** count);
    for (const name of Object.keys(params)) {
      this.#ops.update(INTERPOLATE, [weight], params[name], this.params[name]);
    }
  }
}
