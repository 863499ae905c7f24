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
import { saveWeights } from "../nn/weights.ts";
import { accuracy } from "../solver/evaluate.ts";
import type { Model } from "../solver/model.ts";
import type { History } from "../solver/history.ts";
import { Solver } from "../solver/solver.ts";
import { presetPath } from "../recipes/recipe_files.ts";
import type { EngineNet } from "../tfjs/engine.ts";
import { EXIT, explainFailure, runCommand } from "./command_line.ts";
import { withInterrupt } from "./interrupt.ts";
import { chooseEngine } from "./choose_backend.ts";
import { keepOnly } from "./permissions.ts";
import { ProgressLine } from "./progress_line.ts";
import { trainPreset } from "./train_preset.ts";
import { parseTrainOptions, type TrainOptions } from "./train_options.ts";
import { printLine } from "./output.ts";

/** Runs the command; returns its exit code. */
export async function main(args: string[]): Promise<number> {
  const options = parseTrainOptions(args);
  if (typeof options === "number") return options;
  try {
    const { preset, dir, seed, out = preset && presetPath(preset, seed) } = options;
    await keepOnly({ folders: [dir], outputs: [out] });
    if (preset) return await withInterrupt((signal) => trainPreset({ ...options, preset }, signal));
    if (options.out) await checkWritable(options.out);
    return await withInterrupt((signal) => run(options, signal));
  } catch (error) {
    return explainFailure(error, "What has been saved is kept.");
  }
}

async function run(options: TrainOptions, signal: AbortSignal): Promise<number> {
  const { dir, training: numTraining, validation: numValidation, test: numTest } = options;
  const data = await getCifar10Data({ dir, numTraining, numValidation, numTest });
  printLine(formatShapes(data));
  const { backend: name, dtype, threads, seed, hiddenSize, std } = options;
  using engine = await chooseEngine(name, { dtype, threads });
  const rng = seed === undefined ? randomStateBeforeDefaultRun() : new RandomState(seed);
  using net = engine.createNet({ inputSize: 3072, hiddenSize, numClasses: 10, std, rng });
  const history = await train(net.model, data, rng, options, signal);
  if (!history.aborted) await printAccuracies(net.model, data);
  if (options.out) await save(options.out, net, data, options, history);
  return history.aborted ? EXIT.interrupted : EXIT.success;
}

async function train(
  model: Model<unknown>,
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
  const history = await new Solver(model, data, {
    learningRate,
    learningRateDecay,
    reg,
    numIters: iterations,
    batchSize,
    rng,
    signal,
    verbose: (text) => {
      line.clear();
      printLine(text);
    },
    callbacks: [{ onStep: ({ iteration }) => meter.update(iteration + 1) }],
  }).train();
  line.clear();
  if (history.aborted) printLine(`Stopped after ${history.lossHistory.length} iterations.`);
  return history;
}

async function printAccuracies(model: Model<unknown>, data: Cifar10Data): Promise<void> {
  printLine(`Validation accuracy:  ${await accuracy(model, data.XVal, data.yVal)}`);
  printLine(`Test accuracy:  ${await accuracy(model, data.XTest, data.yTest)}`);
}

async function save(
  path: string,
  net: EngineNet,
  data: Cifar10Data,
  options: TrainOptions,
  history: History,
): Promise<void> {
  const metadata = {
    options: JSON.stringify(options),
    iterations: String(history.lossHistory.length),
    valAccuracy: String(history.valAccHistory.at(-1)),
  };
  await saveWeights(path, { params: await net.readParams() }, {
    meanImage: data.meanImage,
    metadata,
  });
  printLine(`Weights saved to ${path}`);
}

if (import.meta.main) await runCommand(main);
