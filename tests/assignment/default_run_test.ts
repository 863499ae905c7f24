/** The assignment's default run on real CIFAR-10, as the original printed it. */

import { assertEquals } from "@std/assert";
import {
  accuracy,
  assignment,
  type Backend,
  bestBackend,
  createBackend,
  getCifar10Data,
  TwoLayerNet,
} from "two-layer-net";

const { DEFAULT_RUN, EXPECTED_DEFAULT_RUN, randomStateBeforeDefaultRun } = assignment;

async function checkRun(backend: Backend, numIters: number): Promise<void> {
  const data = await getCifar10Data({ download: true });
  const rng = randomStateBeforeDefaultRun();
  const sizes = { inputSize: data.XTrain.cols, hiddenSize: DEFAULT_RUN.hiddenSize, numClasses: 10 };
  const net = new TwoLayerNet({ ...sizes, rng, backend });
  const lines: string[] = [];
  await net.train(data.XTrain, data.yTrain, data.XVal, data.yVal, {
    ...DEFAULT_RUN,
    numIters,
    rng,
    verbose: (line) => void lines.push(line),
  });
  const expected = EXPECTED_DEFAULT_RUN.losses.slice(0, Math.ceil(numIters / 100));
  assertEquals(
    lines,
    expected.map((loss, i) => `iteration ${100 * i} / ${numIters}: loss ${loss}`),
  );
  if (numIters < DEFAULT_RUN.numIters) return;
  assertEquals(await accuracy(net, data.XVal, data.yVal), EXPECTED_DEFAULT_RUN.valAccuracy);
}

Deno.test("the reference backend prints the original's first lines", async () => {
  using backend = await createBackend("reference");
  await checkRun(backend, 101);
});

Deno.test("the wasm backend prints all ten lines and reaches 0.287", async () => {
  using backend = await createBackend("wasm");
  await checkRun(backend, 1000);
});

Deno.test("the fastest backend here does so too", async () => {
  using backend = await bestBackend({ onFallback: (reason) => console.log(reason) });
  console.log(backend.description);
  await checkRun(backend, 1000);
});
