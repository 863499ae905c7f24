/**
 * The toy model and data of the assignment's sections 1 to 5.
 *
 * @module
 */

import type { Backend } from "../backends/backend.ts";
import type { Matrix } from "../matrix/matrix.ts";
import { RandomState } from "../random/random_state.ts";
import { TwoLayerNet } from "../nn/two_layer_net.ts";

/** Sizes of the toy model. */
export const TOY_SIZES = { inputSize: 4, hiddenSize: 10, numClasses: 3, std: 1e-1 } as const;

/** Rows of the toy data. */
export const TOY_ROWS = 5;

/** Options of the toy training; the batch size is the loop's default, though there are 5 rows. */
export const TOY_TRAINING = {
  learningRate: 1e-1,
  learningRateDecay: 0.95,
  reg: 5e-6,
  numIters: 100,
  batchSize: 200,
} as const;

/**
 * The toy model with its generator, seeded with 0, where drawing the weights has left it.
 *
 * @example
 * ```ts
 * import * as assignment from "two-layer-net/assignment";
 * import { assertEquals } from "@std/assert";
 *
 * const { net } = assignment.toyModel();
 * const { X } = assignment.toyData();
 * assertEquals(net.loss(X).row(0)[0].toFixed(8), "-0.81233741");
 * ```
 */
export function toyModel(backend?: Backend): { net: TwoLayerNet; rng: RandomState } {
  const rng = new RandomState(0);
  return { net: new TwoLayerNet({ ...TOY_SIZES, rng, backend }), rng };
}

/** The toy data: 5 rows of 4 values, ten times standard normal, and their labels. */
export function toyData(): { X: Matrix; y: Int32Array } {
  const X = new RandomState(1).randn(TOY_ROWS, TOY_SIZES.inputSize);
  for (let i = 0; i < X.data.length; i++) X.data[i] *= 10;
  return { X, y: Int32Array.of(0, 1, 2, 2, 1) };
}
