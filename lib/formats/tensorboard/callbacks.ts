/**
 * A training's log for TensorBoard.
 *
 * @module
 */

import { checkInstance } from "../../internal/checks.ts";
import type { Callbacks } from "../../solver/options.ts";
import { EventLog } from "./event_log.ts";

/**
 * Callbacks for the `Solver` that log the loss and the learning rate of each step, and the accuracies
 * as they are recorded.
 *
 * @throws {TypeError} If the log is none.
 *
 * @example
 * ```ts
 * import { Matrix, RandomState, TwoLayerNet } from "two-layer-net";
 * import { EventLog, tensorBoardCallbacks } from "two-layer-net/formats";
 * import { assert } from "@std/assert";
 *
 * const rng = new RandomState(0), X = rng.randn(5, 4), y = [0, 1, 2, 2, 1];
 * const net = new TwoLayerNet({ inputSize: 4, hiddenSize: 10, numClasses: 3, rng });
 * using log = new EventLog(await Deno.makeTempDir());
 * await net.train(X, y, X, y, { rng, numIters: 5, callbacks: [tensorBoardCallbacks(log)] });
 * assert((await Deno.stat(log.path)).size > 500);
 * ```
 */
export function tensorBoardCallbacks(log: EventLog): Callbacks {
  checkInstance("log", log, EventLog);
  return {
    onStep({ iteration, loss, learningRate }) {
      log.scalars({ loss, "learning rate": learningRate }, iteration);
    },
    onEpoch({ iteration, trainAccuracy, valAccuracy }) {
      const accuracies = { "accuracy/batch": trainAccuracy, "accuracy/validation": valAccuracy };
      log.scalars(accuracies, iteration);
    },
  };
}
