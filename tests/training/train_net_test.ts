import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { accuracy, createBackend, evaluate, RandomState, TwoLayerNet } from "two-layer-net";
import {
  checkSettings,
  loadNet,
  parseSettings,
  prepareImages,
  PRESETS,
  saveNet,
  type Settings,
  trainNet,
  withSettings,
} from "two-layer-net/training";
import { SETTING_NAMES } from "../../lib/training/setting_table.ts";
import { withTempDir } from "../internal/testing.ts";
import { tinyData } from "./tiny_images.ts";

const SMALL: Settings = {
  ...PRESETS.quick,
  hiddenSize: 32,
  epochs: 8,
  batchSize: 20,
  patchSize: 0,
  shift: 0,
  learningRate: 0.05,
  epsilon: 0.1,
  dtype: "float64",
};
const data = tinyData();

async function prepared(changes: Partial<Settings> = { contrast: true }) {
  using backend = await createBackend("reference");
  return await prepareImages(data, { ...SMALL, ...changes }, { backend });
}

Deno.test("settings: every preset is in range and names every setting", () => {
  for (const settings of Object.values(PRESETS)) {
    checkSettings(settings);
    assertEquals(Object.keys(settings).sort(), [...SETTING_NAMES].sort());
  }
});

Deno.test("settings: what is out of range or unknown is refused by name", () => {
  const bad: [Partial<Record<keyof Settings, unknown>>, string][] = [
    [{ hiddenSize: 0 }, "Expected hiddenSize to be"],
    [{ epochs: 1.5 }, "Expected epochs to be"],
    [{ shift: -1 }, "Expected shift to be"],
    [{ learningRate: NaN }, "Expected learningRate to be"],
    [{ hiddenDropout: 1 }, "Expected hiddenDropout to be less than 1 but found 1"],
    [{ updateRule: "lion" }, "Expected updateRule to be one of"],
    [{ keepBest: "yes" }, "Expected keepBest to be true or false"],
    [{ seed: { pos: 3 } }, "Expected state.bitGenerator to be"],
    [{ preparation: "pca" }, 'Expected flip beside "pca" to be 0 but found 0.5'],
    [{ preparation: "pca", flip: 0, shear: 2 }, 'Expected shear beside "pca" to be 0 but found 2'],
    [{ preparation: "pca", flip: 0, patchSize: 2 }, 'Expected patchSize beside "pca" to be 0'],
    [{ scaling: 0.95 }, "Expected scaling to be a finite number from 0 to 0.9"],
    [{ warmupEpochs: 8 }, "Expected warmupEpochs to be less than the 8 epochs"],
  ];
  for (const [change, message] of bad) {
    assertThrows(() => withSettings(SMALL, change as Partial<Settings>), Error, message);
  }
  assertThrows(
    () => parseSettings('{"learning_rate": 1}', SMALL),
    TypeError,
    "Unknown option learning_rate of settings. Did you mean learningRate?",
  );
  assertThrows(() => parseSettings("[1]", SMALL), RangeError, "Expected settings to be");
  assertThrows(() => parseSettings("nonsense", SMALL), RangeError, "Expected settings");
});

Deno.test("settings: their JSON form gives them back, a generator's state included", () => {
  const seed = new RandomState(3).getState();
  for (const settings of [SMALL, { ...SMALL, seed }]) {
    assertEquals(parseSettings(JSON.stringify(settings), PRESETS.assignment), settings);
  }
  assertEquals(withSettings(SMALL, { numIters: 50 }).epochs, 0);
});

Deno.test("settings: the backend's element type must be theirs", async () => {
  using backend = await createBackend("reference", { dtype: "float32" });
  const images = await prepared();
  const train = () => trainNet(SMALL, images, { backend });
  await assertRejects(train, RangeError, "Expected backend.dtype to be float64");
});

