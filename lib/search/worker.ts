/**
 * The module of the workers that train nets: one net at a time, on one thread.
 *
 * @module
 */

import { createEngine, type Engine, type EngineName } from "../engines/engine.ts";
import { serveTrials } from "../tuning/executors/serve_trials.ts";
import type { NetSearch } from "./net_search.ts";
import { trainTrial } from "./train_trial.ts";

/** What a worker is given. */
export interface NetWorkerData {
  /** What is searched. */
  readonly search: NetSearch;
  /** What does the arithmetic. */
  readonly backend: EngineName;
}

let engine: Promise<Engine> | undefined;

serveTrials(async (trial, { search, backend: name }: NetWorkerData) => {
  engine ??= createEngine(name, { dtype: search.base.dtype, threads: 1 });
  return await trainTrial(trial, search, await engine);
});
