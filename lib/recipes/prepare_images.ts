/**
 * The preparation of images past the assignment: contrast, standardisation, whitening.
 *
 * @module
 */

import type { Cifar10Data } from "../datasets/cifar10.ts";
import { contrastNormalized } from "../datasets/contrast.ts";
import type { ImageSet } from "../datasets/image_set.ts";
import type { LinearTransform } from "../datasets/linear_transform.ts";
import type { WorkOptions } from "../datasets/long_work.ts";
import { standardized } from "../datasets/standardize.ts";
import { fitZca } from "../datasets/zca.ts";
import type { Backend } from "../matrix/backend.ts";
import type { Preparation } from "./recipe.ts";

/** What {@linkcode prepareImages} takes beside the images and how to prepare them. */
export interface PrepareImagesOptions extends WorkOptions {
  /** Does the products, in float64. */
  backend: Backend;
}

/** Images as nets past the assignment see them. */
export interface PreparedImages {
  /** Training images. */
  readonly XTrain: ImageSet;
  /** Validation images. */
  readonly XVal: ImageSet;
  /** Test images. */
  readonly XTest: ImageSet;
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
 */
export async function prepareImages(
  data: Cifar10Data,
  { contrast, epsilon }: Preparation,
  options: PrepareImagesOptions,
): Promise<PreparedImages> {
  const { XTrain, XVal, XTest } = contrast
    ? await normalizeContrasts(data, options)
    : standardized(data, "channel");
  const whitening = await fitZca(XTrain, { ...options, epsilon });
  const whiten = async (images: ImageSet) => (await whitening.apply(images, options)).images;
  return {
    XTrain: await whiten(XTrain),
    XVal: await whiten(XVal),
    XTest: await whiten(XTest),
    whitening,
  };
}

async function normalizeContrasts({ XTrain, XVal, XTest }: Cifar10Data, options: WorkOptions) {
  return {
    XTrain: await contrastNormalized(XTrain, options),
    XVal: await contrastNormalized(XVal, options),
    XTest: await contrastNormalized(XTest, options),
  };
}
