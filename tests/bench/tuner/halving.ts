/**
 * How soon a search with asynchronous successive halving is as good as the grid's best.
 */

import * as assignment from "two-layer-net/assignment";
import { createNetStudy, type EngineName, netPool, netSpace } from "two-layer-net/search";
import { PRESETS, type TrainingData } from "two-layer-net/training";
import {
  floatDistribution,
  intDistribution,
  SuccessiveHalvingPruner,
  TpeSampler,
} from "two-layer-net/tuning";

/** How to search. */
export interface Search {
  readonly seed: number;
  readonly numIters: number;
  readonly backend: EngineName;
  readonly workers: number;
  /** Seconds after which it is given up. */
  readonly timeout: number;
}

/** Seconds until a net has the grid's best validation accuracy; `null` if none had in time. */
export async function secondsToBest(data: TrainingData, search: Search): Promise<number | null> {
  const { seed, numIters, backend, workers, timeout } = search;
  // The ranges that `deno task tune --sampler tpe` searches.
  const space = netSpace({
    hiddenSize: intDistribution(40, 200, { step: 20 }),
    learningRate: floatDistribution(1e-4, 5e-3, { log: true }),
    reg: floatDistribution(1e-3, 1, { log: true }),
  });
  const experiment = { data, space, base: { ...PRESETS.assignment, numIters, seed } };
  const study = createNetStudy(experiment, {
    sampler: new TpeSampler({ seed }),
    pruner: new SuccessiveHalvingPruner(),
  });
  const goal = assignment.EXPECTED_GRID.best.valAccuracy;
  const reached = new AbortController();
  const start = performance.now();
  using pool = netPool(experiment, { backend, size: workers });
  await study.optimize(pool, {
    timeout: 1000 * timeout,
    signal: reached.signal,
    callbacks: [(_, { state, value }) => {
      if (state === "COMPLETE" && value! >= goal) reached.abort();
    }],
  });
  return reached.signal.aborted ? (performance.now() - start) / 1000 : null;
}
