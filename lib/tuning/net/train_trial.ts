/**
 * One trial of a search for a good net: training with the trial's parameters.
 *
 * @module
 */

import { ImageSet } from "../../datasets/image_set.ts";
import type { TwoLayerParams } from "../../nn/params.ts";
import { encodeWeights } from "../../nn/weights.ts";
import { accuracy } from "../../solver/evaluate.ts";
import type { Model } from "../../solver/model.ts";
import type { EpochInfo } from "../../solver/options.ts";
import type { History } from "../../solver/history.ts";
import { Solver } from "../../solver/solver.ts";
import type { Engine } from "../../tfjs/engine.ts";
import { type Trial, TrialPruned } from "../trial.ts";
import { type FullNetExperiment, randomStateOf } from "./experiment.ts";
import { type NetParams, suggestNetParams } from "./space.ts";

/** Name of the artifact that holds a trial's net. */
export const WEIGHTS_ARTIFACT = "weights.safetensors";

/**
 * Trains a net, reporting its validation accuracy after each epoch. With the trial are kept the
 * histories of loss and accuracies, the seed or random state, the backend, the element type, the
 * seconds of training, and whether it diverged: a loss was not finite.
 *
 * @returns The accuracy on the validation images as of the last whole epoch, as in the assignment;
 * if there was none, at the end.
 */
export async function trainTrial(
  trial: Trial,
  experiment: FullNetExperiment,
  engine: Engine,
): Promise<number> {
  const params = suggestNetParams(trial, experiment.space);
  const data = dataOf(experiment);
  const { dtype, std, numClasses } = experiment;
  const { rng, origin } = randomStateOf(experiment, trial.number);
  note(trial, { ...origin, backend: engine.description, dtype });
  const { hiddenSize } = params;
  const inputSize = data.XTrain.cols;
  using net = engine.createNet({ inputSize, hiddenSize, numClasses, std, rng });
  const epochs = new EpochReporter(trial);
  const { hiddenSize: _, ...training } = params;
  const start = performance.now();
  const history = await new Solver(net.model, data, {
    ...training,
    rng,
    callbacks: [epochs],
    signal: AbortSignal.any([trial.signal, epochs.signal]),
  }).train();
  noteHistory(trial, history, performance.now() - start);
  if (epochs.signal.aborted) throw new TrialPruned();
  trial.signal.throwIfAborted();
  const value = await valueOf(net.model, data, history);
  trial.saveArtifact(
    WEIGHTS_ARTIFACT,
    weightsOf(await net.readParams(), experiment, params, value),
  );
  return value;
}

/** Reports epochs, and ends the training when the study's pruner says so. */
class EpochReporter {
  readonly #trial: Trial;
  readonly #pruned = new AbortController();

  constructor(trial: Trial) {
    this.#trial = trial;
  }

  /** Aborted when the trial is pruned. */
  get signal(): AbortSignal {
    return this.#pruned.signal;
  }

  onEpoch({ epoch, valAccuracy }: EpochInfo): void {
    this.#trial.report(valAccuracy, epoch);
    if (this.#trial.shouldPrune()) this.#pruned.abort();
  }
}

/** What came through `postMessage` is made image sets again; nothing is copied. */
function dataOf({ data }: FullNetExperiment) {
  const XTrain = new ImageSet(data.XTrain), XVal = new ImageSet(data.XVal);
  return { XTrain, yTrain: XTrain.labels, XVal, yVal: XVal.labels };
}

function noteHistory(
  trial: Trial,
  { lossHistory, trainAccHistory, valAccHistory }: History,
  milliseconds: number,
): void {
  const diverged = !lossHistory.every(Number.isFinite);
  const trainingSeconds = milliseconds / 1000;
  note(trial, { diverged, trainingSeconds, lossHistory, trainAccHistory, valAccHistory });
}

function note(trial: Trial, attributes: Record<string, Parameters<Trial["setUserAttribute"]>[1]>) {
  for (const [key, value] of Object.entries(attributes)) trial.setUserAttribute(key, value);
}

async function valueOf(
  model: Model<unknown>,
  { XVal, yVal }: ReturnType<typeof dataOf>,
  { valAccHistory }: History,
): Promise<number> {
  // The first entry is that of the very first step.
  return valAccHistory.length > 1 ? valAccHistory.at(-1)! : await accuracy(model, XVal, yVal);
}

function weightsOf(
  weights: TwoLayerParams,
  { data }: FullNetExperiment,
  params: NetParams,
  valAccuracy: number,
): Uint8Array {
  const metadata = { params: JSON.stringify(params), valAccuracy: String(valAccuracy) };
  return encodeWeights({ params: weights }, { meanImage: data.XTrain.mean, metadata });
}
