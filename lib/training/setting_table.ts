/**
 * What each setting may be: the one table that checks, options of commands and search spaces follow.
 *
 * @module
 */

import type { SettingName, Settings } from "./settings.ts";
import { UPDATE_RULES } from "./update_rules.ts";

/** What a setting may be. */
export type SettingKind =
  /** An integer from `min` to `max`. */
  | { readonly type: "integer"; readonly min: number; readonly max?: number }
  /** A number from `min` to `max`, or to less than `below`. */
  | {
    readonly type: "number";
    readonly min: number;
    readonly max?: number;
    readonly below?: number;
  }
  /** One of some words. */
  | { readonly type: "choice"; readonly choices: readonly string[] }
  /** Yes or no. */
  | { readonly type: "flag" }
  /** A seed, or a generator's state. */
  | { readonly type: "seed" };

/** Headings under which settings stand in a command's help. */
export type SettingGroup = "Network" | "Images" | "Training" | "Learning rate" | "Weights";

/** One row of the table. */
export interface SettingRow {
  /** The heading under which it stands. */
  readonly group: SettingGroup;
  /** What it may be. */
  readonly kind: SettingKind;
  /** What a help text calls its value: "units", "rate". */
  readonly value: string;
  /** What it is, in few words. */
  readonly about: string;
}

const count = (min: number, max?: number): SettingKind => ({ type: "integer", min, max });
const number = (min: number, max?: number): SettingKind => ({ type: "number", min, max });
const share: SettingKind = { type: "number", min: 0, below: 1 };
const choice = (...choices: string[]): SettingKind => ({ type: "choice", choices });
const flag: SettingKind = { type: "flag" };

function row(
  group: SettingGroup,
  kind: SettingKind,
  value: string,
  about: string,
): SettingRow {
  return { group, kind, value, about };
}

/** Every setting, in the order of a grid's loops, the last one fastest. */
export const SETTING_TABLE: { readonly [Name in SettingName]: SettingRow } = {
  hiddenSize: row("Network", count(1), "units", "hidden units"),
  init: row("Network", choice("normal", "kaiming"), "name", "spread of the first weights"),
  std: row("Network", number(0), "number", "standard deviation of the first weights"),
  patchSize: row("Network", count(0), "pixels", "side of the patch that first weights see; 0: all"),
  inputDropout: row("Network", share, "share", "dropout of input values"),
  hiddenDropout: row("Network", share, "share", "dropout of hidden units"),
  labelSmoothing: row("Network", number(0, 1), "share", "label smoothing"),

  preparation: row(
    "Images",
    choice("mean", "standardize", "zca", "pca"),
    "name",
    "what images go through first",
  ),
  contrast: row("Images", flag, "yes|no", "zca, pca: even out each image's contrast first"),
  epsilon: row("Images", number(0), "number", "zca, pca: added to the variances"),
  components: row("Images", count(1), "number", "pca: components that are kept"),
  flip: row("Images", number(0, 1), "probability", "mirroring of training images"),
  shift: row("Images", count(0), "pixels", "largest shift of training images"),
  cutout: row("Images", count(0), "pixels", "side of the square cut out of training images"),
  rotation: row("Images", number(0, 180), "degrees", "largest rotation of training images"),
  scaling: row("Images", number(0, 0.9), "share", "largest change of training images' size"),
  shear: row("Images", number(0, 45), "degrees", "largest shear of training images"),
  contrastJitter: row("Images", number(0, 1), "share", "largest change of their contrast"),
  brightnessJitter: row("Images", number(0, 255), "number", "largest change of their brightness"),

  learningRate: row("Learning rate", number(0), "rate", "the first, or the greatest, step size"),
  reg: row("Training", number(0), "strength", "L2 term of the loss"),
  learningRateDecay: row("Learning rate", number(0), "factor", "decay: factor after each epoch"),
  decaySteps: row("Learning rate", count(0), "steps", "decay: steps between two; 0: an epoch"),
  schedule: row(
    "Learning rate",
    choice("decay", "constant", "cosine", "oneCycle"),
    "name",
    "how the learning rate goes on",
  ),
  warmupEpochs: row("Learning rate", number(0), "epochs", "cosine: epochs of rise"),

  updateRule: row(
    "Training",
    choice(...Object.keys(UPDATE_RULES)),
    "name",
    "how gradients move weights",
  ),
  momentum: row("Training", number(0, 1), "factor", "momentum of sgd and nesterov"),
  weightDecay: row("Training", number(0), "rate", "weight decay of the update rule"),
  sampling: row("Training", choice("replacement", "epochs"), "name", "how batches are drawn"),
  batchSize: row("Training", count(1), "images", "images per step"),
  epochs: row("Training", count(0), "number", "passes over the training images"),
  numIters: row("Training", count(0), "steps", "number of steps, in place of epochs"),

  evaluateEvery: row("Weights", count(1), "epochs", "epochs between two measurements"),
  ema: row("Weights", share, "decay", "moving average of the weights; 0: none"),
  keepBest: row("Weights", flag, "yes|no", "keep the best weights, not the last"),
  patience: row("Weights", count(0), "number", "stop after so many without gain; 0: never"),

  dtype: row("Training", choice("float64", "float32"), "type", "element type"),
  seed: row("Training", { type: "seed" }, "integer", "seed of weights, batches and dropout"),
};

/** Every setting's name, in the order of {@linkcode SETTING_TABLE}. */
export const SETTING_NAMES = Object.keys(SETTING_TABLE) as readonly SettingName[];

/** The settings that change training images at random; 0 leaves them as they are. */
export const AUGMENTATIONS = [
  ...["flip", "shift", "cutout", "rotation", "scaling", "shear"] as const,
  ...["contrastJitter", "brightnessJitter"] as const,
];

/** Those of {@linkcode SETTING_NAMES} that a search may vary: a seed is no hyperparameter. */
export type SearchableName = Exclude<SettingName, "seed" | "dtype">;

/** Whether a setting's value may be changed by a search. */
export function isSearchable(name: string): name is SearchableName {
  return Object.hasOwn(SETTING_TABLE, name) && name !== "seed" && name !== "dtype";
}

/** The settings of one group. */
export function settingsOf(group: SettingGroup): SettingName[] {
  return SETTING_NAMES.filter((name) => SETTING_TABLE[name].group === group);
}

/** The settings that differ from the base's, by name. */
export function changedSettings(base: Settings, settings: Settings): Partial<Settings> {
  const changed = SETTING_NAMES.filter((name) =>
    JSON.stringify(base[name]) !== JSON.stringify(settings[name])
  );
  return Object.fromEntries(changed.map((name) => [name, settings[name]]));
}
