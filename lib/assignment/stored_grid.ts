/**
 * The grid as `deno task tune` left it.
 *
 * @module
 */

import { ifThere } from "../internal/if_there.ts";
import { checkString } from "../internal/checks.ts";
import { checkOptions } from "../internal/options.ts";
import { type Backend, checkBackend } from "../backends/backend.ts";
import { loadWeightsIfThere } from "../nn/weights.ts";
import { ArtifactDirectory } from "../tuning/artifacts.ts";
import { StudyMismatchError } from "../tuning/create_study.ts";
import { WEIGHTS_ARTIFACT } from "../search/train_trial.ts";
import { checkTrainingData, type TrainingData } from "../training/train_net.ts";
import { SqliteStorage } from "../tuning/storage/sqlite.ts";
import { defaultStudyDatabase, weightsDir } from "../tuning/study_files.ts";
import type { Study } from "../tuning/study.ts";
import { gridPoints } from "./grid.ts";
import { createGridStudy, GRID_STUDY, gridSearch } from "./grid_study.ts";
import type { GridOutcome } from "./train_grid.ts";

/** Where {@linkcode readStoredGrid} looks. */
export interface StoredGridOptions {
  /** The database of studies. Default: the one of `deno task tune`. */
  database?: string;
  /** Computes with the best net. Default: the reference backend in float64. */
  backend?: Backend;
}

/**
 * Reads the grid from the study that `deno task tune` or {@linkcode runGrid} made of it: all 60
 * nets in the original's order, the best of them with its weights.
 *
 * @param data The data as `getCifar10Data()` gives them.
 * @returns `undefined` if there is no such study of these data in float64, if a net of it is not
 * trained yet, or if the best net's weights are gone.
 * @throws {Error} If the database is there but cannot be read.
 *
 * @example
 * ```ts
 * import * as assignment from "two-layer-net/assignment";
 * import { getCifar10Data } from "two-layer-net";
 * import { assertEquals } from "@std/assert";
 *
 * const data = await getCifar10Data({ numTest: 1 });
 * const options = { database: "/not/there/studies.db" };
 * assertEquals(await assignment.readStoredGrid(data, options), undefined);
 * ```
 */
export async function readStoredGrid(
  data: TrainingData,
  options: StoredGridOptions = {},
): Promise<GridOutcome[] | undefined> {
  checkTrainingData("data", data);
  checkOptions("readStoredGrid", options, { database: checkString, backend: checkBackend });
  const { database = defaultStudyDatabase(), backend } = options;
  if (!await ifThere(Deno.stat(database))) return undefined;
  using storage = new SqliteStorage(database, { readOnly: true });
  if (!storage.getStudies().some(({ name }) => name === GRID_STUDY)) return undefined;
  const artifacts = new ArtifactDirectory(weightsDir(database));
  const study = openGrid(data, storage, artifacts);
  if (!study || study.getTrials(["COMPLETE"]).length < gridPoints().length) return undefined;
  const best = study.bestTrial.number;
  const path = artifacts.path(study.name, best, WEIGHTS_ARTIFACT);
  const net = (await loadWeightsIfThere(path, { backend }))?.net;
  if (!net) return undefined;
  return outcomes(study).map((outcome) => outcome.index === best ? { ...outcome, net } : outcome);
}

/** The study, unless it is one of other data or another element type. */
function openGrid(
  data: TrainingData,
  storage: SqliteStorage,
  artifacts: ArtifactDirectory,
): Study | undefined {
  try {
    return createGridStudy(gridSearch(data), { storage, artifacts });
  } catch (error) {
    if (error instanceof StudyMismatchError) return undefined;
    throw error;
  }
}

function outcomes(study: Study): GridOutcome[] {
  const { trials } = study;
  return gridPoints().map((point) => {
    const { value, userAttributes } = trials[point.index];
    return { ...point, valAccuracy: value!, diverged: userAttributes.diverged === true };
  });
}
