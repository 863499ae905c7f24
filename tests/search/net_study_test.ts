import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { accuracy, createBackend, loadWeights, RandomState, TwoLayerNet } from "two-layer-net";
import {
  createNetStudy,
  netGrid,
  netObjective,
  netPool,
  type NetSearch,
  netSpace,
  prepareSearch,
  WEIGHTS_ARTIFACT,
} from "two-layer-net/search";
import { loadNet, PRESETS, type Settings } from "two-layer-net/training";
import {
  ArtifactDirectory,
  type FrozenTrial,
  GridSampler,
  MemoryStorage,
  type Study,
  StudyMismatchError,
} from "two-layer-net/tuning";
import { withTempDir } from "../internal/testing.ts";
import { syntheticData } from "./synthetic.ts";

/** Six nets: 20 steps of 15 of the 60 images, so epochs end at steps 0, 4, 8, 12 and 16. */
const EXPERIMENT: NetSearch = {
  data: { ...syntheticData(), numClasses: 3 },
  base: { ...PRESETS.assignment, std: 1e-2, reg: 0, batchSize: 15, numIters: 20 },
  space: netSpace({ hiddenSize: [4, 6], learningRate: [1e-3, 1e-2, 1e200] }),
};

/** The search with other settings of all trials. */
function withBase(changes: Partial<Settings>, search = EXPERIMENT): NetSearch {
  return { ...search, base: { ...search.base, ...changes } };
}

function makeStudy(
  experiment: NetSearch = EXPERIMENT,
  options: Parameters<typeof createNetStudy>[1] = {},
): Study {
  const sampler = new GridSampler(netGrid(experiment.space));
  return createNetStudy(experiment, { sampler, ...options });
}

/** What trials found, without what the clock says. */
function results(study: Study): unknown[] {
  return study.trials.map(({ state, value, params, intermediateValues, userAttributes }) => {
    const { trainingSeconds: _, ...attributes } = userAttributes;
    return { state, value, params, intermediateValues, attributes };
  });
}

/** The reference results: in this thread, one net after the other. */
async function inSequence(experiment = EXPERIMENT): Promise<Study> {
  const study = makeStudy(experiment);
  using backend = await createBackend("wasm", { threads: 1 });
  await study.optimize(netObjective(experiment, backend));
  return study;
}

Deno.test("the results are the same in sequence, in parallel, and interrupted and resumed", async () => {
  const expected = results(await inSequence());
  const parallel = makeStudy();
  {
    using pool = netPool(EXPERIMENT, { size: 3 });
    await parallel.optimize(pool);
  }
  assertEquals(results(parallel), expected);

  const storage = new MemoryStorage();
  const controller = new AbortController();
  {
    using pool = netPool(EXPERIMENT, { size: 2 });
    await makeStudy(EXPERIMENT, { storage }).optimize(pool, {
      signal: controller.signal,
      callbacks: [({ trials }) => {
        if (trials.filter(({ state }) => state === "COMPLETE").length === 2) controller.abort();
      }],
    });
  }
  const resumed = makeStudy(EXPERIMENT, { storage, loadIfExists: true });
  assert(resumed.getTrials(["WAITING"]).length >= 3);
  using pool = netPool(EXPERIMENT, { size: 2 });
  await resumed.optimize(pool);
  assertEquals(results(resumed), expected);
});

Deno.test("a trial is what TwoLayerNet.train makes of its parameters and seed", async () => {
  const experiment = withBase({ seed: 7 });
  const { trials } = await inSequence(experiment);
  const { XTrain, XVal } = EXPERIMENT.data;
  const rng = new RandomState(8);
  const net = new TwoLayerNet({ inputSize: 12, hiddenSize: 4, numClasses: 3, std: 1e-2, rng });
  const { lossHistory: losses, valAccHistory } = await net.train(
    XTrain,
    XTrain.labels,
    XVal,
    XVal.labels,
    { learningRate: 1e-2, reg: 0, numIters: 20, batchSize: 15, rng },
  );
  const { value, userAttributes, intermediateValues } = trials[1];
  const { seed, backend, dtype, diverged, lossHistory } = userAttributes;
  assertEquals([seed, dtype, diverged], [8, "float64", false]);
  assert(String(backend).startsWith("wasm"));
  assert((lossHistory as number[]).every((loss, i) => Math.abs(loss - losses[i]) < 1e-12));
  assertEquals([...intermediateValues.values()], valAccHistory);
  assertEquals([value, userAttributes.valAccHistory], [valAccHistory[4], valAccHistory]);
});

