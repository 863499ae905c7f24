import { assertEquals } from "@std/assert";
import * as assignment from "two-layer-net/assignment";
import { encodeWeights, getCifar10Data, RandomState, TwoLayerNet } from "two-layer-net";
import { WEIGHTS_ARTIFACT } from "two-layer-net/search";
import { ArtifactDirectory, SqliteStorage, type Trial, weightsDir } from "two-layer-net/tuning";
import { withTempDir } from "../internal/testing.ts";

const DATA = await getCifar10Data({ download: { onMessage: console.log } });
const EXPERIMENT = assignment.gridSearch(DATA);
const WEIGHTS = encodeWeights(
  new TwoLayerNet({ inputSize: 3072, hiddenSize: 2, numClasses: 10, rng: new RandomState(0) }),
);

/** Ends each trial with the original's accuracy, at once. */
function pretend(trial: Trial): number {
  for (const [name, distribution] of Object.entries(EXPERIMENT.space)) {
    trial.suggest(name, distribution);
  }
  const point = assignment.gridPoints()[trial.number];
  trial.setUserAttribute("diverged", assignment.isDiverged(point));
  trial.saveArtifact(WEIGHTS_ARTIFACT, WEIGHTS);
  return assignment.EXPECTED_GRID.valAccuracies[point.index];
}

/** Runs so many trials of the grid in the database, as `deno task tune` would. */
async function runTrials(database: string, numTrials: number): Promise<void> {
  using storage = new SqliteStorage(database);
  const artifacts = new ArtifactDirectory(weightsDir(database));
  const study = assignment.createGridStudy(EXPERIMENT, { storage, artifacts });
  await study.optimize(pretend, { numTrials });
}

Deno.test("readStoredGrid reads a finished grid with its best net, and no other", () =>
  withTempDir(async (dir) => {
    const database = `${dir}/studies.db`;
    assertEquals(await assignment.readStoredGrid(DATA, { database }), undefined);
    await runTrials(database, 59);
    assertEquals(await assignment.readStoredGrid(DATA, { database }), undefined);
    await runTrials(database, 1);
    const grid = (await assignment.readStoredGrid(DATA, { database }))!;
    assertEquals(
      grid.map(({ net: _, ...outcome }) => outcome),
      assignment.gridPoints().map((point) => ({
        ...point,
        valAccuracy: assignment.EXPECTED_GRID.valAccuracies[point.index],
        diverged: assignment.isDiverged(point),
      })),
    );
    assertEquals(grid.filter(({ net }) => net).map(({ index }) => index), [54]);
    assertEquals(grid[54].net!.params.W1.cols, 2);

    const others = { XTrain: DATA.XTrain.slice(0, 1000), XVal: DATA.XVal };
    assertEquals(await assignment.readStoredGrid(others, { database }), undefined);
    await Deno.remove(weightsDir(database), { recursive: true });
    assertEquals(await assignment.readStoredGrid(DATA, { database }), undefined);
  }));
