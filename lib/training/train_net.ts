/**
 * Training by settings.
 *
 * @module
 */

import { checkImages, type ImageSet } from "../datasets/image_set.ts";
import type { DataOrigin } from "../datasets/origin.ts";
import { checkInteger, checkObject, expectation } from "../internal/checks.ts";
import { anything, checkOptions, type OptionChecks, required } from "../internal/options.ts";
import { type Backend, checkBackend } from "../backends/backend.ts";
import { TwoLayerNet } from "../nn/two_layer_net.ts";
import type { History } from "../solver/history.ts";
import type { Model } from "../solver/model.ts";
import type { SolverOptions } from "../solver/options.ts";
import { Solver } from "../solver/solver.ts";
import type { Engine, EngineNet } from "../engines/engine.ts";
import { checkMoves, checkSettings } from "./check_settings.ts";
import type { Settings } from "./settings.ts";
import { netOptions, randomStateOf, solverOptions } from "./solver_options.ts";

/** Images to learn from and to judge by, prepared as the settings say; `Cifar10Data` is such data. */
export interface TrainingData {
  /** Training images. */
  readonly XTrain: ImageSet;
  /** Validation images. */
  readonly XVal: ImageSet;
  /** C, the number of classes. Default: one more than the greatest label. */
  readonly numClasses?: number;
  /** Which images these are; kept with nets. */
  readonly origin?: DataOrigin;
}

/** What a training may be given that does not change its net. */
export type RunOptions = Pick<SolverOptions, "callbacks" | "checkpoint" | "signal" | "verbose">;

/** What {@linkcode trainNet} takes beside settings and images. */
export interface TrainNetOptions extends RunOptions {
  /** Does the arithmetic, in the settings' element type. */
  backend: Backend;
}

/** The Solver checks what it is given. */
const OPTIONS: OptionChecks<TrainNetOptions> = {
  backend: required(checkBackend),
  callbacks: anything,
  checkpoint: anything,
  signal: anything,
  verbose: anything,
};

/** Throws unless the value is images to learn from and to judge by. */
export function checkTrainingData(name: string, value: unknown): asserts value is TrainingData {
  checkObject(name, value);
  const { XTrain, XVal, numClasses } = value as TrainingData;
  checkImages(`${name}.XTrain`, XTrain);
  checkImages(`${name}.XVal`, XVal);
  checkInteger(`${name}.XTrain.rows`, XTrain.rows, 1);
  if (numClasses !== undefined) checkInteger(`${name}.numClasses`, numClasses, 1);
}

/** What {@linkcode trainNet} gives. */
export interface TrainedNet {
  /** The net, with the weights that the settings keep. */
  readonly net: TwoLayerNet;
  /** What training recorded. */
  readonly history: History;
}

/**
 * Trains a net by its settings; the same settings, images and backend give the same net to the last
 * bit.
 *
 * @param settings How.
 * @param data Images, prepared: see {@linkcode prepareImages}.
 * @throws {RangeError} If a setting is out of range or the backend has another element type, before
 * training.
 * @throws {CheckpointMismatchError} If the checkpoint to resume is another run's.
 *
 * @example
 * ```ts
 * import { createBackend, ImageSet } from "two-layer-net";
 * import { PRESETS, trainNet } from "two-layer-net/training";
 * import { assertEquals } from "@std/assert";
 *
 * const pixels = Uint8Array.from({ length: 8 * 12 }, (_, i) => i < 48 ? 9 * (i % 7) : 255 - i);
 * const labels = Uint8Array.of(0, 0, 0, 0, 1, 1, 1, 1);
 * const XTrain = new ImageSet({ pixels, labels, height: 2, width: 2 });
 * const settings = { ...PRESETS.quick, hiddenSize: 4, epochs: 2, batchSize: 2, shift: 0 };
 * const backend = await createBackend("reference", { dtype: "float32" });
 * const { history } = await trainNet(settings, { XTrain, XVal: XTrain }, { backend });
 * assertEquals(history.lossHistory.length, 8);
 * ```
 */
export async function trainNet(
  settings: Settings,
  data: TrainingData,
  options: TrainNetOptions,
): Promise<TrainedNet> {
  checkOptions("trainNet", options, OPTIONS);
  const { backend, ...run } = options;
  const { net, train } = prepareTraining(
    settings,
    data,
    { dtype: backend.dtype, createNet: (options) => new TwoLayerNet({ ...options, backend }) },
  );
  const model: Model = net; // without the overload that gives scores
  return { net, history: await train(model, run) };
}

/**
 * {@linkcode trainNet} on any engine; the caller disposes of the net.
 *
 * @throws {RangeError} As there.
 */
export async function trainOnEngine(
  settings: Settings,
  data: TrainingData,
  { engine, ...run }: RunOptions & { engine: Pick<Engine, "dtype" | "createNet"> },
): Promise<{ net: EngineNet; history: History }> {
  const { net, train } = prepareTraining(settings, data, engine);
  try {
    return { net, history: await train(net.model, run) };
  } catch (error) {
    net[Symbol.dispose]();
    throw error;
  }
}

/** Makes nets of one kind, in one element type. */
interface NetFactory<Net> {
  readonly dtype: Settings["dtype"];
  createNet(options: ReturnType<typeof netOptions>): Net;
}

/** Checks everything and makes the net; what is left is to train it. */
export function prepareTraining<Net>(
  settings: Settings,
  data: TrainingData,
  factory: NetFactory<Net>,
) {
  checkSettings(settings);
  checkTrainingData("data", data);
  checkMoves(settings, data.XTrain);
  if (factory.dtype !== settings.dtype) {
    throw new RangeError(expectation("backend.dtype", settings.dtype, factory.dtype));
  }
  const { XTrain, XVal } = data, rng = randomStateOf(settings);
  const net = factory.createNet(netOptions(settings, data, rng));
  const train = async (model: Model<unknown>, run: RunOptions) => {
    const rows = { XTrain, yTrain: XTrain.labels, XVal, yVal: XVal.labels };
    const options = { ...solverOptions(settings, XTrain.rows, rng), ...run };
    return await new Solver(model, rows, options).train();
  };
  return { net, train };
}
