/**
 * The preparation of images past the assignment: contrast, standardisation, whitening.
 *
 * @module
 */

import { checkInstance, checkObject } from "../internal/checks.ts";
import { checkOptions } from "../internal/options.ts";
import { contrastNormalized } from "../datasets/contrast.ts";
import { checkImages, type ImageSet } from "../datasets/image_set.ts";
import { APPLY_OPTIONS, type ApplyOptions, LinearTransform } from "../datasets/linear_transform.ts";
import type { WorkOptions } from "../datasets/long_work.ts";
import { standardization } from "../datasets/standardize.ts";
import { fitZca } from "../datasets/zca.ts";
import type { Backend } from "../matrix/backend.ts";
import { checkPreparation, type Preparation } from "./recipe.ts";

/** What {@linkcode prepareImages} takes beside the images and how to prepare them. */
export interface PrepareImagesOptions extends WorkOptions {
  /** Does the products, in float64. */
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
}

/** Images as nets past the assignment see them. */
export interface PreparedImages extends ImageSets {
  /** The whitening, fitted to the training images alone. */
  readonly whitening: LinearTransform;
}

/**
 * Whitens images by ZCA, after contrast normalisation of each image or, without it,
 * standardisation of each colour channel. All that is fitted is fitted to the training images.
 *
 * @throws {RangeError} If epsilon is not greater than 0.
 * @throws {TypeError} If the backend is not in float64.
 * @throws {DOMException} If the signal aborts.
 *
 * @example
 * ```ts
 * import { createBackend, ImageSet, prepareImages } from "two-layer-net";
 * import { assertEquals } from "@std/assert";
 *
 * const pixels = Uint8Array.from({ length: 5 * 12 }, (_, i) => (i * i) % 251);
 * const X = new ImageSet({ pixels, labels: new Uint8Array(5), height: 2, width: 2 });
 * const data = { XTrain: X, XVal: X.slice(0, 2), XTest: X.slice(2, 5) };
 * const backend = await createBackend("reference");
 * const { XTrain, XTest } = await prepareImages(data, { contrast: true, epsilon: 0.3 }, { backend });
 * assertEquals([XTrain.rows, XTest.rows, XTest.cols], [5, 3, 12]);
 * ```
 */
export async function prepareImages(
  data: ImageSets,
  preparation: Preparation,
  options: PrepareImagesOptions,
): Promise<PreparedImages> {
  checkObject("data", data);
  for (const name of ["XTrain", "XVal", "XTest"] as const) checkImages(`data.${name}`, data[name]);
  checkPreparation("preparation", preparation);
  checkOptions("prepareImages", options, APPLY_OPTIONS);
  const { contrast, epsilon } = preparation, { backend: _, ...work } = options;
  const even = await evened(data, contrast, work);
  const whitening = await fitZca(even.XTrain, { ...options, epsilon });
  const prepared = await mapSets(even, (images) => whiten(images, whitening, options));
  return { ...prepared, whitening };
}

/**
 * Prepares images of any set by a whitening that is fitted already: that of a net from its files.
 *
 * @throws {RangeError} If the images have another number of values than those it was fitted to.
 * @throws {DOMException} If the signal aborts.
 */
export async function prepareLike(
  images: ImageSet,
  preparation: Preparation,
  whitening: LinearTransform,
  options: ApplyOptions,
): Promise<ImageSet> {
  checkImages("images", images);
  checkPreparation("preparation", preparation);
  checkInstance("whitening", whitening, LinearTransform);
  checkOptions("prepareLike", options, APPLY_OPTIONS);
  const { backend: _, ...work } = options;
  return await whiten(
    preparation.contrast ? await contrastNormalized(images, work) : images,
    whitening,
    options,
  );
}

/** Images of one contrast, or channels of mean 0 and variance 1. */
async function evened(
  data: ImageSets,
  contrast: boolean,
  options: WorkOptions,
): Promise<ImageSets> {
  if (contrast) return await mapSets(data, (images) => contrastNormalized(images, options));
  const moments = standardization(data.XTrain, "channel");
  return await mapSets(data, (images) => Promise.resolve(images.with(moments)));
}

async function whiten(
  images: ImageSet,
  whitening: LinearTransform,
  options: ApplyOptions,
): Promise<ImageSet> {
  return (await whitening.apply(images, options)).images;
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
