/** The assignment's default run on real CIFAR-10, as the original printed it. */

import { assertAlmostEquals, assertEquals } from "@std/assert";
import * as assignment from "two-layer-net/assignment";
import { accuracy, type Backend, createBackend, getCifar10Data, TwoLayerNet } from "two-layer-net";
import { BACKENDS, RUNNABLE } from "../backends/runnable.ts";

const { DEFAULT_RUN, DEFAULT_TRAINING, EXPECTED_DEFAULT_RUN, randomStateBeforeDefaultRun } =
  assignment;

/**
 * How far a printed loss may be off in float32. A score is a sum of 3072 products, off by about
 * √3072 · 2^-24 = 3e-6 of its size; 1000 steps on, the losses are off by 4e-6 on wasm, jit and native
 * (`deno task bench:peers` prints it, and the same for NumPy and PyTorch in float32). Ten times that.
 */
const FLOAT32_TOLERANCE = 4e-5;

interface Run {
  readonly lines: string[];
  readonly valAccuracy: number;
}

async function defaultRun(backend: Backend, numIters: number): Promise<Run> {
  const data = await getCifar10Data({ download: true });
  const rng = randomStateBeforeDefaultRun();
  const sizes = { inputSize: data.XTrain.cols, hiddenSize: DEFAULT_RUN.hiddenSize, numClasses: 10 };
  const net = new TwoLayerNet({ ...sizes, rng, backend });
  const lines: string[] = [];
  await net.train(data.XTrain, data.yTrain, data.XVal, data.yVal, {
    ...DEFAULT_TRAINING,
    numIters,
    rng,
    verbose: (line) => void lines.push(line),
  });
  return { lines, valAccuracy: await accuracy(net, data.XVal, data.yVal) };
}

async function checkRun(backend: Backend, numIters: number): Promise<void> {
  const { lines, valAccuracy } = await defaultRun(backend, numIters);
  const expected = EXPECTED_DEFAULT_RUN.losses.slice(0, Math.ceil(numIters / 100));
  assertEquals(
    lines,
    expected.map((loss, i) => `iteration ${100 * i} / ${numIters}: loss ${loss}`),
  );
  if (numIters < DEFAULT_RUN.numIters) return;
  assertEquals(valAccuracy, EXPECTED_DEFAULT_RUN.valAccuracy);
}

async function checkFloat32Run(backend: Backend): Promise<void> {
  const { lines, valAccuracy } = await defaultRun(backend, 1000);
  const losses = lines.map((line) => Number(line.split("loss ")[1]));
  EXPECTED_DEFAULT_RUN.losses.forEach((loss, i) => {
    assertAlmostEquals(losses[i], Number(loss), FLOAT32_TOLERANCE);
  });
  assertAlmostEquals(valAccuracy, EXPECTED_DEFAULT_RUN.valAccuracy, 0.002); // two images
}

Deno.test("the reference backend prints the original's first lines", async () => {
  using backend = await createBackend("reference");
  await checkRun(backend, 101);
});

for (const { name, ignore } of BACKENDS.filter(({ name }) => name !== "reference")) {
  Deno.test(`the ${name} backend prints all ten lines and reaches 0.287`, { ignore }, async () => {
    using backend = await createBackend(name);
    console.log(backend.description);
    await checkRun(backend, 1000);
  });
}

Deno.test("in float32 the losses are the same to four decimals", async () => {
  for (const name of RUNNABLE.filter((name) => name !== "reference")) {
    using backend = await createBackend(name, { dtype: "float32" });
    await checkFloat32Run(backend);
  }
});
