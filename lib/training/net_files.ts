/**
 * The files of a trained net: its weights, with the settings that made it, and beside them the
 * whitening of its images, without which they are of no use.
 *
 * @module
 */

import { dataFile } from "../internal/data_file.ts";
import { checkObject, checkString, expectation } from "../internal/checks.ts";
import { checkOptions, type OptionChecks, required } from "../internal/options.ts";
import { checkSeed } from "../random/random_state.ts";
import { ifThere } from "../internal/if_there.ts";
import { checkImages, type ImageSet } from "../datasets/image_set.ts";
import { type DataOrigin, parseOrigin } from "../datasets/origin.ts";
import type { ApplyOptions, LinearTransform } from "../datasets/linear_transform.ts";
import { loadTransform, saveTransform } from "../datasets/transform_file.ts";
import type { Backend } from "../backends/backend.ts";
import type { TwoLayerParams } from "../nn/params.ts";
import { checkTexts, type LoadedWeights, loadWeights, saveWeights } from "../nn/weights.ts";
import { checkNamedSettings, parseSettings } from "./check_settings.ts";
import { type ImageSets, type PreparedImages, prepareLike } from "./prepare_images.ts";
import { PRESETS } from "./presets.ts";
import type { Settings } from "./settings.ts";

/** What {@linkcode saveNet} writes. */
export interface NetToSave {
  /** The weights. */
  readonly params: TwoLayerParams;
  /** How they were trained. */
  readonly settings: Settings;
  /** The images that they were trained on, whose preparation is kept. */
  readonly images:
    & Pick<ImageSets, "XTrain" | "origin">
    & Partial<Pick<PreparedImages, "transform">>;
}

const NET: OptionChecks<NetToSave> = {
  params: required(checkObject),
  settings: required(checkNamedSettings),
  images: required((name, value) => {
    checkObject(name, value);
    checkImages(`${name}.XTrain`, (value as ImageSets).XTrain);
  }),
};

/** A net from its files. */
export interface LoadedNet extends LoadedWeights {
  /** How it was trained; null if the file does not say, as one from elsewhere. */
  readonly settings: Settings | null;
  /** Which images it was trained on; null if the file does not say. */
  readonly origin: DataOrigin | null;
  /** The whitening of its images, or their components, where there are any. */
  readonly transform: LinearTransform | null;
  /** Prepares images of any set as those that it was trained on. */
  prepare(images: ImageSet, options: ApplyOptions): Promise<ImageSet>;
}

/**
 * Where `deno task train --preset NAME` leaves the net of a seed.
 *
 * @param seed Default: 0.
 *
 * @example
 * ```ts
 * import { presetPath } from "two-layer-net/training";
 * import { assertMatch } from "@std/assert";
 *
 * assertMatch(presetPath("best", 2), /data.weights.best-2\.safetensors$/);
 * ```
 */
export function presetPath(name: string, seed = 0): string {
  checkString("name", name);
  checkSeed("seed", seed);
  return dataFile(`weights/${name}-${seed}.safetensors`);
}

/** The file of the whitening, or of the components, that belongs to a file of weights. */
export function whiteningPath(weights: string): string {
  return `${weights.replace(/\.safetensors$/, "")}.whitening.safetensors`;
}

/**
 * Writes the net and, beside it, the whitening of its images if they are whitened.
 *
 * @param path The file of the weights.
 * @param net The weights, their settings, and the prepared images.
 * @param metadata More text for it, by name.
 * @throws {Error} If a file cannot be written.
 *
 * @example
 * ```ts
 * import { createBackend, ImageSet } from "two-layer-net";
 * import { loadNet, prepareImages, PRESETS, saveNet, trainNet } from "two-layer-net/training";
 * import { assertEquals } from "@std/assert";
 *
 * const pixels = Uint8Array.from({ length: 8 * 12 }, (_, i) => (i * i) % 251);
 * const X = new ImageSet({ pixels, labels: new Uint8Array(8), height: 2, width: 2 });
 * const small = { hiddenSize: 4, epochs: 1, batchSize: 4, dtype: "float64" } as const;
 * const settings = { ...PRESETS.quick, ...small };
 * const backend = await createBackend("reference");
 * const images = await prepareImages({ XTrain: X, XVal: X, XTest: X }, settings, { backend });
 * const { net: { params } } = await trainNet(settings, images, { backend });
 *
 * const dir = await Deno.makeTempDir();
 * await saveNet(`${dir}/net.safetensors`, { params, settings, images });
 * const loaded = await loadNet(`${dir}/net.safetensors`);
 * const XTest = await loaded.prepare(X, { backend });
 * assertEquals([loaded.settings, XTest.pixels], [settings, images.XTest.pixels]);
 * await Deno.remove(dir, { recursive: true });
 * ```
 */
export async function saveNet(
  path: string,
  net: NetToSave,
  metadata: Record<string, string> = {},
): Promise<void> {
  checkString("path", path);
  checkOptions("saveNet", net, NET);
  checkTexts("metadata", metadata);
  const { params, settings, images: { XTrain, transform, origin } } = net;
  if (transform) await saveTransform(whiteningPath(path), transform);
  const { mean, scale } = XTrain;
  await saveWeights(path, { params }, {
    ...(transform ? {} : { meanImage: mean, scale }),
    metadata: { ...metadata, settings: JSON.stringify(settings), ...originText(origin) },
  });
}

/** The metadata that says which images a net was trained on. */
export function originText(origin: DataOrigin | undefined): { trainedOn?: string } {
  return origin ? { trainedOn: JSON.stringify(origin) } : {};
}

/**
 * Reads what {@linkcode saveNet} wrote, or any file of weights.
 *
 * @param options `backend`: where the net computes; the reference backend by default.
 * @throws {TypeError} If a file is damaged.
 * @throws {Deno.errors.NotFound} If there is no such file, or none of its whitening.
 */
export async function loadNet(
  path: string,
  options: { backend?: Backend } = {},
): Promise<LoadedNet> {
  checkString("path", path);
  const loaded = await loadWeights(path, options);
  const settings = "settings" in loaded.metadata ? storedSettings(path, loaded.metadata) : null;
  const { meanImage, scale, metadata: { trainedOn } } = loaded;
  const transform = await transformOf(path, settings);
  const fitted = { settings, meanImage, scale, transform };
  return {
    ...loaded,
    settings,
    origin: trainedOn === undefined ? null : parseOrigin(trainedOn, path),
    transform,
    prepare: (images, given) => prepareLike(images, fitted, given),
  };
}

/**
 * {@linkcode loadNet}, or `null` if there is no such file.
 *
 * @example
 * ```ts
 * import { loadNetIfThere } from "two-layer-net/training";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(await loadNetIfThere("no_such_net.safetensors"), null);
 * ```
 */
export async function loadNetIfThere(
  path: string,
  options: { backend?: Backend } = {},
): Promise<LoadedNet | null> {
  return await ifThere(loadNet(path, options));
}

/**
 * The settings that a file of weights was made by.
 *
 * @throws {TypeError} If it does not say.
 */
export function storedSettings(path: string, metadata: Record<string, string>): Settings {
  const text = metadata.settings;
  if (text !== undefined) return parseSettings(text, PRESETS.assignment);
  throw new TypeError(expectation(path, "a net with its settings", Object.keys(metadata)));
}

async function transformOf(
  path: string,
  settings: Settings | null,
): Promise<LinearTransform | null> {
  const hasTransform = settings?.preparation === "zca" || settings?.preparation === "pca";
  return hasTransform ? await loadTransform(whiteningPath(path)) : null;
}
