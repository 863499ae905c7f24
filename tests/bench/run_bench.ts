/** Twenty steps of training as a whole, growing in hidden units and in images per step. */

import { type Backend, RandomState, TwoLayerNet } from "two-layer-net";
import { fastBackends } from "./fast_backends.ts";
import { INPUT_SIZE, syntheticImages } from "./synthetic.ts";

const STEPS = 20;
const { X, y } = syntheticImages(20_000);
const validation = { X: { ...X, rows: 100 }, y: y.subarray(0, 100) };

for (const dtype of ["float64", "float32"] as const) {
  for (const backend of await fastBackends(dtype)) {
    for (const hidden of [50, 100, 500, 2000]) benchRun(backend, "hidden units", hidden, 200);
    for (const batch of [50, 200, 500, 1000]) benchRun(backend, "images per step", 50, batch);
    if (dtype === "float64") continue;
    for (const batch of [64, 256, 1000]) benchRun(backend, "images per step", 2048, batch);
  }
}

function benchRun(backend: Backend, growing: string, hiddenSize: number, batchSize: number): void {
  const size = hiddenSize > 50 && growing === "images per step" ? ` at H = ${hiddenSize}` : "";
  const group = `${backend.name} ${backend.dtype}, growing ${growing}${size}`;
  const name = `H = ${hiddenSize}, batch ${batchSize}: ${backend.name} ${backend.dtype}`;
  const rng = new RandomState(1);
  const net = new TwoLayerNet({ inputSize: INPUT_SIZE, hiddenSize, numClasses: 10, rng, backend });
  const options = { learningRate: 1e-6, reg: 0.25, numIters: STEPS, batchSize, rng };
  Deno.bench(name, { group, n: 8, warmup: 2 }, async () => {
    await net.train(X, y, validation.X, validation.y, options);
  });
}
