/**
 * One trial of a search for good settings: a net trained by the trial's.
 *
 * @module
 */

import { encodeTransform } from "../datasets/transform_file.ts";
import type { Engine } from "../engines/engine.ts";
import type { TwoLayerParams } from "../nn/params.ts";
import { encodeWeights } from "../nn/weights.ts";
import { accuracy } from "../evaluation/accuracy.ts";
import type { History } from "../solver/history.ts";
import type { Model } from "../solver/model.ts";
import type { EpochInfo } from "../solver/options.ts";
import { originText, whiteningPath } from "../training/net_files.ts";
import type { Settings } from "../training/settings.ts";
import { type TrainingData, trainOnEngine } from "../training/train_net.ts";
import { type Trial, TrialPruned } from "../tuning/trial.ts";
import { imagesOf, type NetSearch, type TrialImages, withSeed } from "./net_search.ts";
import { suggestSettings } from "./space.ts";

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
  search: NetSearch,
  engine: Engine,
): Promise<number> {
  const settings = withSeed(
    suggestSettings(trial, search.space, search.base),
    search,
    trial.number,
  );
  const data = imagesOf(search, settings);
  note(trial, { ...originOf(settings), backend: engine.description, dtype: settings.dtype });
  const epochs = new EpochReporter(trial);
  const start = performance.now();
  const { net: trained, history } = await trainOnEngine(settings, data, {
    engine,
    callbacks: [epochs],
    signal: AbortSignal.any([trial.signal, epochs.signal]),
  });
  using net = trained;
  noteHistory(trial, history, performance.now() - start);
  if (epochs.signal.aborted) throw new TrialPruned();
  trial.signal.throwIfAborted();
  const value = await valueOf(net.model, data, settings, history);
  trial.saveArtifact(WEIGHTS_ARTIFACT, weightsOf(await net.readParams(), data, settings, value));
  if (data.transform) {
    trial.saveArtifact(whiteningPath(WEIGHTS_ARTIFACT), encodeTransform(data.transform));
  }
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

type Attribute = Parameters<Trial["setUserAttribute"]>[1];

function originOf({ seed }: Settings): Record<string, Attribute> {
  return typeof seed === "number" ? { seed } : { randomState: seed as unknown as Attribute };
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

function note(trial: Trial, attributes: Record<string, Attribute>) {
  for (const [key, value] of Object.entries(attributes)) trial.setUserAttribute(key, value);
}

async function valueOf(
  model: Model<unknown>,
  { XVal }: TrainingData,
  { sampling }: Settings,
  { valAccHistory }: History,
): Promise<number> {
  // Drawn with replacement, the first entry is that of the very first step.
  const hasWholeEpoch = valAccHistory.length > (sampling === "replacement" ? 1 : 0);
  return hasWholeEpoch ? valAccHistory.at(-1)! : await accuracy(model, XVal, XVal.labels);
}

function weightsOf(
  params: TwoLayerParams,
  { XTrain, transform, origin }: TrialImages,
  settings: Settings,
  valAccuracy: number,
): Uint8Array {
  const found = { settings: JSON.stringify(settings), valAccuracy: String(valAccuracy) };
  const metadata = { ...found, ...originText(origin) };
  const moments = transform ? {} : { meanImage: XTrain.mean, scale: XTrain.scale };
  return encodeWeights({ params }, { ...moments, metadata });
}
