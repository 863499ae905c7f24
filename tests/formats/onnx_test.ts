/**
 * ONNX models, run by ONNX Runtime. Beside this, `onnx.checker.check_model` (onnx 1.23.1) accepts
 * them, and Python's onnxruntime 1.30.0 has the same scores.
 */

import { assert, assertEquals } from "@std/assert";
import * as ort from "onnxruntime-web/wasm";
import { encodeOnnx } from "two-layer-net/formats";
import { softmax } from "two-layer-net";
import { type Exported, exportedNet } from "./nets.ts";

ort.env.wasm.numThreads = 1;

async function run({ net, pixels, inputSize }: Exported): Promise<Record<string, Float32Array>> {
  const session = await ort.InferenceSession.create(encodeOnnx(net));
  const dims = [pixels.length / inputSize, inputSize];
  const { scores, probabilities } = await session.run({
    images: new ort.Tensor("float32", pixels, dims),
  });
  await session.release();
  return { scores: scores.data as Float32Array, probabilities: probabilities.data as Float32Array };
}

function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let largest = 0;
  for (let i = 0; i < a.length; i++) largest = Math.max(largest, Math.abs(a[i] - b[i]));
  return largest;
}

const PREPARATIONS = [
  { preparation: "mean" },
  { preparation: "standardize" },
  { preparation: "zca", contrast: false },
  { preparation: "zca", contrast: true },
  { preparation: "pca", contrast: false },
  { preparation: "pca", contrast: true },
] as const;

for (const changes of PREPARATIONS) {
  const isEven = "contrast" in changes && changes.contrast;
  const name = changes.preparation + (isEven ? " of even contrast" : "");
  Deno.test(`onnx: a net on ${name} has its scores of 1,000 images, to 1e-5`, async () => {
    const exported = await exportedNet(changes);
    assertEquals(exported.clipped > 0, "contrast" in changes);
    const { scores, probabilities } = await run(exported);
    assertEquals(scores.length, 10_000);
    const worst = largestDifference(scores, exported.scores.data);
    assert(worst < 1e-5, `scores differ by ${worst}`);
    const worstProbability = largestDifference(probabilities, softmax(exported.scores).data);
    assert(worstProbability < 1e-5, `probabilities differ by ${worstProbability}`);
  });
}
