/**
 * Adam, and AdamW.
 *
 * @module
 */

import { expectation } from "../internal/checks.ts";
import { checkOptions, number, type OptionChecks } from "../internal/options.ts";
import type { Update } from "../backends/updates.ts";
import { initialState, type UpdateRule } from "./update_rule.ts";

/** Options of {@linkcode adam} and {@linkcode adamw}; defaults are PyTorch's. */
export interface AdamOptions {
  /** Share of the mean gradient that is kept at each step, from 0 to below 1. Default: 0.9. */
  beta1?: number;
  /** Share of the mean square that is kept at each step, from 0 to below 1. Default: 0.999. */
  beta2?: number;
  /** Added to the root of the mean square. Default: 1e-8. */
  epsilon?: number;
  /**
   * Adam: weightDecay · param is added to each gradient; default 0. AdamW: each parameter is
   * multiplied by 1 - learningRate · weightDecay before its step; default 1e-2.
   */
  weightDecay?: number;
}

/**
 * Adam: param -= learningRate · mean / (√square + epsilon), with the running means of grad and
 * grad², corrected for their start at 0. `torch.optim.Adam`, after Kingma and Ba,
 * arXiv:1412.6980.
 *
 * Its state has slots `mean` and `square`.
 *
 * @throws {RangeError} If an option is out of range.
 *
 * @example
 * ```ts
 * import { adam, createBackend, Matrix } from "two-layer-net";
 * import { assertEquals } from "@std/assert";
 *
 * const ops = await createBackend("reference");
 * const params = { w: Matrix.from([[1, 2]]) }, grads = { w: Matrix.from([[4, -8]]) };
 * const rule = adam({ beta1: 0.5, beta2: 0.75, epsilon: 0 });
 * rule.update(ops, params, grads, rule.init(ops, params), 0.25);
 * assertEquals(params.w.toArray(), [[0.75, 2.25]]); // the first step has the rate's size
 * ```
 */
export function adam(options: AdamOptions = {}): UpdateRule {
  return adamRule("adam", options, 0, false);
}

/**
 * AdamW: {@linkcode adam} with weight decay apart from the gradient's statistics.
 * `torch.optim.AdamW`, after Loshchilov and Hutter, arXiv:1711.05101.
 *
 * @throws {RangeError} If an option is out of range.
 *
 * @example
 * ```ts
 * import { adamw, createBackend, Matrix } from "two-layer-net";
 * import { assertEquals } from "@std/assert";
 *
 * const ops = await createBackend("reference");
 * const params = { w: Matrix.from([[1, 2]]) }, grads = { w: Matrix.from([[0, 0]]) };
 * const rule = adamw({ weightDecay: 2 });
 * rule.update(ops, params, grads, rule.init(ops, params), 0.25);
 * assertEquals(params.w.toArray(), [[0.5, 1]]);
 * ```
 */
export function adamw(options: AdamOptions = {}): UpdateRule {
  return adamRule("adamw", options, 1e-2, true);
}

function adamRule(
  name: string,
  options: AdamOptions,
  defaultDecay: number,
  decoupled: boolean,
): UpdateRule {
  checkOptions(name, options, OPTIONS);
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, weightDecay = defaultDecay } = options;
  return {
    name,
    init: (ops, params) => initialState(ops, params, "mean", "square"),
    update(ops, params, grads, state, learningRate) {
      state.step++;
      const { mean, square } = state.slots;
      const by: AdamCoefficients = [
        learningRate / (1 - beta1 ** state.step),
        beta1,
        beta2,
        1 / Math.sqrt(1 - beta2 ** state.step),
        epsilon,
        decoupled ? 0 : weightDecay,
        decoupled ? 1 - learningRate * weightDecay : 1,
      ];
      for (const name of Object.keys(params)) {
        ops.update(ADAM, by, grads[name], mean[name], square[name], params[name]);
      }
    },
  };
}

/** The corrections of the start at 0 are inside `rate` and `rootScale`. */
type AdamCoefficients = [
  rate: number,
  beta1: number,
  beta2: number,
  rootScale: number,
  epsilon: number,
  weightDecay: number,
  shrink: number,
];

/**
 * With g = grad + weightDecay · param: mean += (1 - beta1) · (g - mean), square = beta2 · square +
 * (1 - beta2) · g², and then
 * param = shrink · param - rate · mean / (rootScale · √square + epsilon).
 */
export const ADAM: Update<AdamCoefficients> = {
  kernel: "adam",
  operands: ["grad", "mean", "square", "param"],
  apply(
    [rate, beta1, beta2, rootScale, epsilon, weightDecay, shrink],
    grad,
    mean,
    square,
    param,
  ) {
    for (let i = 0; i < param.length; i++) {
      const g = grad[i] + weightDecay * param[i];
      mean[i] += (1 - beta1) * (g - mean[i]);
      square[i] = beta2 * square[i] + (1 - beta2) * g * g;
      const root = rootScale * Math.sqrt(square[i]) + epsilon;
      param[i] = shrink * param[i] - rate * mean[i] / root;
    }
  },
};

/** Throws a RangeError unless 0 <= share < 1: bias correction divides by 1 - share. */
const OPTIONS: OptionChecks<AdamOptions> = {
  beta1: checkShare,
  beta2: checkShare,
  epsilon: number(0),
  weightDecay: number(0),
};

function checkShare(name: string, share: unknown): void {
  if (typeof share === "number" && share >= 0 && share < 1) return;
  throw new RangeError(expectation(name, "a number of at least 0 and less than 1", share));
}
