/**
 * Calls of the tuner.
 *
 * @module
 */

import * as lib from "./library.ts";
import type { Calls } from "./call.ts";
import {
  backend,
  definition,
  file,
  float,
  folder,
  live,
  parts,
  prepared,
  sample,
  search,
  signal,
  space,
  study,
  studyOptions,
  times,
  trial,
  view,
} from "./fixtures.ts";

/** The calls of a storage, which all storages have. */
function storageCalls(name: string, make: () => lib.Storage, isSlow = false): Calls {
  const on = (act: (storage: lib.Storage) => unknown) => {
    using storage = prepared(make());
    return act(storage);
  };
  const call = (method: keyof lib.Storage, args: () => Record<string, unknown>) => ({
    run: (...given: never[]) =>
      on((storage) => (storage[method] as (...all: never[]) => unknown)(...given)),
    args,
    isSlow,
    ...times,
  });
  const at = () => ({ study: "study", trial: 0 });
  return {
    [`${name}#createStudy`]: {
      ...call("createStudy", () => ({
        definition: { ...definition(), name: "other" },
        trials: [{ ...trial(), number: 0 }],
      })),
      loose: ["definition.context"],
    },
    [`${name}#getStudies`]: call("getStudies", () => ({})),
    [`${name}#getStudyAttributes`]: call("getStudyAttributes", () => ({ study: "study" })),
    [`${name}#setStudyAttributes`]: {
      ...call("setStudyAttributes", () => ({ study: "study", attributes: { a: 1 } })),
      loose: ["attributes.a"],
    },
    [`${name}#enqueueTrial`]: call("enqueueTrial", () => ({ study: "study", proposal: { x: 1 } })),
    [`${name}#startTrial`]: call("startTrial", () => ({
      study: "study",
      options: { waitingOnly: false, maxTrials: 9 },
    })),
    [`${name}#requeueTrial`]: call("requeueTrial", () => ({ ...at(), error: "why" })),
    [`${name}#finishTrial`]: call("finishTrial", () => ({
      ...at(),
      outcome: { state: "COMPLETE", value: 1, error: "why" },
    })),
    [`${name}#setProposal`]: call("setProposal", () => ({ ...at(), proposal: { x: 1 } })),
    [`${name}#setParam`]: call("setParam", () => ({
      ...at(),
      name: "x",
      value: 0.5,
      distribution: float(),
    })),
    [`${name}#setIntermediateValue`]: call("setIntermediateValue", () => ({
      ...at(),
      step: 1,
      value: 0.5,
    })),
    [`${name}#setUserAttribute`]: call("setUserAttribute", () => ({
      ...at(),
      key: "a",
      value: { b: 1 },
    })),
    [`${name}#getTrial`]: call("getTrial", at),
    [`${name}#getTrials`]: call("getTrials", () => ({ study: "study", states: ["RUNNING"] })),
  };
}

let files = 0;

const journal = file("imported.log");
await lib.exportToOptuna(lib.createStudy({ name: "imported" }), journal);

