/**
 * The module of the workers that train nets: one net at a time, on one thread.
 *
 * @module
 */

import { createEngine, type Engine, type EngineName } from "../../tfjs/engine.ts";
import { serveTrials } from "../executors/serve_trials.ts";
import type { FullNetExperiment } from "./experiment.ts";
import { trainTrial } from "./train_trial.ts";

/** What a worker is given. */
export interface NetWorkerData {
  /** What is searched. */
  readonly experiment: FullNetExperiment;
  /** What does the arithmetic. */
  readonly backend: EngineName;
}

let engine: Promise<Engine> | undefined;

serveTrials(async (trial, { experiment, backend: name }: NetWorkerData) => {
  engine ??= createEngine(name, { dtype: experiment.dtype, threads: 1 });
  return await trainTrial(trial, experiment, await engine);
});
