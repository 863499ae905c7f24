/**
 * From the assignment's training to a preset, one technique at a time, and what lies beside the way.
 *
 * @module
 */

import { checkObject } from "../internal/checks.ts";
import type { Variant } from "./ablation.ts";
import { checkSettings } from "./check_settings.ts";
import type { Settings } from "./settings.ts";
import { checkTrainingData, type TrainingData } from "./train_net.ts";

/** Images as the rungs of the ladder take them. */
export interface LadderImages {
  /** Less the mean image, as in the assignment. */
  readonly raw: TrainingData;
  /** With channels of mean 0 and variance 1; see {@linkcode standardized}. */
  readonly standardized: TrainingData;
  /** As the settings want them; see {@linkcode prepareImages}. */
  readonly whitened: TrainingData;
}

/** Settings without what makes learning harder for the sake of new images, but for flips and shifts. */
const BARE = {
  ...{ inputDropout: 0, hiddenDropout: 0, labelSmoothing: 0, weightDecay: 0, cutout: 0 },
  ...{ rotation: 0, scaling: 0, shear: 0, contrastJitter: 0, brightnessJitter: 0 },
};

/** Neither flips nor shifts. */
const STILL = { flip: 0, shift: 0 };

/** First weights all over the image. */
const DENSE = { patchSize: 0 };

/**
 * Learning rates where the images are not whitened: the best on 5,000 validation images of those
 * that differ by a factor of 2, with 256 hidden units and 4 epochs.
 */
const RATES = { sgd: 2e-3, nesterov: 8e-4, standardized: 0.05 };

/** How the assignment trains: plain steps, a rate that decays, small first weights. */
const PLAIN_SGD = {
  std: 1e-4,
  updateRule: "sgd",
  momentum: 0,
  schedule: "decay",
  learningRateDecay: 0.95,
  learningRate: RATES.sgd,
} as const;

/**
 * The way from the assignment's training to a preset: each variant keeps what the one before has
 * and adds one thing. The learning rate follows the images, on whose size it depends.
 *
 * The first variants are as large and as long as the settings say, so that these should be a small
 * version of a preset; the last three have twice the hidden units, the last two twice the epochs.
 *
 * @param settings Where the way leads: "nesterov" with "cosine" on "zca".
 * @param images The same images in three preparations.
 *
 * @example
 * ```ts
 * import { ImageSet } from "two-layer-net";
 * import { ladder, PRESETS } from "two-layer-net/training";
 * import { assertEquals } from "@std/assert";
 *
 * const pixels = new Uint8Array(256 * 3072), labels = new Uint8Array(256);
 * const images = new ImageSet({ pixels, labels, height: 32, width: 32 });
 * const data = { XTrain: images, XVal: images };
 * const small = { ...PRESETS.quick, hiddenSize: 256, epochs: 4 };
 * const rungs = ladder(small, { raw: data, standardized: data, whitened: data });
 * assertEquals(rungs.map(({ settings }) => settings.momentum > 0).indexOf(true), 1);
 * assertEquals(rungs.at(-1)!.settings, { ...small, hiddenSize: 512, epochs: 8 });
 * ```
 */
export function ladder(
  settings: Settings,
  images: LadderImages,
): Variant[] {
  checkSettings(settings);
  checkObject("images", images);
  for (const name of ["raw", "standardized", "whitened"] as const) {
    checkTrainingData(`images.${name}`, images[name]);
  }
  const { raw, standardized, whitened } = images;
  const bare = { ...settings, ...BARE };
  const even = {
    ...bare,
    ...DENSE,
    preparation: "standardize",
    learningRate: RATES.standardized,
  } as const;
  const onRaw = { ...bare, ...DENSE, ...STILL, preparation: "mean", std: PLAIN_SGD.std } as const;
  const larger = { hiddenSize: 2 * settings.hiddenSize }, longer = { epochs: 2 * settings.epochs };
  return [
    { name: "plain SGD", settings: { ...onRaw, ...PLAIN_SGD }, data: raw },
    {
      name: "Nesterov, cosine",
      settings: { ...onRaw, learningRate: RATES.nesterov },
      data: raw,
    },
    { name: "standardised", settings: { ...even, ...STILL }, data: standardized },
    { name: "flips, shifts", settings: even, data: standardized },
    { name: "whitened", settings: { ...bare, ...DENSE }, data: whitened },
    { name: "local start", settings: bare, data: whitened },
    { name: "units × 2", settings: { ...bare, ...larger }, data: whitened },
    { name: "epochs × 2", settings: { ...bare, ...larger, ...longer }, data: whitened },
    { name: restOf(settings), settings: { ...settings, ...larger, ...longer }, data: whitened },
  ];
}

/** What the last rung adds: that which holds a net back from learning its images by heart. */
function restOf(settings: Settings): string {
  const { inputDropout, hiddenDropout, labelSmoothing, weightDecay } = settings;
  const has = {
    dropout: inputDropout > 0 || hiddenDropout > 0,
    smoothing: labelSmoothing > 0,
    decay: weightDecay > 0,
  };
  return Object.entries(has).filter(([, there]) => there).map(([name]) => name).join(", ") ||
    "rest";
}

/**
 * Changes that are often recommended, one per variant, after the settings as they are.
 *
 * @param settings What is changed.
 * @param whitened Images as the settings want them.
 * @param furtherWhitened The same with a tenth of their epsilon: whitened further.
 *
 * @example
 * ```ts
 * import { ImageSet } from "two-layer-net";
 * import { detours, PRESETS } from "two-layer-net/training";
 * import { assertEquals } from "@std/assert";
 *
 * const [pixels, labels] = [new Uint8Array(3072), Uint8Array.of(0)];
 * const images = new ImageSet({ pixels, labels, height: 32, width: 32 });
 * const data = { XTrain: images, XVal: images };
 * const [asItIs, cutout] = detours(PRESETS.quick, data, data);
 * assertEquals([asItIs.settings, cutout.settings.cutout], [PRESETS.quick, 8]);
 * ```
 */
export function detours(
  settings: Settings,
  whitened: TrainingData,
  furtherWhitened: TrainingData,
): Variant[] {
  checkSettings(settings);
  checkTrainingData("whitened", whitened);
  checkTrainingData("furtherWhitened", furtherWhitened);
  const change = (name: string, changes: Partial<Settings>, data = whitened): Variant => (
    { name, settings: { ...settings, ...changes }, data }
  );
  return [
    change("as it is", {}),
    change("cutout, 8 pixels", { cutout: 8 }),
    change("rotation, 8 degrees", { rotation: 8 }),
    change("scaling by 0.1", { scaling: 0.1 }),
    change("shear, 8 degrees", { shear: 8 }),
    change("contrast by 0.3", { contrastJitter: 0.3 }),
    change("brightness by 0.3", { brightnessJitter: 0.3 }),
    change("dropout of inputs, 0.1", { inputDropout: 0.1 }),
    change("dropout of units, 0.25", { hiddenDropout: 0.25 }),
    change("dropout of units, 0.5", { hiddenDropout: 0.5 }),
    change("smoothing + 0.1", { labelSmoothing: settings.labelSmoothing + 0.1 }),
    change("EMA of weights", { ema: 0.99 }),
    change("AdamW at 1e-3", { updateRule: "adamw", learningRate: 1e-3, weightDecay: 0.05 }),
    change("epsilon / 10", { epsilon: settings.epsilon / 10 }, furtherWhitened),
  ];
}
