import { assertEquals, assertRejects } from "@std/assert";
import { createBackend, fitZca, loadTransform, saveTransform, saveWeights } from "two-layer-net";
import { RandomState, TwoLayerNet } from "two-layer-net";
import { withTempDir } from "../internal/testing.ts";
import { SIX_IMAGES } from "./six_images.ts";

Deno.test("a loaded transform gives the bytes of the saved one", async () => {
  await withTempDir(async (dir) => {
    using backend = await createBackend("reference");
    const zca = await fitZca(SIX_IMAGES, { epsilon: 500, backend });
    await saveTransform(`${dir}/zca.safetensors`, zca);
    const loaded = await loadTransform(`${dir}/zca.safetensors`);
    const [a, b] = [zca, loaded].map((transform) => transform.apply(SIX_IMAGES, { backend }));
    assertEquals((await a).images, (await b).images);
  });
});

Deno.test("weights are no transform", async () => {
  await withTempDir(async (dir) => {
    const path = `${dir}/net.safetensors`, rng = new RandomState(0);
    await saveWeights(path, new TwoLayerNet({ inputSize: 2, hiddenSize: 3, numClasses: 2, rng }));
    await assertRejects(
      () => loadTransform(path),
      TypeError,
      "a transform with mean, matrix, step",
    );
  });
});
