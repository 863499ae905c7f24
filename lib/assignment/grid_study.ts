/**
 * The grid of section 9 as a study: the same 60 nets in sequence, in parallel, or interrupted and
 * resumed, since each starts from the original's random state.
 *
 * @module
 */

import type { RandomGeneratorState } from "../matrix/random_generator_state.ts";
import { checkArray, checkInteger, checkObject } from "../internal/checks.ts";
import { anything, checkOptions, type OptionChecks, required } from "../internal/options.ts";
import { checkDType, type DType } from "../matrix/matrix.ts";
import type { ArtifactDirectory } from "../tuning/artifacts.ts";
import { netPool, type NetPoolOptions } from "../tuning/net/executors.ts";
import {
  checkNetData,
  createNetStudy,
  type NetData,
  type NetExperiment,
} from "../tuning/net/experiment.ts";
import { netGrid, netSpace } from "../tuning/net/space.ts";
import type { OptimizeOptions } from "../tuning/optimize.ts";
import { GridSampler } from "../tuning/samplers/grid.ts";
import type { Storage } from "../tuning/storage/storage.ts";
import type { Study } from "../tuning/study.ts";
import type { FrozenTrial } from "../tuning/trial.ts";
import { EXPECTED_GRID, isDiverged } from "./expected.ts";
import { DEFAULT_RUN, GRID, gridPoints } from "./grid.ts";
import { replayGrid } from "./random_stream.ts";

/** The study's name, unless it is given another. */
export const GRID_STUDY = "assignment-grid";

/**
 * What is kept with the study beside its nets: by it `deno task tune` tells the grid from other
 * studies, and goes on with one that {@linkcode runGrid} began.
 */
export const GRID_SETTINGS = { assignment: true, sampler: "grid", pruner: "none" } as const;

/** The grid over the data: 60 nets, numbered in the original's order. */
export function gridExperiment(data: NetData, dtype: DType = "float64"): NetExperiment {
  checkNetData("data", data);
  checkDType("dtype", dtype);
  const { numIters, batchSize, learningRateDecay } = DEFAULT_RUN;
  return {
    data,
    space: netSpace({ ...GRID, numIters, batchSize, learningRateDecay }),
    dtype,
    states: gridStates(),
  };
}

let replayed: readonly RandomGeneratorState[] | undefined;

/** The state before each net, replayed once. */
function gridStates(): RandomGeneratorState[] {
  replayed ??= Array.from(replayGrid(), ({ rng }) => rng.getState());
  return structuredClone(replayed) as RandomGeneratorState[];
}

/** What {@linkcode runGrid} takes. */
export interface RunGridOptions
  extends
    Pick<NetPoolOptions, "backend" | "size">,
    Pick<OptimizeOptions, "numTrials" | "signal" | "callbacks"> {
  /** The data as `getCifar10Data()` gives them. */
  data: NetData;
  /** Where the study is kept. Default: in memory. */
  storage?: Storage;
  /** Keeps the weights of the best nets. Default: they are dropped. */
  artifacts?: ArtifactDirectory;
  /** The study's name. Default: {@linkcode GRID_STUDY}. */
  name?: string;
}

/** What the study checks itself. */
const STUDY_OPTIONS = { name: anything, storage: anything, artifacts: anything };

const OPTIONS: OptionChecks<RunGridOptions> = {
  data: required(anything),
  backend: anything,
  size: anything,
  numTrials: anything,
  signal: anything,
  callbacks: anything,
  ...STUDY_OPTIONS,
};

/** The study of the grid, as the library, the notebook and `deno task tune` all know it. */
export function createGridStudy(
  experiment: NetExperiment,
  options: Pick<RunGridOptions, "name" | "storage" | "artifacts">,
): Study {
  checkObject("experiment", experiment);
  checkOptions("createGridStudy", options, STUDY_OPTIONS);
  const { name = GRID_STUDY, storage, artifacts } = options;
  return createNetStudy(experiment, {
    name,
    storage,
    artifacts,
    sampler: new GridSampler(netGrid(experiment.space)),
    settings: GRID_SETTINGS,
    loadIfExists: true,
  });
}

/**
 * Runs the grid, or what is left of it, one net a worker. With the storage and artifacts of the
 * example it is the study of `deno task tune`, and either goes on with what the other has done.
 *
 * @returns The study, whose trial n is net n of the grid; not finished if `signal` was aborted.
 * @throws {StudyMismatchError} If the storage has another study of this name.
 * @throws {Error} If every net failed, or the storage did.
 *
 * @example
 * ```ts
 * import { ArtifactDirectory, assignment, getCifar10Data, SqliteStorage } from "two-layer-net";
 * import { defaultStudyDatabase, weightsDir } from "two-layer-net";
 *
 * async function runOrGoOn() {
 *   const path = defaultStudyDatabase();
 *   using storage = new SqliteStorage(path);
 *   const artifacts = new ArtifactDirectory(weightsDir(path));
 *   const study = await assignment.runGrid({ data: await getCifar10Data(), storage, artifacts });
 *   return study.bestValue; // 0.487, minutes later
 * }
 * ```
 */
export async function runGrid(options: RunGridOptions): Promise<Study> {
  checkOptions("runGrid", options, OPTIONS);
  const { data, storage, artifacts, name, backend, size, ...limits } = options;
  const experiment = gridExperiment(data);
  const study = createGridStudy(experiment, { name, storage, artifacts });
  using pool = netPool(experiment, { backend, size });
  await study.optimize(pool, limits);
  return study;
}

/** How a study of the grid compares with what the original printed. */
export interface GridComparison {
  /** Rows that can be compared: trained here, and not diverged in the original. */
  readonly compared: number;
  /** Those that differ, with the original's accuracy. */
  readonly different: readonly { readonly trial: FrozenTrial; readonly expected: number }[];
}

/** Compares the finished trials with the original's rows. */
export function compareWithOriginal(trials: readonly FrozenTrial[]): GridComparison {
  checkArray("trials", trials, (name, value) => {
    checkObject(name, value);
    checkInteger(`${name}.number`, (value as FrozenTrial).number, 0);
  });
  const points = gridPoints();
  const rows = trials
    .filter(({ number, state }) => state === "COMPLETE" && number < points.length)
    .filter(({ number }) => !isDiverged(points[number]))
    .map((trial) => ({ trial, expected: EXPECTED_GRID.valAccuracies[trial.number] }));
  const different = rows.filter(({ trial, expected }) => trial.value !== expected);
  return { compared: rows.length, different };
}
