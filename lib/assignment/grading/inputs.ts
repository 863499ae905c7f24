/**
 * Inputs for the functions of a net.
 *
 * @module
 */

import type { Matrix } from "../../matrix/matrix.ts";
import type { RandomState } from "../../random/random_state.ts";

/** Weights and biases of a two-layer net, or their gradients. */
export type Params = { W1: Matrix; b1: Matrix; W2: Matrix; b2: Matrix };

/** Sizes of a net and of its data, in the letters of the lessons. */
export interface Sizes {
  N: number;
  D: number;
  H: number;
  C: number;
}

/** No two sizes are equal, within a case and between them: what is mixed up shows. */
export const CASES: readonly Sizes[] = [
  { N: 7, D: 4, H: 9, C: 3 },
  { N: 2, D: 6, H: 5, C: 8 },
];

/** Weights and biases, all different from zero. */
export function drawParams(rng: RandomState, { D, H, C }: Sizes): Params {
  return { W1: rng.randn(D, H), b1: rng.randn(1, H), W2: rng.randn(H, C), b2: rng.randn(1, C) };
}

/** Labels, not all of one class. */
export function drawLabels(rng: RandomState, { N, C }: Sizes): Int32Array {
  const first = rng.randint(0, C, 1)[0];
  return Int32Array.from({ length: N }, (_, i) => (first + i * (C - 1)) % C);
}

/** Rows that sum to 1. */
export function drawProbabilities(rng: RandomState, { N, C }: Sizes): Matrix {
  const exp = rng.randn(N, C).map(Math.exp);
  return exp.divide(exp.sum(1));
}

/** Activations: some of the units are silent. */
export function drawHidden(rng: RandomState, { N, H }: Sizes): Matrix {
  return rng.randn(N, H).map((z) => Math.max(0, z));
}
