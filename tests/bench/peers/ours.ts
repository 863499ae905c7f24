/**
 * Our own default run, for comparison with the peers beside it: the same options, the same line of
 * JSON, and only the training loop is timed.
 */

import process from "node:process";
import { Command } from "commander";
import * as assignment from "two-layer-net/assignment";
import { type BackendName, createBackend, getCifar10Data, TwoLayerNet } from "two-layer-net";
import { createJitBackend } from "../../../lib/backends/jit/backend.ts";

const options = new Command()
  .requiredOption("--data <dir>")
  .requiredOption("--hidden <units>", "", Number)
  .requiredOption("--batch <rows>", "", Number)
  .requiredOption("--iterations <steps>", "", Number)
  .requiredOption("--dtype <type>")
  .requiredOption("--threads <count>", "", Number)
  .requiredOption("--backend <name>")
  .parse(Deno.args, { from: "user" })
  .opts();

const data = await getCifar10Data({ dir: options.data });
const { backend: name, dtype, threads } = options;
using backend = name === "jit-avx2"
  ? await createJitBackend({ dtype, threads, instructionSet: "AVX2" })
  : await createBackend(name as BackendName, { dtype, threads });
const rng = assignment.randomStateBeforeDefaultRun();
const net = new TwoLayerNet({
  inputSize: 3072,
  hiddenSize: options.hidden,
  numClasses: 10,
  rng,
  backend,
});

const start = performance.now();
const { lossHistory } = await net.train(data.XTrain, data.yTrain, data.XVal, data.yVal, {
  ...assignment.DEFAULT_TRAINING,
  numIters: options.iterations,
  batchSize: options.batch,
  rng,
});
const seconds = (performance.now() - start) / 1000;

const correct = net.predict(data.XVal).filter((label, i) => label === data.yVal[i]).length;
console.log(JSON.stringify({
  description: backend.description,
  seconds,
  losses: lossHistory.filter((_, i) => i % 100 === 0),
  valAccuracy: correct / data.yVal.length,
  peakMegabytes: process.resourceUsage().maxRSS / 1024,
}));