Deno.test("a diverged net is COMPLETE and marked", async () => {
  const { trials } = await inSequence();
  const marks = trials.map(({ state, userAttributes }) => [state, userAttributes.diverged]);
  const good = ["COMPLETE", false], diverged = ["COMPLETE", true];
  assertEquals(marks, [good, good, diverged, good, good, diverged]);
});

Deno.test("the best trials' weights are kept and give their accuracies", () =>
  withTempDir(async (dir) => {
    const artifacts = new ArtifactDirectory(dir, { keep: 2 });
    const study = makeStudy(EXPERIMENT, { artifacts });
    using pool = netPool(EXPERIMENT, { size: 1 });
    // The last step is that of an epoch, so that the value is the final net's.
    const exact = withBase({ numIters: 17 });
    using exactPool = netPool(exact, { size: 1 });
    await study.optimize(pool);
    const other = makeStudy(exact, { artifacts, name: "exact" });
    await other.optimize(exactPool);
    const { XVal } = EXPERIMENT.data;
    for (const { number, value } of other.ranking.slice(0, 2)) {
      const { net, meanImage, metadata } = await loadWeights(
        artifacts.path("exact", number, WEIGHTS_ARTIFACT),
      );
      assertEquals(await accuracy(net, XVal, XVal.labels), value);
      assertEquals(meanImage, XVal.mean);
      assertEquals(JSON.parse(metadata.settings).numIters, 17);
    }
    const kept = Array.from(Deno.readDirSync(`${dir}/study`), ({ name }) => name);
    assertEquals(kept.length, 2);
  }));

Deno.test("a pruned trial stops at its epoch and keeps its histories", async () => {
  const pruner = { prune: (_: unknown, trial: FrozenTrial) => trial.intermediateValues.size === 3 };
  const study = makeStudy(EXPERIMENT, { pruner });
  using pool = netPool(EXPERIMENT, { size: 2 });
  await study.optimize(pool);
  for (const { state, value, intermediateValues, userAttributes } of study.trials) {
    assertEquals([state, value], ["PRUNED", intermediateValues.get(2)!]);
    assertEquals([...intermediateValues.keys()], [0, 1, 2]);
    assertEquals((userAttributes.lossHistory as number[]).length, 9);
  }
});

Deno.test("a training shorter than an epoch is judged at its end", async () => {
  const one = netSpace({ hiddenSize: 6, learningRate: 1e-2 });
  const experiment = withBase({ batchSize: 1, numIters: 59 }, { ...EXPERIMENT, space: one });
  const { trials: [trial] } = await inSequence(experiment);
  assertEquals((trial.userAttributes.valAccHistory as number[]).length, 1);
  assert(trial.value! > trial.intermediateValues.get(0)!, `${trial.value}`);
});

Deno.test("given random states take the place of seeds, one per trial", async () => {
  const states = [3, 4].map((seed) => new RandomState(seed).getState());
  const seeded = await inSequence(withBase({ seed: 3 }));
  const study = makeStudy({ ...EXPERIMENT, states });
  using pool = netPool({ ...EXPERIMENT, states }, { size: 1, maxRetries: 0 });
  await study.optimize(pool, { numTrials: 3 });
  const [first, second, third] = study.trials;
  assertEquals([first.value, second.value], [seeded.trials[0].value, seeded.trials[1].value]);
  assertEquals(second.userAttributes.randomState, { ...states[1] });
  assertEquals(third.errors, [
    "RangeError: Expected the trial to be one of the 2 with states but found 2",
  ]);
});