/** Each of them trains a net that is better than chance, and twice the same. */
const KINDS: Record<string, Partial<Settings>> = {
  "contrast and ZCA": { contrast: true },
  "ZCA": { contrast: false },
  "standardized": { preparation: "standardize" },
  "PCA": { preparation: "pca", components: 12, flip: 0, epsilon: 1 },
  "mean alone": { preparation: "mean", learningRate: 1e-4, std: 1e-3 },
  "momentum": { updateRule: "sgd", momentum: 0.5, learningRate: 0.2 },
  "RMSProp": { updateRule: "rmsprop", learningRate: 0.003, weightDecay: 0 },
  "Adam": { updateRule: "adam", learningRate: 0.01, weightDecay: 0 },
  "AdamW and one cycle": { updateRule: "adamw", learningRate: 0.02, schedule: "oneCycle" },
  "a constant rate": { schedule: "constant" },
  "a decaying rate": { schedule: "decay", decaySteps: 20 },
  "Kaiming": { init: "kaiming" },
  "a local start": { patchSize: 2 },
  "deformed images": { rotation: 10, scaling: 0.1, shear: 5 },
  "images in another light": { contrastJitter: 0.2, brightnessJitter: 0.2 },
  "an average": { ema: 0.9 },
  "the best weights": { keepBest: true, patience: 3 },
  "steps with replacement": { sampling: "replacement", epochs: 0, numIters: 80 },
};

for (const [name, changes] of Object.entries(KINDS)) {
  Deno.test(`settings: a net learns by ${name}, the same twice`, async () => {
    using backend = await createBackend("reference");
    const images = await prepared(changes);
    const settings = withSettings(SMALL, { ...changes, seed: 3 });
    const train = async () => await trainNet(settings, images, { backend });
    const [first, second] = [await train(), await train()];
    assertEquals(first.net.params.W1.data, second.net.params.W1.data);
    const found = await accuracy(first.net, images.XTest, images.XTest.labels);
    assert(found > 0.5, `${found}`);
  });
}

Deno.test("settings: stopped and resumed, a net is the same to the last bit", async () => {
  using backend = await createBackend("reference");
  const images = await prepared();
  const path = await Deno.makeTempFile();
  await Deno.remove(path);
  const checkpoint = { path, resume: true }, stop = new AbortController();
  const callbacks = [{
    onStep({ iteration }: { iteration: number }) {
      if (iteration === 33) stop.abort();
    },
  }];
  const half = { backend, checkpoint, callbacks, signal: stop.signal };
  const { history } = await trainNet(SMALL, images, half);
  assertEquals([history.aborted, history.lossHistory.length], [true, 34]);
  const whole = await trainNet(SMALL, images, { backend, checkpoint });
  const straight = await trainNet(SMALL, images, { backend });
  assertEquals(whole.net.params.W1.data, straight.net.params.W1.data);
  assertEquals(whole.history, straight.history);
  await Deno.remove(path);
});

Deno.test("settings: a net from its files predicts as before, and can be made again", () =>
  withTempDir(async (dir) => {
    using backend = await createBackend("reference");
    for (const [i, changes] of Object.values(KINDS).slice(0, 5).entries()) {
      const settings = withSettings(SMALL, changes);
      const images = await prepared(changes);
      const { net } = await trainNet(settings, images, { backend });
      const path = `${dir}/net-${i}.safetensors`;
      await saveNet(path, { params: net.params, settings, images });
      const loaded = await loadNet(path, { backend });
      const XTest = await loaded.prepare(data.XTest, { backend });
      assertEquals(loaded.settings, settings);
      assertEquals(loaded.net.predict(XTest), net.predict(images.XTest));
      const again = await trainNet(loaded.settings!, images, { backend });
      assertEquals(again.net.params.W1.data, net.params.W1.data);
    }
    await Deno.remove(`${dir}/net-0.whitening.safetensors`);
    await assertRejects(() => loadNet(`${dir}/net-0.safetensors`), Deno.errors.NotFound);
  }));

Deno.test("settings: a net of settings is what the Solver makes of the same options", async () => {
  using backend = await createBackend("reference");
  const settings = withSettings(PRESETS.assignment, { numIters: 30, batchSize: 20, seed: 5 });
  const { net } = await trainNet(settings, data, { backend });
  const rng = new RandomState(5);
  const expected = new TwoLayerNet({ inputSize: 48, hiddenSize: 50, numClasses: 4, rng });
  const { XTrain, yTrain, XVal, yVal } = data;
  const { learningRate, reg, batchSize, numIters } = settings;
  const options = { learningRate, reg, batchSize, numIters, rng };
  await expected.train(XTrain, yTrain, XVal, yVal, options);
  assertEquals(net.params.W1.data, expected.params.W1.data);
  assert((await evaluate(net, data.XTest)).count === 40);
});
