/**
 * Plain stochastic gradient descent.
 *
 * @module
 */

import { initialState, type UpdateRule } from "./update_rule.ts";

/**
 * Stochastic gradient descent: param -= learningRate · grad.
 *
 * @example
 * ```ts
 * import { createBackend, Matrix, sgd } from "two-layer-net";
 * import { assertEquals } from "@std/assert";
 *
 * const ops = await createBackend("reference");
 * const params = { w: Matrix.from([[1, 2]]) }, grads = { w: Matrix.from([[4, 8]]) };
 * const rule = sgd();
 * rule.update(ops, params, grads, rule.init(ops, params), 0.25);
 * assertEquals(params.w.toArray(), [[0, 0]]);
 * ```
 */
export function sgd(): UpdateRule {
  return {
    name: "sgd",
    init: initialState,
    update(ops, params, grads, state, learningRate) {
      state.step++;
      for (const name of Object.keys(params)) {
        ops.addScaled(-learningRate, grads[name], params[name]);
      }
    },
  };
}
