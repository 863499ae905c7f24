/**
 * The tuner, in Optuna's words: a {@linkcode Study} of an objective, whose trials a {@linkcode Sampler}
 * proposes, a {@linkcode Pruner} stops early, an {@linkcode Executor} runs and a {@linkcode Storage}
 * keeps.
 *
 * @module
 */

export { ArtifactDirectory, type ArtifactOptions } from "./artifacts.ts";
export {
  createStudy,
  type CreateStudyOptions,
  loadStudy,
  type LoadStudyOptions,
  StudyExistsError,
  StudyMismatchError,
} from "./create_study.ts";
export {
  type CategoricalDistribution,
  categoricalDistribution,
  type Distribution,
  type FloatDistribution,
  floatDistribution,
  type IntDistribution,
  intDistribution,
  type ParamValue,
  type RangeOptions,
  type SearchSpace,
  type TrialParams,
} from "./distributions.ts";
export { type Executor, InProcessExecutor, type Objective } from "./executors/executor.ts";
export type { HostTrial } from "./executors/messages.ts";
export { WorkerError, type WorkerPermissions } from "./executors/pool_worker.ts";
export { serveTrials } from "./executors/serve_trials.ts";
export { WorkerPool, type WorkerPoolOptions } from "./executors/worker_pool.ts";
export { type ImportanceOptions, paramImportances } from "./importance.ts";
export type { Json, JsonInput } from "./json.ts";
export { SearchSpaceError } from "./live_trial.ts";
export type { OptimizeOptions } from "./optimize.ts";
export { exportToOptuna, importFromOptuna, type ImportOptions } from "./optuna/transfer.ts";
export { type HyperbandOptions, HyperbandPruner } from "./pruners/hyperband.ts";
export { MedianPruner, type MedianPrunerOptions } from "./pruners/median.ts";
export { NopPruner, type Pruner } from "./pruners/pruner.ts";
export {
  type SuccessiveHalvingOptions,
  SuccessiveHalvingPruner,
} from "./pruners/successive_halving.ts";
export { type TrialRow, trialRows } from "./rows.ts";
export { GridSampler } from "./samplers/grid.ts";
export { RandomSampler, type RandomSamplerOptions } from "./samplers/random.ts";
export type { Sampler, StudyView } from "./samplers/sampler.ts";
export { TpeSampler, type TpeSamplerOptions } from "./samplers/tpe.ts";
export { DatabaseLostError } from "./storage/database_file.ts";
export { JournalStorage, type JournalStorageOptions } from "./storage/journal.ts";
export { MemoryStorage } from "./storage/memory.ts";
export { SqliteStorage, type SqliteStorageOptions } from "./storage/sqlite.ts";
export {
  type Direction,
  DIRECTIONS,
  type Outcome,
  type StartOptions,
  type Storage,
  type StudyAttributes,
  type StudyDefinition,
} from "./storage/storage.ts";
export { defaultStudyDatabase, weightsDir } from "./study_files.ts";
export { Study, type TellOptions } from "./study.ts";
export {
  durationOf,
  type FrozenTrial,
  type Trial,
  TRIAL_STATES,
  TrialPruned,
  type TrialState,
} from "./trial.ts";
