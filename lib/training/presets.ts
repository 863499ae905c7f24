/**
 * Settings by name.
 *
 * @module
 */

import type { Settings } from "./settings.ts";

/** What the assignment's loop does, and what techniques past it change. */
const PLAIN: Settings = {
  hiddenSize: 50,
  init: "normal",
  std: 1e-4,
  patchSize: 0,
  inputDropout: 0,
  hiddenDropout: 0,
  labelSmoothing: 0,
  preparation: "mean",
  contrast: false,
  epsilon: 0.1,
  components: 100,
  flip: 0,
  shift: 0,
  cutout: 0,
  rotation: 0,
  scaling: 0,
  shear: 0,
  contrastJitter: 0,
  brightnessJitter: 0,
  sampling: "replacement",
  batchSize: 200,
  epochs: 0,
  numIters: 1000,
  updateRule: "sgd",
  momentum: 0,
  weightDecay: 0,
  reg: 0.25,
  schedule: "decay",
  learningRate: 1e-4,
  learningRateDecay: 0.95,
  decaySteps: 0,
  warmupEpochs: 0,
  evaluateEvery: 1,
  ema: 0,
  keepBest: false,
  patience: 0,
  dtype: "float64",
  seed: 0,
};

/**
 * What the searches found: whitened images, Nesterov's steps along a cosine, a local start, little
 * weight decay, and many hidden units rather than many epochs or dropout.
 */
const SEARCHED: Omit<Settings, "hiddenSize" | "epochs"> = {
  ...PLAIN,
  std: 0.02,
  patchSize: 6,
  labelSmoothing: 0.08,
  preparation: "zca",
  epsilon: 0.3,
  flip: 0.5,
  shift: 2,
  sampling: "epochs",
  batchSize: 256,
  updateRule: "nesterov",
  momentum: 0.9,
  weightDecay: 2e-4,
  reg: 0,
  schedule: "cosine",
  learningRate: 0.05,
  warmupEpochs: 1,
  dtype: "float32",
};

/** Names of {@linkcode PRESETS}. */
export const PRESET_NAMES = ["assignment", "quick", "best", "long"] as const;

/** One of {@linkcode PRESET_NAMES}. */
export type PresetName = typeof PRESET_NAMES[number];

/**
 * Settings by name: "assignment" is the default run of CS231n's notebook, whose exact figures need
 * its random stream as well (`assignment.defaultRunSettings()`); "quick", "best" and "long" go past it, each
 * with more hidden units and a longer training than the one before; the README has what came of them.
 *
 * @example
 * ```ts
 * import { PRESETS } from "two-layer-net/training";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals([PRESETS.quick.hiddenSize, PRESETS.best.hiddenSize], [4096, 12_288]);
 * ```
 */
export const PRESETS: Readonly<Record<PresetName, Settings>> = {
  assignment: PLAIN,
  quick: { ...SEARCHED, hiddenSize: 4096, epochs: 28 },
  best: { ...SEARCHED, hiddenSize: 12_288, epochs: 40, shift: 3 },
  long: { ...SEARCHED, hiddenSize: 24_576, epochs: 40, shift: 3 },
};
