/**
 * Ablations: nets that differ in one thing, each trained from several seeds.
 *
 * @module
 */

import {
  checkArray,
  checkNumber,
  checkObject,
  checkSignal,
  checkString,
  expectation,
} from "../internal/checks.ts";
import { checkOptions, type OptionChecks, required } from "../internal/options.ts";
import { type Spread, spread } from "../internal/spread.ts";
import { type Backend, checkBackend } from "../backends/backend.ts";
import { checkSeed } from "../random/random_state.ts";
import { checkSettings } from "./check_settings.ts";
import type { Settings } from "./settings.ts";
import { checkTrainingData, type TrainingData, trainNet } from "./train_net.ts";

/** One of the nets that are compared. */
export interface Variant {
  /** What is different about it; each has another name. */
  readonly name: string;
  /** How it is trained; its seed gives way to those of the comparison. */
  readonly settings: Settings;
  /** Its images, prepared. */
  readonly data: TrainingData;
}

/** What came of one net. */
export interface VariantResult {
  /** The variant's name. */
  readonly name: string;
  /** Seeded the net's training. */
  readonly seed: number;
  /** Accuracy on the validation images, after the last step. */
  readonly valAccuracy: number;
}

/** How {@linkcode trainVariants} goes about it. */
export interface TrainVariantsOptions {
  /** Does the arithmetic. */
  backend: Backend;
  /** One net is trained for each; at least two show how much is noise. Default: 0, 1 and 2. */
  seeds?: readonly number[];
  /** Ends the training; a net that it interrupts is dropped. */
  signal?: AbortSignal;
}

/** What came of a variant. */
export interface VariantSummary extends Spread {
  /** The variant's name. */
  readonly name: string;
  /** The validation accuracies, seed by seed. */
  readonly values: readonly number[];
}

const OPTIONS: OptionChecks<TrainVariantsOptions> = {
  backend: required(checkBackend),
  seeds: (name, value) => checkArray(name, value, checkSeed),
  signal: checkSignal,
};

/**
 * Trains a net for each variant and each seed; a seed gives every variant of equal sizes the same
 * first weights. Nets are judged by the validation images alone.
 *
 * @throws {RangeError} If a name is used twice or a setting is out of range, before any training.
 *
 * @example
 * ```ts
 * import { createBackend, ImageSet } from "two-layer-net";
 * import { PRESETS, trainVariants } from "two-layer-net/training";
 * import { assertEquals } from "@std/assert";
 *
 * const pixels = Uint8Array.from({ length: 8 * 12 }, (_, i) => i < 48 ? 9 * (i % 7) : 255 - i);
 * const labels = Uint8Array.of(0, 0, 0, 0, 1, 1, 1, 1);
 * const XTrain = new ImageSet({ pixels, labels, height: 2, width: 2 });
 * const settings = { ...PRESETS.quick, hiddenSize: 4, epochs: 1, batchSize: 2, shift: 0 };
 * const data = { XTrain, XVal: XTrain };
 * const variants = [
 *   { name: "as it is", settings, data },
 *   { name: "without dropout", settings: { ...settings, hiddenDropout: 0 }, data },
 * ];
 * const backend = await createBackend("reference", { dtype: "float32" });
 * const nets = await Array.fromAsync(trainVariants(variants, { backend, seeds: [0, 1] }));
 * assertEquals(nets.map(({ name, seed }) => `${name}, ${seed}`), [
 *   ...["as it is, 0", "as it is, 1", "without dropout, 0", "without dropout, 1"],
 * ]);
 * ```
 */
export async function* trainVariants(
  variants: readonly Variant[],
  options: TrainVariantsOptions,
): AsyncGenerator<VariantResult> {
  checkVariants(variants);
  checkOptions("trainVariants", options, OPTIONS);
  const { backend, seeds = [0, 1, 2], signal } = options;
  for (const { name, settings, data } of variants) {
    for (const seed of seeds) {
      const measuredOnce = { ...settings, seed, evaluateEvery: Math.max(1, settings.epochs) };
      const { history } = await trainNet(measuredOnce, data, { backend, signal });
      if (history.aborted) return;
      yield { name, seed, valAccuracy: history.valAccHistory.at(-1)! };
    }
  }
}

function checkVariants(variants: readonly Variant[]): void {
  const names = new Set<string>();
  checkArray("variants", variants, checkNamed);
  for (const [i, { name, settings, data }] of variants.entries()) {
    if (names.has(name)) throw new RangeError(expectation(`variants[${i}].name`, "new", name));
    names.add(name);
    checkSettings(settings);
    checkTrainingData(`variants[${i}].data`, data);
  }
}

function checkNamed(name: string, value: unknown): void {
  checkObject(name, value);
  checkString(`${name}.name`, (value as Variant).name);
}

function checkResult(name: string, value: unknown): void {
  checkNamed(name, value);
  checkNumber(`${name}.valAccuracy`, (value as VariantResult).valAccuracy);
}

/**
 * The results of each variant together; one that has none yet has no values, and NaN as its mean.
 *
 * @example
 * ```ts
 * import { ImageSet } from "two-layer-net";
 * import { PRESETS, summarizeVariants } from "two-layer-net/training";
 * import { assertAlmostEquals, assertEquals } from "@std/assert";
 *
 * const [pixels, labels] = [new Uint8Array(3072), Uint8Array.of(0)];
 * const images = new ImageSet({ pixels, labels, height: 32, width: 32 });
 * const data = { XTrain: images, XVal: images };
 * const variants = [{ name: "quick", settings: PRESETS.quick, data }];
 * const [{ values, mean, std }] = summarizeVariants(variants, [
 *   { name: "quick", seed: 0, valAccuracy: 0.52 },
 *   { name: "quick", seed: 1, valAccuracy: 0.54 },
 * ]);
 * assertEquals(values, [0.52, 0.54]);
 * assertAlmostEquals(mean, 0.53);
 * assertAlmostEquals(std, Math.SQRT2 / 100);
 * ```
 */
export function summarizeVariants(
  variants: readonly Variant[],
  results: readonly VariantResult[],
): VariantSummary[] {
  checkArray("variants", variants, checkNamed);
  checkArray("results", results, checkResult);
  return variants.map(({ name }) => {
    const nets = results.filter((result) => result.name === name);
    const values = nets.map(({ valAccuracy }) => valAccuracy);
    return { name, values, ...spread(values) };
  });
}