Deno.test("a study is resumed only with the same data, randomness, element type and settings", () => {
  const storage = new MemoryStorage();
  makeStudy(EXPERIMENT, { storage, kept: { pruner: "none" } });
  const resume = (change: Partial<NetSearch>, pruner = "none") => () =>
    makeStudy({ ...EXPERIMENT, ...change }, { storage, loadIfExists: true, kept: { pruner } });
  resume({})();
  const { XTrain, XVal } = syntheticData();
  XVal.pixels[5] ^= 1;
  const changes: [() => unknown, string][] = [
    [resume({ data: { XTrain, XVal } }), "context.data.sha256"],
    [
      resume({ data: { ...syntheticData(59), numClasses: 3 } }),
      "context.data.training: 60, now 59",
    ],
    [resume(withBase({ seed: 1 })), "context.seed: 0, now 1"],
    [resume(withBase({ dtype: "float32" })), 'context.settings.dtype: "float64", now "float32"'],
    [resume(withBase({ std: 1 })), "context.settings.std: 0.01, now 1"],
    [resume({}, "median"), 'context.kept.pruner: "none", now "median"'],
  ];
  for (const [change, difference] of changes) {
    assertThrows(change, StudyMismatchError, difference);
  }
});

Deno.test("bad experiments are refused by name before anything runs", async () => {
  const refusals: [Partial<NetSearch>, string][] = [
    [withBase({ dtype: "float16" as "float32" }), "Expected dtype to be one of"],
    [withBase({ std: -1 }), "Expected std to be a finite number of at least 0 but found -1"],
    [withBase({ seed: 0.5 }), "Expected seed to be an integer from 0 to 4294967295 but found 0.5"],
    [{ data: syntheticData(60, 0) }, "Expected data.XVal.rows to be an integer of at least 1"],
  ];
  for (const [change, message] of refusals) {
    const experiment = { ...EXPERIMENT, ...change };
    assertThrows(() => makeStudy(experiment), RangeError, message);
    assertThrows(() => netPool(experiment), RangeError, message);
  }
  // What only the net can see fails the trial, with the reason.
  const experiment = { ...EXPERIMENT, data: { ...EXPERIMENT.data, numClasses: 2 } };
  using pool = netPool(experiment, { size: 1, maxRetries: 0 });
  const error = await assertRejects(() => makeStudy(experiment).optimize(pool), Error);
  assert(error.message.includes("Expected yTrain[2] to be an integer from 0 to 1"), error.message);
});

Deno.test("preparations are made once each, shared, and kept with the nets that need them", () =>
  withTempDir(async (dir) => {
    using backend = await createBackend("reference");
    const space = netSpace({ preparation: ["mean", "standardize", "zca"], hiddenSize: [4, 6] });
    const search = await prepareSearch({ ...EXPERIMENT, space }, { backend });
    assertEquals([...search.images!.keys()], ["standardize", "zca false 0.1"]);
    const artifacts = new ArtifactDirectory(dir, { keep: 6 });
    const study = makeStudy(search, { artifacts });
    using pool = netPool(search, { size: 2 });
    await study.optimize(pool);
    const { XVal } = EXPERIMENT.data;
    for (const { number, value, params } of study.ranking) {
      const loaded = await loadNet(artifacts.path("study", number, WEIGHTS_ARTIFACT));
      assertEquals(loaded.settings!.preparation, params.preparation);
      const images = await loaded.prepare(XVal, { backend });
      // Whatever the last epoch gave, the net's own accuracy on prepared images is no chance's.
      assert(Math.abs(await accuracy(loaded.net, images, XVal.labels) - value!) < 0.35);
    }
  }));

Deno.test("images that are not prepared are asked for by name", async () => {
  using backend = await createBackend("wasm", { threads: 1 });
  const search = { ...EXPERIMENT, space: netSpace({ preparation: ["zca", "mean"] }) };
  const study = makeStudy(search);
  await study.optimize(netObjective(search, backend));
  assert(study.trials[0].errors[0].includes('Expected search.images to be prepared by "zca'));
});
