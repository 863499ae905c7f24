/**
 * The experiment behind the assignment's inline question: what closes the gap between training and
 * test accuracy?
 *
 * @module
 */

import {
  checkArray,
  checkInteger,
  checkNumber,
  checkObject,
  checkSignal,
  expectation,
} from "../internal/checks.ts";
import { checkOptions, integer, type OptionChecks } from "../internal/options.ts";
import { type Spread, spread } from "../internal/spread.ts";
import { type Backend, checkBackend } from "../backends/backend.ts";
import { checkSeed } from "../random/random_state.ts";
import { ReferenceBackend } from "../backends/reference.ts";
import type { TwoLayerNet } from "../nn/two_layer_net.ts";
import { checkImages, type ImageSet } from "../datasets/image_set.ts";
import { accuracy } from "../evaluation/accuracy.ts";
import { PRESETS } from "../training/presets.ts";
import type { Settings } from "../training/settings.ts";
import { trainNet } from "../training/train_net.ts";
import { DEFAULT_RUN } from "./grid.ts";

export type { Spread };

/** What is varied. */
export interface GapSettings {
  /** Training images: the first so many. */
  numTraining: number;
  /** Number of hidden units. */
  hiddenSize: number;
  /** Regularisation strength. */
  reg: number;
}

/** What came of one net. */
export interface GapMeasurement extends GapSettings {
  /** Seeded the first weights and the batches. */
  seed: number;
  /** Accuracy on the training images that it saw, or the first 10,000 of them. */
  trainAccuracy: number;
  /** Accuracy on the test images. */
  testAccuracy: number;
}

/** What the nets need of CIFAR-10. */
export interface GapData {
  /** Training images. */
  XTrain: ImageSet;
  /** Test images. */
  XTest: ImageSet;
  /** Number of classes. Default: one more than the greatest label of the images in use. */
  numClasses?: number;
}

/** How {@linkcode measureGaps} goes about it. */
export interface GapOptions {
  /** Where the arithmetic is done. Default: the reference backend in float64. */
  backend?: Backend;
  /** One net is trained for each; at least two show how much is noise. Default: 0, 1 and 2. */
  seeds?: readonly number[];
  /** Steps per net, whatever its number of training images. Default: 1000. */
  numIters?: number;
  /** Ends the measuring; a net whose training it interrupts is dropped. */
  signal?: AbortSignal;
}

/** What every net of the experiment has in common. */
type TrainOnOptions = Omit<GapOptions, "seeds"> & Pick<GapData, "numClasses">;

const LEARNING_RATE = 1e-3;

/** Steps between two decays of the learning rate: an epoch of the assignment's 49,000 images. */
const DECAY_STEPS = 49_000 / DEFAULT_RUN.batchSize;

/** Training images that the accuracy is measured on: its standard error is half a percent then. */
const MEASURED_IMAGES = 10_000;

const OPTIONS: OptionChecks<GapOptions> = {
  backend: checkBackend,
  seeds: (name, value) => checkArray(name, value, checkSeed),
  numIters: integer(1),
  signal: checkSignal,
};

function checkSettings(name: string, value: unknown): void {
  checkObject(name, value);
  const { numTraining, hiddenSize, reg } = value as GapSettings;
  checkInteger(`${name}.numTraining`, numTraining, 1);
  checkInteger(`${name}.hiddenSize`, hiddenSize, 1);
  checkNumber(`${name}.reg`, reg, 0);
}

/**
 * Trains a net for each of the settings and each seed, and measures it on its training images and
 * on the test images.
 *
 * All nets make equally many steps with equal learning rates, which an epoch of fewer images would
 * otherwise shrink sooner. No validation images are used, since nothing is chosen by them.
 *
 * @param settings What the nets are.
 * @param data CIFAR-10 as `getCifar10Data` gives it.
 * @throws {RangeError} If a setting is out of range.
 *
 * @example
 * ```ts
 * import * as assignment from "two-layer-net/assignment";
 * import { bestBackend, getCifar10Data } from "two-layer-net";
 * import { assertEquals } from "@std/assert";
 *
 * const data = await getCifar10Data({ numTraining: 400, numTest: 100 });
 * const settings = [{ numTraining: 200, hiddenSize: 10, reg: 0 }];
 * const options = { backend: await bestBackend(), seeds: [0, 1], numIters: 3 };
 * const measured = await Array.fromAsync(assignment.measureGaps(settings, data, options));
 * assertEquals(measured.map(({ seed }) => seed), [0, 1]);
 * ```
 */
