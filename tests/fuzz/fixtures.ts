/**
 * What the calls of tuner, recipes and assignment are given.
 *
 * @module
 */

import { join } from "node:path";
import * as lib from "./library.ts";
import { tinyImages } from "../training/tiny_images.ts";

export const folder = Deno.makeTempDirSync();
export const file = (name: string): string => join(folder, name);
export const backend = await lib.createBackend("reference");
export const signal = () => new AbortController().signal;

export const float = () => lib.floatDistribution(0, 1);
export const study = () => {
  const made = lib.createStudy({ sampler: new lib.RandomSampler() });
  for (const value of [2, 1]) {
    const trial = made.ask();
    trial.suggestFloat("x", 0, 1);
    trial.report(value, 0);
    made.tell(trial, value);
  }
  return made;
};
export const trial = (): lib.FrozenTrial => ({ ...study().bestTrial, startedAt: 1, finishedAt: 2 });
export const live = () => study().start()!;
export const definition = (): lib.StudyDefinition => ({
  name: "study",
  direction: "minimize",
  searchSpace: null,
  grid: null,
  context: null,
});
export const view = () => ({ study: study(), trial: trial() });
export const sample = () => ({ study: study(), trial: 3, name: "x", distribution: float() });

export const space = () => lib.netSpace({ hiddenSize: [2, 3] });
export const settings = (): lib.Settings => ({
  ...lib.PRESETS.assignment,
  ...{ hiddenSize: 2, numIters: 1, batchSize: 2, std: 0.1, seed: 1 },
});
export const data = () => ({ XTrain: tinyImages(6, 1), XVal: tinyImages(4, 2) });
export const solverData = () => {
  const { XTrain, XVal } = data();
  return { XTrain, yTrain: XTrain.labels, XVal, yVal: XVal.labels };
};
export const search = (): lib.NetSearch => ({
  data: { ...data(), numClasses: 4 },
  base: settings(),
  space: space(),
});
export const studyOptions = () => ({
  name: "study",
  sampler: new lib.RandomSampler(),
  pruner: new lib.NopPruner(),
  storage: new lib.MemoryStorage(),
  artifacts: new lib.ArtifactDirectory(folder),
});
export const parts = (): ConstructorParameters<typeof lib.Study>[1] => {
  const { sampler, pruner, artifacts } = studyOptions();
  return { sampler, pruner, artifacts, storage: prepared(new lib.MemoryStorage()) };
};
export const times = { varies: true };

/** A storage with a running trial. */
export function prepared<T extends lib.Storage>(storage: T): T {
  storage.createStudy(definition(), []);
  storage.startTrial("study");
  return storage;
}
