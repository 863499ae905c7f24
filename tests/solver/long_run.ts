/**
 * A run of training that uses everything which has a state, on data small enough for tests.
 *
 * @module
 */

import { createHash } from "node:crypto";
import {
  type Backend,
  type History,
  type Matrix,
  type Params,
  RandomState,
  type Rows,
  Solver,
  type SolverOptions,
  TwoLayerNet,
} from "two-layer-net";

/** Sizes of the net. */
export const SIZES = { inputSize: 4, hiddenSize: 16, numClasses: 3, std: 0.5 };

/** Three noisy clouds, 100 rows to learn from and 60 to judge by. */
export function clouds() {
  const rng = new RandomState(11);
  const X = rng.randn(160, 4), y = rng.choice(3, 160);
  y.forEach((label, i) => X.row(i)[label] += 1);
  return {
    XTrain: X.slice(0, 100),
    yTrain: y.slice(0, 100),
    XVal: X.slice(100, 160),
    yVal: y.slice(100),
  };
}

/** Adds noise to the rows: an augmentation that draws as much as it has values. */
export function addNoise(rows: Rows, rng: RandomState): Rows {
  const noisy = (rows as Matrix).clone();
  rng.rand(noisy.data.length).forEach((noise, i) => noisy.data[i] += 0.2 * (noise - 0.5));
  return noisy;
}

/** Options that use everything. */
export const EVERYTHING: Omit<SolverOptions, "rng"> = {
  learningRate: 0.1,
  learningRateDecay: 0.99,
  numIters: 150,
  batchSize: 16,
  sampling: "epochs",
  augment: addNoise,
  ema: { decay: 0.95 },
  keepBest: true,
};

/** A net and its Solver, always the same. */
export function longRun(options: Partial<SolverOptions> = {}, backend?: Backend) {
  const rng = new RandomState(3);
  const net = new TwoLayerNet({ ...SIZES, rng, backend });
  return { net, rng, solver: new Solver(net, clouds(), { ...EVERYTHING, rng, ...options }) };
}

/** A digest of all bits that a run comes to. */
export function digest(params: Params<Matrix>, { aborted: _, ...history }: History): string {
  const hash = createHash("sha256").update(JSON.stringify(history));
  for (const { data } of Object.values(params)) {
    hash.update(new Uint8Array(data.slice().buffer));
  }
  return hash.digest("hex");
}
