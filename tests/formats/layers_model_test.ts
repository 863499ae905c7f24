/** Models that TensorFlow.js loads and runs. */

import { assert, assertEquals } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import "long"; // which TensorFlow.js requires without naming it in its package.json
import { encodeLayersModel } from "two-layer-net/formats";
import { softmax } from "two-layer-net";
import type { Settings } from "two-layer-net/training";
import { exportedNet } from "./nets.ts";

tf.enableProdMode(); // keeps its banner back

const PREPARATIONS: readonly Partial<Settings>[] = [
  { preparation: "mean" },
  { preparation: "standardize" },
  { preparation: "zca", contrast: false },
  { preparation: "zca", contrast: true },
];

for (const changes of PREPARATIONS) {
  const name = changes.preparation + (changes.contrast ? " of even contrast" : "");
  Deno.test(`tf.loadLayersModel: a net on ${name} has its probabilities, to 1e-5`, async () => {
    const { net, pixels, inputSize, scores } = await exportedNet(changes, 200);
    const { json, weights } = encodeLayersModel(net, "net.bin");
    const { modelTopology, weightsManifest: [{ paths, weights: weightSpecs }] } = JSON.parse(json);
    assertEquals(paths, ["net.bin"]);
    const weightData = weights.buffer;
    await tf.setBackend("cpu");
    const model = await tf.loadLayersModel(
      tf.io.fromMemory({ modelTopology, weightSpecs, weightData }),
    );
    const images = tf.tensor2d(pixels, [pixels.length / inputSize, inputSize]);
    const found = await (model.predict(images) as tf.Tensor).data();
    const expected = softmax(scores).data;
    const worst = Array.from(found, (value, i) => Math.abs(value - expected[i]));
    tf.dispose([images]);
    model.dispose();
    assert(Math.max(...worst) < 1e-5, `probabilities differ by ${Math.max(...worst)}`);
  });
}
