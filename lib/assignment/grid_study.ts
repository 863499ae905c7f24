/**
 * The grid of section 9 as a study: the same 60 nets in sequence, in parallel, or interrupted and
 * resumed, since each starts from the original's random state.
 *
 * @module
 */

import { checkArray, checkInteger, checkObject } from "../internal/checks.ts";
import { anything, checkOptions, type OptionChecks, required } from "../internal/options.ts";
import { checkDType, type DType } from "../matrix/matrix.ts";
import type { RandomGeneratorState } from "../random/random_generator_state.ts";
import { netPool, type NetPoolOptions } from "../search/executors.ts";
import type { NetSearch } from "../search/net_search.ts";
import { createNetStudy } from "../search/net_study.ts";
import { netGrid, netSpace } from "../search/space.ts";
import { PRESETS } from "../training/presets.ts";
import { checkTrainingData, type TrainingData } from "../training/train_net.ts";
import type { ArtifactDirectory } from "../tuning/artifacts.ts";
import type { OptimizeOptions } from "../tuning/optimize.ts";
import { GridSampler } from "../tuning/samplers/grid.ts";
import type { Storage } from "../tuning/storage/storage.ts";
import type { Study } from "../tuning/study.ts";
import type { FrozenTrial } from "../tuning/trial.ts";
import { EXPECTED_GRID, isDiverged } from "./expected.ts";
import { GRID, gridPoints } from "./grid.ts";
import { replayGrid } from "./random_stream.ts";

/** The study's name, unless it is given another. */
export const GRID_STUDY = "assignment-grid";

/**
 * What is kept with the study beside its nets: by it `deno task tune` tells the grid from other
 * studies, and goes on with one that {@linkcode runGrid} began.
 */
export const GRID_SEARCH = { space: "assignment", sampler: "grid", pruner: "none" } as const;

/** The grid over the data: 60 nets, numbered in the original's order. */
export function gridSearch(data: TrainingData, dtype: DType = "float64"): NetSearch {
  checkTrainingData("data", data);
  checkDType("dtype", dtype);
  return {
    data,
    base: { ...PRESETS.assignment, dtype },
    space: netSpace(GRID),
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
  data: TrainingData;
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
  search: NetSearch,
  options: Pick<RunGridOptions, "name" | "storage" | "artifacts"> = {},
): Study {
  checkObject("search", search);
  checkOptions("createGridStudy", options, STUDY_OPTIONS);
  const { name = GRID_STUDY, storage, artifacts } = options;
  return createNetStudy(search, {
    name,
    storage,
    artifacts,
    sampler: new GridSampler(netGrid(search.space)),
    kept: GRID_SEARCH,
    loadIfExists: true,
  });
}

/**
 * Runs the grid, or what is left of it, one net per worker. With the storage and artifacts of the
 * example it is the study of `deno task tune`, and either goes on with what the other has done.
 *
 * @returns The study, whose trial n is net n of the grid; not finished if `signal` was aborted.
 * @throws {StudyMismatchError} If the storage has another study of this name.
 * @throws {Error} If every net failed, or the storage did.
 *
 * @example
 * ```ts
 * import * as assignment from "two-layer-net/assignment";
 * import { getCifar10Data } from "two-layer-net";
 * import { ArtifactDirectory, SqliteStorage } from "two-layer-net/tuning";
 * import { defaultStudyDatabase, weightsDir } from "two-layer-net/tuning";
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
  const search = gridSearch(data);
  const study = createGridStudy(search, { name, storage, artifacts });
  using pool = netPool(search, { backend, size });
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