export const TUNING_CALLS: Calls = {
  "new ArtifactDirectory": {
    run: (dir: string, options: lib.ArtifactOptions) => new lib.ArtifactDirectory(dir, options),
    args: () => ({ dir: folder, options: { keep: 2 } }),
  },
  "ArtifactDirectory#path": {
    run: (study: string, trial: number, name: string) =>
      new lib.ArtifactDirectory("/").path(study, trial, name),
    args: () => ({ study: "s", trial: 1, name: "a" }),
  },
  "ArtifactDirectory#write": {
    run: (study: string, trial: number, name: string, bytes: Uint8Array) =>
      new lib.ArtifactDirectory(folder).write(study, trial, name, bytes),
    args: () => ({ study: "s", trial: 1, name: "a", bytes: new Uint8Array(1) }),
    paths: ["study", "name"],
  },
  "ArtifactDirectory#wants": {
    run: (study: lib.Study, trial: number, value: number) =>
      new lib.ArtifactDirectory(folder).wants(study, trial, value),
    args: () => ({ study: study(), trial: 1, value: 0.5 }),
  },
  "ArtifactDirectory#keepBest": {
    run: (study: lib.Study) => new lib.ArtifactDirectory(folder).keepBest(study),
    args: () => ({ study: study() }),
  },
  createStudy: {
    run: lib.createStudy,
    args: () => ({
      options: {
        ...studyOptions(),
        direction: "minimize",
        searchSpace: { x: float() },
        context: { a: 1 },
        loadIfExists: false,
      },
    }),
    loose: ["options.context"],
  },
  loadStudy: {
    run: lib.loadStudy,
    args: () => ({ options: { ...studyOptions(), storage: prepared(new lib.MemoryStorage()) } }),
    ...times,
  },
  floatDistribution: {
    run: lib.floatDistribution,
    args: () => ({ low: 0, high: 1, options: { log: false, step: 0.5 } }),
  },
  intDistribution: {
    run: lib.intDistribution,
    args: () => ({ low: 0, high: 4, options: { log: false, step: 2 } }),
  },
  categoricalDistribution: {
    run: lib.categoricalDistribution,
    args: () => ({ choices: [1, "a"] }),
  },
  "new InProcessExecutor": {
    run: (objective: lib.Objective) => new lib.InProcessExecutor(objective),
    args: () => ({ objective: () => 1 }),
  },
  "InProcessExecutor#run": {
    run: (trial: lib.Trial) => new lib.InProcessExecutor(() => 1).run(trial),
    args: () => ({ trial: live() }),
    loose: ["trial"],
  },
  serveTrials: {
    // Outside a worker it refuses.
    run: (objective: () => number) => {
      try {
        lib.serveTrials(objective);
      } catch (error) {
        if (!(error as Error).message.startsWith("serveTrials() is for")) throw error;
      }
    },
    args: () => ({ objective: () => 1 }),
  },
  "new WorkerPool": {
    run: (options: lib.WorkerPoolOptions) => new lib.WorkerPool(options),
    args: () => ({
      options: {
        module: new URL("file:///none.ts"),
        size: 1,
        permissions: {},
        data: 1,
        timeLimit: 1000,
        maxRetries: 0,
      },
    }),
    loose: ["options.data"],
  },
  "WorkerPool#run": {
    run: async (trial: lib.Trial) => {
      const module = new URL("./worker.ts", import.meta.url);
      using pool = new lib.WorkerPool({ module, size: 1 });
      return await pool.run(trial);
    },
    args: () => ({ trial: live() }),
  },
  paramImportances: {
    run: lib.paramImportances,
    args: () => ({ study: study(), options: { targetQuantile: 0.5 } }),
  },
  "Trial#suggest": {
    run: (name: string, distribution: lib.Distribution) => live().suggest(name, distribution),
    args: () => ({ name: "x", distribution: float() }),
  },
  "Trial#report": {
    run: (value: number, step: number) => live().report(value, step),
    args: () => ({ value: 1, step: 3 }),
  },
  "Trial#shouldPrune": { run: () => live().shouldPrune(), args: () => ({}) },
  "Trial#setUserAttribute": {
    run: (key: string, value: lib.JsonInput) => live().setUserAttribute(key, value),
    args: () => ({ key: "a", value: { b: [1] } }),
  },
  "Trial#saveArtifact": {
    run: (name: string, bytes: Uint8Array) => live().saveArtifact(name, bytes),
    args: () => ({ name: "a", bytes: new Uint8Array(1) }),
  },
  "Trial#suggestFloat": {
    run: (...args: Parameters<lib.Trial["suggestFloat"]>) => live().suggestFloat(...args),
    args: () => ({ name: "x", low: 0, high: 1, options: {} }),
  },
  "Trial#suggestInt": {
    run: (...args: Parameters<lib.Trial["suggestInt"]>) => live().suggestInt(...args),
    args: () => ({ name: "n", low: 0, high: 4, options: { step: 2, log: false } }),
  },
  "Trial#suggestCategorical": {
    run: (name: string, choices: string[]) => live().suggestCategorical(name, choices),
    args: () => ({ name: "c", choices: ["a", "b"] }),
  },
  bestWeights: {
    run: (study: lib.Study, count: number) =>
      lib.bestWeights(study, count).catch((error) => {
        if (!error.message.endsWith("weights.safetensors")) throw error;
      }),
    args: () => ({
      study: lib.loadStudy({
        name: "study",
        storage: study().storage,
        artifacts: new lib.ArtifactDirectory(folder),
      }),
      count: 1,
    }),
  },
  createNetStudy: {
    run: lib.createNetStudy,
    args: () => ({
      search: search(),
      options: { ...studyOptions(), kept: { a: 1 }, loadIfExists: false },
    }),
    loose: ["options.kept", "search.base."],
  },
  netObjective: {
    run: lib.netObjective,
    args: () => ({ search: search(), backend }),
    loose: ["search.base."],
  },
  netPool: {
    run: lib.netPool,
    args: () => ({
      search: search(),
      options: { backend: "wasm", size: 1, timeLimit: 1000, maxRetries: 0 },
    }),
    loose: ["search.base."],
  },
  netGrid: { run: lib.netGrid, args: () => ({ space: { ...space() } }) },
  netSpace: {
    run: lib.netSpace,
    args: () => ({
      options: {
        hiddenSize: 2,
        learningRate: [1, 2],
        reg: float(),
        learningRateDecay: 1,
        batchSize: lib.intDistribution(1, 4),
        numIters: 1,
      },
    }),
  },
  prepareSearch: {
    run: async (
      ...args: Parameters<typeof lib.prepareSearch>
    ) => [...(await lib.prepareSearch(...args)).images!.keys()],
    args: () => ({ search: search(), options: { backend, signal: signal(), onProgress() {} } }),
    loose: ["search.base."],
  },
  "new HyperbandPruner": {
    run: (options: lib.HyperbandOptions) => new lib.HyperbandPruner(options),
    args: () => ({ options: { minResource: 1, maxResource: 9, reductionFactor: 3 } }),
  },
  "HyperbandPruner#prune": {
    run: (study: lib.Study, trial: lib.FrozenTrial) =>
      new lib.HyperbandPruner({ maxResource: 9 }).prune(study, trial),
    args: view,
    loose: ["trial."],
  },
  "HyperbandPruner#bracketOf": {
    run: (study: string, trial: number) =>
      new lib.HyperbandPruner({ maxResource: 9 }).bracketOf(study, trial),
    args: () => ({ study: "s", trial: 1 }),
  },
  "new MedianPruner": {
    run: (options: lib.MedianPrunerOptions) => new lib.MedianPruner(options),
    args: () => ({ options: { numStartupTrials: 1, numWarmupSteps: 0, intervalSteps: 1 } }),
  },
  "MedianPruner#prune": {
    run: (study: lib.Study, trial: lib.FrozenTrial) => new lib.MedianPruner().prune(study, trial),
    args: view,
    loose: ["trial."],
  },
  "new NopPruner": { run: () => new lib.NopPruner(), args: () => ({}) },
  "NopPruner#prune": { run: () => new lib.NopPruner().prune(), args: () => ({}) },
  "new SuccessiveHalvingPruner": {
    run: (options: lib.SuccessiveHalvingOptions) => new lib.SuccessiveHalvingPruner(options),
    args: () => ({ options: { minResource: 1, reductionFactor: 3, minEarlyStoppingRate: 0 } }),
  },
  "SuccessiveHalvingPruner#prune": {
    run: (study: lib.Study, trial: lib.FrozenTrial) =>
      new lib.SuccessiveHalvingPruner().prune(study, trial),
    args: view,
    loose: ["trial."],
  },
  trialRows: { run: lib.trialRows, args: () => ({ study: study() }), ...times },
  "new GridSampler": {
    run: (grid: Record<string, number[]>) => new lib.GridSampler(grid),
    args: () => ({ grid: { x: [1, 2] } }),
  },
  "GridSampler#sample": {
    // A parameter that the grid lacks has no value.
    run: (study: unknown, trial: number, name: string) => {
      try {
        new lib.GridSampler({ x: [1] }).sample(study, trial, name);
      } catch (error) {
        if (!(error as Error).message.endsWith('one of the grid\'s (x) but found "y"')) throw error;
      }
    },
    args: () => ({ study: study(), trial: 1, name: "y" }),
    loose: ["study", "trial"],
  },
  "new RandomSampler": {
    run: (options: lib.RandomSamplerOptions) => new lib.RandomSampler(options),
    args: () => ({ options: { seed: 1 } }),
  },
  "RandomSampler#sample": {
    run: (...args: Parameters<lib.Sampler["sample"]>) => new lib.RandomSampler().sample(...args),
    args: sample,
  },
  "new TpeSampler": {
    run: (options: lib.TpeSamplerOptions) => new lib.TpeSampler(options),
    args: () => ({
      options: {
        seed: 1,
        numStartupTrials: 1,
        numCandidates: 2,
        multivariate: true,
        constantLiar: true,
      },
    }),
  },
  "TpeSampler#sampleTogether": {
    run: (study: lib.Study, trial: number) =>
      new lib.TpeSampler({ numStartupTrials: 1 }).sampleTogether(study, trial),
    args: () => ({ study: study(), trial: 3 }),
  },
  "TpeSampler#sample": {
    run: (...args: Parameters<lib.Sampler["sample"]>) =>
      new lib.TpeSampler({ numStartupTrials: 1 }).sample(...args),
    args: sample,
  },
  "new MemoryStorage": { run: () => new lib.MemoryStorage(), args: () => ({}) },
  ...storageCalls("MemoryStorage", () => new lib.MemoryStorage()),
  "new SqliteStorage": {
    run: (path: string, options: lib.SqliteStorageOptions) => {
      using storage = new lib.SqliteStorage(path, options);
      return storage.getStudies();
    },
    args: () => ({ path: file("study.db"), options: { maxBytes: 1e6 } }),
    paths: ["path"],
  },
  ...storageCalls("SqliteStorage", () => new lib.SqliteStorage(file(`${files++}.db`)), true),
  "new JournalStorage": {
    run: (path: string, options: lib.JournalStorageOptions) => {
      using storage = new lib.JournalStorage(path, options);
      return storage.getStudies();
    },
    args: () => ({ path: file("study.log"), options: { readOnly: false, takeOver: true } }),
    paths: ["path"],
  },
  ...storageCalls("JournalStorage", () => new lib.JournalStorage(file(`${files++}.log`)), true),
  "JournalStorage#foreignTrials": {
    run: (study: string) => {
      using storage = prepared(new lib.JournalStorage(file(`${files++}.log`)));
      return storage.foreignTrials(study);
    },
    args: () => ({ study: "study" }),
    isSlow: true,
  },
  exportToOptuna: {
    run: (study: lib.Study, path: string) => lib.exportToOptuna(study, path),
    args: () => ({ study: study(), path: file(`${files++}.exported`) }),
    paths: ["path"],
  },
  importFromOptuna: {
    run: (path: string, storage: lib.Storage, options: lib.ImportOptions) =>
      lib.importFromOptuna(path, storage, options),
    args: () => ({
      path: journal,
      storage: new lib.MemoryStorage(),
      options: { study: "imported" },
    }),
    paths: ["path"],
  },
  defaultStudyDatabase: { run: lib.defaultStudyDatabase, args: () => ({}) },
  weightsDir: { run: lib.weightsDir, args: () => ({ database: "a.db" }) },
  "new Study": {
    run: (...[definition, parts]: ConstructorParameters<typeof lib.Study>) =>
      new lib.Study(definition, parts).name,
    args: () => ({
      definition: definition(),
      parts: parts(),
    }),
    loose: ["definition."],
  },
  "Study#getTrials": {
    run: (states: lib.TrialState[]) => study().getTrials(states),
    args: () => ({ states: ["COMPLETE"] }),
    ...times,
  },
  "Study#enqueueTrial": {
    run: (params: lib.TrialParams) => study().enqueueTrial(params),
    args: () => ({ params: { x: 1 } }),
  },
  "Study#ask": { run: () => study().ask().number, args: () => ({}) },
  "Study#start": {
    run: (options: lib.StartOptions, signal: AbortSignal) => study().start(options, signal)?.number,
    args: () => ({ options: { waitingOnly: false, maxTrials: 9 }, signal: signal() }),
  },
  "Study#tell": {
    run: (trial: number, value: number, options: lib.TellOptions) => {
      const own = study();
      own.start();
      return own.tell(trial, value, options).value;
    },
    args: () => ({ trial: 2, value: 1, options: { state: "COMPLETE", error: "why" } }),
  },
  "Study#requeue": {
    run: (trial: lib.Trial, error: string) => {
      const own = study();
      own.start();
      own.requeue(trial, error);
    },
    args: () => ({ trial: live(), error: "why" }),
  },
  "Study#optimize": {
    run: async (objective: lib.Objective, options: lib.OptimizeOptions) => {
      await study().optimize(objective, options);
    },
    args: () => ({
      objective: (trial: lib.Trial) => trial.suggestFloat("x", 0, 1),
      options: {
        numTrials: 1,
        totalTrials: 3,
        timeout: 1000,
        signal: AbortSignal.timeout(2000),
        callbacks: [() => {}],
      },
    }),
    steps: ["options.numTrials", "options.totalTrials", "options.timeout"],
    endless: "options",
  },
  durationOf: { run: lib.durationOf, args: () => ({ trial: trial() }), loose: ["trial."] },
};
