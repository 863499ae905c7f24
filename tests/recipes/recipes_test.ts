import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import {
  createBackend,
  createStudy,
  evaluate,
  loadRecipeNet,
  loadWeights,
  prepareImages,
  prepareLike,
  type Pruner,
  type Recipe,
  recipeObjective,
  RECIPES,
  saveRecipeNet,
  trainRecipe,
} from "two-layer-net";
import { checkRecipe } from "../../lib/recipes/recipe.ts";
import { tinyData } from "./tiny_images.ts";

const RECIPE: Recipe = {
  ...RECIPES.quick,
  hiddenSize: 32,
  epochs: 8,
  batchSize: 20,
  shift: 0,
  learningRate: 0.05,
};
const data = tinyData();

async function prepared(contrast = true) {
  using backend = await createBackend("reference");
  return await prepareImages(data, { contrast, epsilon: 0.1 }, { backend });
}

Deno.test("recipes: every preset is in range", () => {
  for (const recipe of Object.values(RECIPES)) checkRecipe(recipe);
});

Deno.test("recipes: what is out of range is refused by name", () => {
  const bad: [Partial<Recipe>, string][] = [
    [{ hiddenSize: 0 }, "hiddenSize"],
    [{ epochs: 1.5 }, "epochs"],
    [{ shift: -1 }, "shift"],
    [{ learningRate: NaN }, "learningRate"],
    [{ hiddenDropout: 2 }, "hiddenDropout"],
  ];
  for (const [change, name] of bad) {
    assertThrows(() => checkRecipe({ ...RECIPE, ...change }), RangeError, `Expected ${name} to be`);
  }
});

Deno.test("recipes: whitening makes even variances and touches no test image's fit", async () => {
  using backend = await createBackend("reference");
  const { XTrain, XTest, whitening } = await prepared();
  assertEquals([XTrain.rows, XTest.rows, XTrain.cols], [200, 40, 48]);
  const again = await prepareLike(data.XTest, { contrast: true, epsilon: 0.1 }, whitening, {
    backend,
  });
  assertEquals(again.pixels, XTest.pixels);
});

for (const contrast of [true, false]) {
  Deno.test(`recipes: a net learns, the same twice, contrast ${contrast}`, async () => {
    using backend = await createBackend("reference");
    const images = await prepared(contrast);
    const train = async () => await trainRecipe(RECIPE, images, { backend, seed: 3 });
    const [first, second] = [await train(), await train()];
    assertEquals(first.net.params.W1.data, second.net.params.W1.data);
    assert((await evaluate(first.net, images.XTest)).accuracy > 0.8);
  });
}

Deno.test("recipes: stopped and gone on with, a net is the same to the last bit", async () => {
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
  const { history } = await trainRecipe(RECIPE, images, half);
  assertEquals([history.aborted, history.lossHistory.length], [true, 34]);
  const whole = await trainRecipe(RECIPE, images, { backend, checkpoint });
  const straight = await trainRecipe(RECIPE, images, { backend });
  assertEquals(whole.net.params.W1.data, straight.net.params.W1.data);
  assertEquals(whole.history, straight.history);
  await Deno.remove(path);
});

Deno.test("recipes: a net from its files predicts as before", async () => {
  using backend = await createBackend("reference");
  const dir = await Deno.makeTempDir();
  const images = await prepared();
  const { net } = await trainRecipe(RECIPE, images, { backend });
  const path = `${dir}/net.safetensors`;
  await saveRecipeNet(path, { net, recipe: RECIPE, whitening: images.whitening });
  const loaded = await loadRecipeNet(path, { backend });
  const XTest = await prepareLike(data.XTest, loaded.recipe, loaded.whitening, { backend });
  assertEquals(loaded.recipe, RECIPE);
  assertEquals(loaded.net.predict(XTest), net.predict(images.XTest));
  await Deno.remove(`${dir}/net.whitening.safetensors`);
  await assertRejects(() => loadRecipeNet(path), Deno.errors.NotFound);
  assertEquals((await loadWeights(path)).metadata.recipe, JSON.stringify(RECIPE));
  await Deno.remove(dir, { recursive: true });
});

Deno.test("recipes: a search reports each epoch, and a pruner ends the hopeless", async () => {
  using backend = await createBackend("reference");
  const images = await prepared();
  const asked: number[] = [];
  const objective = recipeObjective({
    base: { ...RECIPE, epochs: 3 },
    backend,
    prepare: ({ epsilon }) => {
      asked.push(epsilon);
      return Promise.resolve(images);
    },
  });
  const pruner: Pruner = {
    prune: (_study, { number, intermediateValues }) =>
      number % 2 === 1 && intermediateValues.size === 2,
  };
  const study = createStudy({ direction: "maximize", pruner });
  await study.optimize(objective, { numTrials: 4 });
  assertEquals(asked.length, 4);
  assertEquals(
    study.trials.map((trial) => [trial.state, trial.intermediateValues.size]),
    [["COMPLETE", 3], ["PRUNED", 2], ["COMPLETE", 3], ["PRUNED", 2]],
  );
});
