/**
 * A search for good settings: data, what all trials have in common, and what is varied.
 *
 * @module
 */

import { checkArray, checkInstance, checkInteger, expectation } from "../internal/checks.ts";
import { checkOptions, type OptionChecks, required } from "../internal/options.ts";
import { ImageSet } from "../datasets/image_set.ts";
import {
  APPLY_OPTIONS,
  LinearTransform,
  type LinearTransformOptions,
} from "../datasets/linear_transform.ts";
import { Matrix } from "../matrix/matrix.ts";
import {
  checkRandomGeneratorState,
  type RandomGeneratorState,
} from "../random/random_generator_state.ts";
import { checkMoves, checkNamedSettings } from "../training/check_settings.ts";
import {
  preparationKey,
  prepareImages,
  type PrepareImagesOptions,
} from "../training/prepare_images.ts";
import type { Settings } from "../training/settings.ts";
import { checkTrainingData, type TrainingData } from "../training/train_net.ts";
import { checkNetSpace, type NetSpace, preparationsOf } from "./space.ts";

/**
 * A search for good settings: every trial trains a net by the base's settings with those that are
 * searched in their place, and its value is the accuracy on the validation images.
 */
export interface NetSearch {
  /** Images; `Cifar10Data` is such data. Pixels in shared memory are shared with workers. */
  readonly data: TrainingData;
  /** Settings of every trial; trial n's seed is the base's plus n, modulo 2**32. */
  readonly base: Settings;
  /** What is varied; see {@linkcode netSpace}. */
  readonly space: NetSpace;
  /** The generator's state before each trial, in place of seeds; no other trials can run then. */
  readonly states?: readonly RandomGeneratorState[];
  /** Prepared images by their preparation, where "mean" is not the only one. */
  readonly images?: ReadonlyMap<string, SearchImages>;
}

/** Images in one preparation. */
export interface SearchImages extends TrainingData {
  /** The whitening or the components, where there are any; its matrix lies in shared memory. */
  readonly transform?: LinearTransformOptions | null;
}

const SEARCH: OptionChecks<NetSearch> = {
  data: required(checkTrainingData),
  base: required(checkNamedSettings),
  space: required(checkNetSpace),
  states: (name, value) => checkArray(name, value, checkState),
  images: (name, value) => checkInstance(name, value, Map),
};

function checkState(_name: string, value: unknown): void {
  checkRandomGeneratorState(value as RandomGeneratorState);
}

/**
 * Throws an error that names the first part of a search which is bad.
 *
 * @throws {RangeError} If a setting is out of range, or there are no validation images.
 */
export function checkSearch(search: NetSearch): void {
  checkOptions("the search", search, SEARCH);
  const { base, data, space, states } = search;
  checkInteger("data.XVal.rows", data.XVal.rows, 1);
  checkMoves({ ...base, ...space }, data.XTrain);
  preparationsOf(space, base);
  if (typeof base.seed === "number" || states) return;
  throw new RangeError(expectation("base.seed", "a number, from which trials count,", base.seed));
}

/**
 * The search with its images prepared in every way that a trial may ask for, once each, in memory
 * that workers share. Nothing is done where that is as they are.
 *
 * @throws {RangeError} As {@linkcode checkSearch}.
 * @throws {DOMException} If the signal aborts.
 */
export async function prepareSearch(
  search: NetSearch,
  options: PrepareImagesOptions,
): Promise<NetSearch> {
  checkSearch(search);
  checkOptions("prepareSearch", options, APPLY_OPTIONS);
  const { XTrain, XVal, numClasses, origin } = search.data;
  const images = new Map<string, SearchImages>(search.images);
  for (const preparation of preparationsOf(search.space, search.base)) {
    const key = preparationKey(preparation);
    if (key === "mean" || images.has(key)) continue;
    const sets = { XTrain, XVal, XTest: XVal.slice(0, 0), numClasses, origin };
    const prepared = await prepareImages(sets, preparation, options);
    const { transform } = prepared;
    images.set(key, { ...prepared, transform: transform && inSharedMemory(transform) });
  }
  return { ...search, images };
}

/** Images of a trial. */
export interface TrialImages extends TrainingData {
  /** The whitening or the components, where there are any. */
  readonly transform: LinearTransform | null;
}

/** The images of a trial; what came through `postMessage` is made what it was, uncopied. */
export function imagesOf({ data, images }: NetSearch, settings: Settings): TrialImages {
  const key = preparationKey(settings);
  const found: SearchImages | undefined = key === "mean" ? data : images?.get(key);
  if (!found) {
    const known = images ? [...images.keys()].join(", ") : "none";
    throw new RangeError(expectation("search.images", `prepared by "${key}"`, known));
  }
  const [XTrain, XVal] = [new ImageSet(found.XTrain), new ImageSet(found.XVal)];
  return { ...found, XTrain, XVal, transform: found.transform ? revived(found.transform) : null };
}

function revived({ mean, matrix: { rows, cols, data }, step, shape }: LinearTransformOptions) {
  return new LinearTransform({ mean, matrix: new Matrix(rows, cols, data), step, shape });
}

/** The transform with its matrix where workers reach it, so that none of them has a copy. */
function inSharedMemory(
  { mean, matrix, step, shape }: LinearTransformOptions,
): LinearTransformOptions {
  const { rows, cols, data } = matrix;
  const shared = new Float32Array(new SharedArrayBuffer(4 * data.length) as unknown as ArrayBuffer);
  shared.set(data);
  return { mean, matrix: new Matrix(rows, cols, shared), step, shape };
}

/** The settings of a trial, with its seed or state. */
export function withSeed(
  settings: Settings,
  { states }: Pick<NetSearch, "states">,
  trial: number,
): Settings {
  if (!states) return { ...settings, seed: ((settings.seed as number) + trial) % 2 ** 32 };
  if (trial < states.length) return { ...settings, seed: states[trial] };
  const expected = `one of the ${states.length} with states`;
  throw new RangeError(expectation("the trial", expected, trial));
}
