/**
 * `deno task train`: trains one net on CIFAR-10; without options, the assignment's default run.
 *
 * @module
 */

import { randomStateBeforeDefaultRun } from "../assignment.ts";
import { type Cifar10Data, formatShapes, getCifar10Data } from "../datasets/cifar10.ts";
import { ProgressMeter } from "../internal/progress.ts";
import { checkWritable } from "../internal/check_writable.ts";
import { RandomState } from "../matrix/random_state.ts";
import { TwoLayerNet } from "../nn/two_layer_net.ts";
import { saveWeights } from "../nn/weights.ts";
import { accuracy } from "../solver/evaluate.ts";
import type { History } from "../solver/solver.ts";
import { EXIT, explainFailure } from "./command_line.ts";
import { withInterrupt } from "./interrupt.ts";
import { chooseBackend } from "./choose_backend.ts";
import { ProgressLine } from "./progress_line.ts";
import { parseTrainOptions, type TrainOptions } from "./train_options.ts";

/** Runs the command; returns its exit code. */
export async function main(args: string[]): Promise<number> {
  const options = parseTrainOptions(args);
  if (typeof options === "number") return options;
  try {
    if (options.out) await checkWritable(options.out);
    return await withInterrupt((signal) => run(options, signal));
  } catch (error) {
    return explainFailure(error, "The same command goes on fetching the data.");
  }
}

async function run(options: TrainOptions, signal: AbortSignal): Promise<number> {
  const data = await loadData(options, signal);
  const { backend: name, dtype, threads, seed, hiddenSize, std } = options;
  using backend = await chooseBackend(name, { dtype, threads });
  const rng = seed === undefined ? randomStateBeforeDefaultRun() : new RandomState(seed);
  const net = new TwoLayerNet({ inputSize: 3072, hiddenSize, numClasses: 10, std, rng, backend });
  const history = await train(net, data, rng, options, signal);
  if (!history.aborted) await printAccuracies(net, data);
  if (options.out) await save(options.out, net, data, options, history);
  return history.aborted ? EXIT.interrupted : EXIT.success;
}

async function loadData(options: TrainOptions, signal: AbortSignal): Promise<Cifar10Data> {
  const { dir, training, validation, test } = options;
  const line = new ProgressLine();
  const data = await getCifar10Data({
    dir,
    numTraining: training,
    numValidation: validation,
    numTest: test,
    download: {
      signal,
      onProgress: (report) => line.show(report),
      onMessage: (message) => line.print(message),
      showDenoProgress: Deno.stderr.isTerminal(),
    },
  });
  line.clear();
  console.log(formatShapes(data));
  return data;
}

async function train(
  net: TwoLayerNet,
  data: Cifar10Data,
  rng: RandomState,
  options: TrainOptions,
  signal: AbortSignal,
): Promise<History> {
  const { iterations, learningRate, learningRateDecay, reg, batchSize } = options;
  const line = new ProgressLine();
  const meter = new ProgressMeter((report) => line.show(report), {
    label: "training",
    unit: "iterations",
    total: iterations,
  });
  const history = await net.train(data.XTrain, data.yTrain, data.XVal, data.yVal, {
    learningRate,
    learningRateDecay,
    reg,
    numIters: iterations,
    batchSize,
    rng,
    signal,
    verbose: (text) => {
      line.clear();
      console.log(text);
    },
    callbacks: [{ onStep: ({ iteration }) => meter.update(iteration + 1) }],
  });
  line.clear();
  if (history.aborted) console.log(`Stopped after ${history.lossHistory.length} iterations.`);
  return history;
}

async function printAccuracies(net: TwoLayerNet, data: Cifar10Data): Promise<void> {
  console.log("Validation accuracy: ", await accuracy(net, data.XVal, data.yVal));
  console.log("Test accuracy: ", await accuracy(net, data.XTest, data.yTest));
}

async function save(
  path: string,
  net: TwoLayerNet,
  data: Cifar10Data,
  options: TrainOptions,
  history: History,
): Promise<void> {
  const metadata = {
    options: JSON.stringify(options),
    iterations: String(history.lossHistory.length),
    valAccuracy: String(history.valAccHistory.at(-1)),
  };
  await saveWeights(path, net, { meanImage: data.meanImage, metadata });
  console.log(`Weights saved to ${path}`);
}

if (import.meta.main) Deno.exit(await main(Deno.args));
