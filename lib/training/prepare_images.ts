/**
 * The preparation of images: means, standardization, whitening, principal components.
 *
 * @module
 */

import { contrastNormalized } from "../datasets/contrast.ts";
import { checkImages, type ImageSet } from "../datasets/image_set.ts";
import {
  APPLY_OPTIONS,
  type ApplyOptions,
  type LinearTransform,
} from "../datasets/linear_transform.ts";
import type { WorkOptions } from "../datasets/long_work.ts";
import type { DataOrigin } from "../datasets/origin.ts";
import { fitPca } from "../datasets/pca.ts";
import { standardization } from "../datasets/standardize.ts";
import { fitZca } from "../datasets/zca.ts";
import { checkObject } from "../internal/checks.ts";
import { checkOptions } from "../internal/options.ts";
import type { Backend } from "../backends/backend.ts";
import { checkPreparation } from "./check_settings.ts";
import type { Preparation } from "./settings.ts";

/** What {@linkcode prepareImages} takes beside the images and how to prepare them. */
export interface PrepareImagesOptions extends WorkOptions {
  /** Does the products of "zca" and "pca", in float64. */
  backend: Backend;
}

/** Three sets of images; `Cifar10Data` has them. */
export interface ImageSets {
  /** Training images. */
  readonly XTrain: ImageSet;
  /** Validation images. */
  readonly XVal: ImageSet;
  /** Test images. */
  readonly XTest: ImageSet;
  /** C, the number of classes. Default: one more than the greatest label. */
  readonly numClasses?: number;
  /** Which images these are; kept with nets. */
  readonly origin?: DataOrigin;
}

/** Images as a net sees them. */
export interface PreparedImages extends ImageSets {
  /** The whitening or the components, fitted to the training images; null where there are none. */
  readonly transform: LinearTransform | null;
}

/**
 * Prepares images as the settings say. All that is fitted is fitted to the training images alone.
 * With "mean" they are as they were given: `getCifar10Data` has subtracted the mean image.
 *
 * @throws {RangeError} If epsilon is not greater than 0, or there are more components than values.
 * @throws {TypeError} If the backend is not in float64, for "zca" and "pca".
 * @throws {DOMException} If the signal aborts.
 *
 * @example
 * ```ts
 * import { createBackend, ImageSet } from "two-layer-net";
 * import { prepareImages, PRESETS } from "two-layer-net/training";
 * import { assertEquals } from "@std/assert";
 *
 * const pixels = Uint8Array.from({ length: 5 * 12 }, (_, i) => (i * i) % 251);
 * const X = new ImageSet({ pixels, labels: new Uint8Array(5), height: 2, width: 2 });
 * const data = { XTrain: X, XVal: X.slice(0, 2), XTest: X.slice(2, 5) };
 * const backend = await createBackend("reference");
 * const { XTrain, XTest } = await prepareImages(data, PRESETS.quick, { backend });
 * assertEquals([XTrain.rows, XTest.rows, XTest.cols], [5, 3, 12]);
 * ```
 */
export async function prepareImages(
  data: ImageSets,
  preparation: Preparation,
  options: PrepareImagesOptions,
): Promise<PreparedImages> {
  checkSets("data", data);
  checkPreparation("preparation", preparation);
  checkOptions("prepareImages", options, APPLY_OPTIONS);
  const { numClasses, origin } = data, kept = { numClasses, ...(origin ? { origin } : {}) };
  if (preparation.preparation === "mean") {
    const { XTrain, XVal, XTest } = data;
    return { XTrain, XVal, XTest, ...kept, transform: null };
  }
  const even = await evened(data, preparation, options);
  if (preparation.preparation === "standardize") return { ...even, ...kept, transform: null };
  const transform = await fit(even.XTrain, preparation, options);
  const prepared = await mapSets(even, (images) => apply(images, transform, options));
  return { ...prepared, ...kept, transform };
}

/** What {@linkcode prepareLike} goes by: the preparation of a net from its files. */
export interface FittedPreparation {
  /** How its images were prepared, if that is known. */
  readonly settings: Preparation | null;
  /** The mean image that was subtracted. */
  readonly meanImage?: Float64Array;
  /** What each value was multiplied by then. */
  readonly scale?: Float64Array;
  /** The whitening or the components, where there are any. */
  readonly transform: LinearTransform | null;
}

/**
 * Prepares images of any set as those that a net was trained on.
 *
 * @throws {RangeError} If the images have another number of values than those.
 * @throws {DOMException} If the signal aborts.
 */
export async function prepareLike(
  images: ImageSet,
  { settings, meanImage, scale, transform }: FittedPreparation,
  options: ApplyOptions,
): Promise<ImageSet> {
  checkImages("images", images);
  checkOptions("prepare", options, APPLY_OPTIONS);
  if (!transform) return meanImage ? images.with({ mean: meanImage, scale }) : images;
  const even = settings?.contrast ? await withEvenContrast(images, options) : images;
  return await apply(even, transform, options);
}

function checkSets(name: string, value: unknown): asserts value is ImageSets {
  checkObject(name, value);
  for (const set of ["XTrain", "XVal", "XTest"] as const) {
    checkImages(`${name}.${set}`, (value as ImageSets)[set]);
  }
}

/** Whether two trainings want the same images: what does not count for one is left aside. */
export function preparationKey(
  { preparation, contrast, epsilon, components }: Preparation,
): string {
  if (preparation === "mean" || preparation === "standardize") return preparation;
  const parts = [preparation, contrast, epsilon, ...(preparation === "pca" ? [components] : [])];
  return parts.join(" ");
}

async function withEvenContrast(
  images: ImageSet,
  { signal, onProgress }: WorkOptions,
): Promise<ImageSet> {
  return await contrastNormalized(images, { signal, onProgress });
}

/** Images of one contrast, or channels of mean 0 and variance 1. */
async function evened(
  data: ImageSets,
  { preparation, contrast }: Preparation,
  options: WorkOptions,
): Promise<ImageSets> {
  if (contrast && preparation !== "standardize") {
    return await mapSets(data, (images) => withEvenContrast(images, options));
  }
  const moments = standardization(data.XTrain, "channel");
  return await mapSets(data, (images) => Promise.resolve(images.with(moments)));
}

async function fit(
  images: ImageSet,
  { preparation, epsilon, components }: Preparation,
  options: PrepareImagesOptions,
): Promise<LinearTransform> {
  if (preparation === "zca") return await fitZca(images, { ...options, epsilon });
  return await fitPca(images, { ...options, components, epsilon });
}

async function apply(
  images: ImageSet,
  transform: LinearTransform,
  options: ApplyOptions,
): Promise<ImageSet> {
  return (await transform.apply(images, options)).images;
}

async function mapSets(
  { XTrain, XVal, XTest }: ImageSets,
  change: (images: ImageSet) => Promise<ImageSet>,
): Promise<ImageSets> {
  return {
    XTrain: await change(XTrain),
    XVal: await change(XVal),
    XTest: await change(XTest),
  };
}