export async function* measureGaps(
  settings: readonly GapSettings[],
  data: GapData,
  options: GapOptions = {},
): AsyncGenerator<GapMeasurement> {
  checkArray("settings", settings, checkSettings);
  checkObject("data", data);
  checkImages("data.XTrain", data.XTrain);
  checkImages("data.XTest", data.XTest);
  checkOptions("measureGaps", options, OPTIONS);
  const { XTrain, XTest, numClasses } = data;
  const { seeds = [0, 1, 2], ...training } = options;
  for (const { numTraining } of settings) checkInteger("numTraining", numTraining, 1, XTrain.rows);
  for (const setting of settings) {
    const seen = XTrain.slice(0, setting.numTraining);
    for (const seed of seeds) {
      const net = await trainOn(seen, setting, seed, { ...training, numClasses });
      if (options.signal?.aborted) return;
      const measured = seen.slice(0, Math.min(seen.rows, MEASURED_IMAGES));
      const trainAccuracy = await accuracy(net, measured, measured.labels);
      const testAccuracy = await accuracy(net, XTest, XTest.labels);
      yield { ...setting, seed, trainAccuracy, testAccuracy };
    }
  }
}

async function trainOn(
  images: ImageSet,
  { hiddenSize, reg }: GapSettings,
  seed: number,
  { backend = new ReferenceBackend(), numIters = 1000, numClasses, signal }: TrainOnOptions,
): Promise<TwoLayerNet> {
  const settings: Settings = {
    ...PRESETS.assignment,
    ...{ hiddenSize, reg, learningRate: LEARNING_RATE, decaySteps: DECAY_STEPS, numIters, seed },
    dtype: backend.dtype,
  };
  // The loop wants something to validate on; one image costs nothing.
  const data = { XTrain: images, XVal: images.slice(0, 1), numClasses };
  return (await trainNet(settings, data, { backend, signal })).net;
}

/** What came of all nets of equal settings. */
export interface GapSummary extends GapSettings {
  /** Accuracy on training images. */
  train: Spread;
  /** Accuracy on test images. */
  test: Spread;
  /** The difference of the two. */
  gap: Spread;
}

/**
 * The measurements of equal settings together, by training images, hidden units and regularisation
 * in ascending order.
 *
 * @throws {TypeError} If there are no measurements.
 *
 * @example
 * ```ts
 * import * as assignment from "two-layer-net/assignment";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const net = { numTraining: 1000, hiddenSize: 100, reg: 0.1 };
 * const [{ gap }] = assignment.summarizeGaps([
 *   { ...net, seed: 0, trainAccuracy: 0.9, testAccuracy: 0.4 },
 *   { ...net, seed: 1, trainAccuracy: 0.8, testAccuracy: 0.4 },
 * ]);
 * assertAlmostEquals(gap.mean, 0.45);
 * ```
 */
export function summarizeGaps(measurements: readonly GapMeasurement[]): GapSummary[] {
  checkArray("measurements", measurements, checkMeasurement);
  if (measurements.length === 0) {
    throw new TypeError(expectation("measurements", "one or more", measurements));
  }
  const groups = Map.groupBy(
    measurements,
    ({ numTraining, hiddenSize, reg }) => JSON.stringify([numTraining, hiddenSize, reg]),
  );
  return [...groups.values()].map(summarize).sort((a, b) =>
    a.numTraining - b.numTraining || a.hiddenSize - b.hiddenSize || a.reg - b.reg
  );
}

function summarize(nets: readonly GapMeasurement[]): GapSummary {
  const { numTraining, hiddenSize, reg } = nets[0];
  return {
    numTraining,
    hiddenSize,
    reg,
    train: spread(nets.map(({ trainAccuracy }) => trainAccuracy)),
    test: spread(nets.map(({ testAccuracy }) => testAccuracy)),
    gap: spread(nets.map(({ trainAccuracy, testAccuracy }) => trainAccuracy - testAccuracy)),
  };
}

function checkMeasurement(name: string, value: unknown): void {
  checkSettings(name, value);
  const { trainAccuracy, testAccuracy } = value as GapMeasurement;
  checkNumber(`${name}.trainAccuracy`, trainAccuracy);
  checkNumber(`${name}.testAccuracy`, testAccuracy);
}
