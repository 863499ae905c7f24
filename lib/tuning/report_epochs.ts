/**
 * A training that its study watches.
 *
 * @module
 */

import type { Callbacks } from "../solver/options.ts";
import { type Trial, TrialPruned } from "./trial.ts";

/**
 * Callbacks for a training: each epoch's validation accuracy is reported to the trial, and the
 * training ends with {@linkcode TrialPruned} once the study's pruner advises to stop.
 *
 * @param trial The trial that the training belongs to.
 *
 * @example
 * ```ts
 * import { createStudy, Matrix, RandomState, reportEpochs, TwoLayerNet } from "two-layer-net";
 * import { assertEquals } from "@std/assert";
 *
 * const [X, y] = [Matrix.from([[0, 1], [1, 0]]), [0, 1]];
 * const study = createStudy({ direction: "maximize" });
 * await study.optimize(async (trial) => {
 *   const [hiddenSize, rng] = [trial.suggestInt("hiddenSize", 2, 8), new RandomState(trial.number)];
 *   const net = new TwoLayerNet({ inputSize: 2, hiddenSize, numClasses: 2, rng });
 *   const options = { numIters: 3, rng, callbacks: [reportEpochs(trial)] };
 *   return (await net.train(X, y, X, y, options)).valAccHistory.at(-1)!;
 * }, { numTrials: 1 });
 * assertEquals([...study.trials[0].intermediateValues.keys()], [0, 1, 2]);
 * ```
 */
export function reportEpochs(trial: Trial): Callbacks {
  return {
    onEpoch({ epoch, valAccuracy }) {
      trial.report(valAccuracy, epoch);
      if (trial.shouldPrune()) throw new TrialPruned();
    },
  };
}
