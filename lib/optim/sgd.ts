/**
 * Stochastic gradient descent.
 *
 * @module
 */

import { checkBoolean, expectation } from "../internal/checks.ts";
import { checkOptions, number, type OptionChecks } from "../internal/options.ts";
import type { Elementwise, Update } from "../backends/updates.ts";
import { initialState, type Params, type UpdateRule } from "./update_rule.ts";

/** Options of {@linkcode sgd}; names and defaults are those of PyTorch's `SGD`. */
export interface SgdOptions {
  /** Factor on the velocity from step to step, from 0 to 1. Default: 0, no velocity. */
  momentum?: number;
  /** Whether to take the gradient where the velocity leads. Default: false. */
  nesterov?: boolean;
  /** weightDecay · param is added to each gradient. Default: 0. */
  weightDecay?: number;
}

/**
 * Stochastic gradient descent: param -= learningRate · grad; with momentum, velocity = momentum ·
 * velocity + grad, and param -= learningRate · velocity. `torch.optim.SGD`.
 *
 * Its state has a slot `momentum`, if there is one.
 *
 * @throws {RangeError} If an option is out of range, or `nesterov` is asked for without momentum.
 *
 * @example
 * ```ts
 * import { createBackend, Matrix, sgd } from "two-layer-net";
 * import { assertEquals } from "@std/assert";
 *
 * const ops = await createBackend("reference");
 * const params = { w: Matrix.from([[1, 2]]) }, grads = { w: Matrix.from([[4, 8]]) };
 * const rule = sgd({ momentum: 0.5 }), state = rule.init(ops, params);
 * rule.update(ops, params, grads, state, 0.25);
 * assertEquals(params.w.toArray(), [[0, 0]]);
 * rule.update(ops, params, grads, state, 0.25);
 * assertEquals(params.w.toArray(), [[-1.5, -3]]);
 * ```
 */
export function sgd(options: SgdOptions = {}): UpdateRule {
  checkOptions("sgd", options, OPTIONS);
  const { momentum = 0, nesterov = false, weightDecay = 0 } = options;
  if (nesterov && momentum === 0) {
    throw new RangeError(expectation("momentum", "greater than 0, for nesterov,", momentum));
  }
  return {
    name: "sgd",
    init: (ops, params) => initialState(ops, params, ...(momentum > 0 ? ["momentum"] : [])),
    update(ops, params, grads, state, rate) {
      state.step++;
      if (momentum === 0) return descend(ops, params, grads, rate, weightDecay);
      const velocity = state.slots.momentum, lookAhead = nesterov ? 1 : 0;
      for (const name of Object.keys(params)) {
        const operands = [grads[name], velocity[name], params[name]];
        ops.update(MOMENTUM, [rate, momentum, lookAhead, weightDecay], ...operands);
      }
    },
  };
}

/**
 * With g = grad + weightDecay · param: velocity = momentum · velocity + g, and then
 * param -= rate · velocity, or, unless `nesterov` is 0, rate · (g + momentum · velocity).
 */
export const MOMENTUM: Update<
  [rate: number, momentum: number, nesterov: number, weightDecay: number]
> = {
  kernel: "momentum",
  operands: ["grad", "velocity", "param"],
  apply([rate, momentum, nesterov, weightDecay], grad, velocity, param) {
    for (let i = 0; i < param.length; i++) {
      const g = grad[i] + weightDecay * param[i];
      velocity[i] = momentum * velocity[i] + g;
      param[i] -= rate * (nesterov ? g + momentum * velocity[i] : velocity[i]);
    }
  },
};

const OPTIONS: OptionChecks<SgdOptions> = {
  momentum: number(0, 1),
  nesterov: checkBoolean,
  weightDecay: number(0),
};

function descend<T>(
  ops: Elementwise<T>,
  params: Params<T>,
  grads: Params<T>,
  rate: number,
  weightDecay: number,
): void {
  for (const name of Object.keys(params)) {
    if (weightDecay > 0) ops.addScaled(-rate * weightDecay, params[name], params[name]);
    ops.addScaled(-rate, grads[name], params[name]);
  }
}
