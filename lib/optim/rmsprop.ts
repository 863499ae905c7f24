/**
 * RMSProp.
 *
 * @module
 */

import { checkOptions, number, type OptionChecks } from "../internal/options.ts";
import type { Update } from "../backends/updates.ts";
import { initialState, type UpdateRule } from "./update_rule.ts";

/** Options of {@linkcode rmsprop}; names and defaults are those of PyTorch's `RMSprop`. */
export interface RmspropOptions {
  /** Share of the mean square that is kept at each step, from 0 to 1. Default: 0.99. */
  alpha?: number;
  /** Added to the root of the mean square. Default: 1e-8. */
  epsilon?: number;
  /** weightDecay · param is added to each gradient. Default: 0. */
  weightDecay?: number;
}

/**
 * RMSProp: param -= learningRate · grad / (√square + epsilon), with square the running mean of
 * grad². `torch.optim.RMSprop`, after Tieleman and Hinton's lecture 6.5.
 *
 * Its state has a slot `square`.
 *
 * @throws {RangeError} If an option is out of range.
 *
 * @example
 * ```ts
 * import { createBackend, Matrix, rmsprop } from "two-layer-net";
 * import { assertEquals } from "@std/assert";
 *
 * const ops = await createBackend("reference");
 * const params = { w: Matrix.from([[1, 2]]) }, grads = { w: Matrix.from([[4, -8]]) };
 * const rule = rmsprop({ alpha: 0.75, epsilon: 0 });
 * rule.update(ops, params, grads, rule.init(ops, params), 0.25);
 * assertEquals(params.w.toArray(), [[0.5, 2.5]]);
 * ```
 */
export function rmsprop(options: RmspropOptions = {}): UpdateRule {
  checkOptions("rmsprop", options, OPTIONS);
  const { alpha = 0.99, epsilon = 1e-8, weightDecay = 0 } = options;
  return {
    name: "rmsprop",
    init: (ops, params) => initialState(ops, params, "square"),
    update(ops, params, grads, state, rate) {
      state.step++;
      const { square } = state.slots, by = [rate, alpha, epsilon, weightDecay] as const;
      for (const name of Object.keys(params)) {
        ops.update(RMSPROP, by, grads[name], square[name], params[name]);
      }
    },
  };
}

/**
 * With g = grad + weightDecay · param: square = alpha · square + (1 - alpha) · g², and then
 * param -= rate · g / (√square + epsilon).
 */
export const RMSPROP: Update<
  readonly [rate: number, alpha: number, epsilon: number, weightDecay: number]
> = {
  operands: ["grad", "square", "param"],
  apply([rate, alpha, epsilon, weightDecay], grad, square, param) {
    for (let i = 0; i < param.length; i++) {
      const g = grad[i] + weightDecay * param[i];
      square[i] = alpha * square[i] + (1 - alpha) * g * g;
      param[i] -= rate * g / (Math.sqrt(square[i]) + epsilon);
    }
  },
};

const OPTIONS: OptionChecks<RmspropOptions> = {
  alpha: number(0, 1),
  epsilon: number(0),
  weightDecay: number(0),
};
