/**
 * The images that nets are judged by: never those that they were trained on.
 *
 * @module
 */

import { ImageSet, isPicture } from "../../datasets/image_set.ts";
import {
  checkOtherOrigin,
  checkSameOrigin,
  type DataOrigin,
  type Split,
} from "../../datasets/origin.ts";
import {
  type DatasetSource,
  readDataset,
  type SourceLike,
  splitDataset,
} from "../../datasets/own/load_dataset.ts";
import { expectation } from "../../internal/checks.ts";
import type { LoadedNet } from "../../training/net_files.ts";
import {
  CIFAR10,
  type CommandData,
  type DataOptions,
  datasetOptions,
  loadCifar10,
} from "../shared/data_options.ts";
import { ProgressLine } from "../shared/progress_line.ts";
import type { EvaluateCommandOptions } from "./options.ts";

/** All test images that CIFAR-10 has. */
const CIFAR10_TEST = 10_000;

/** Images, and what their classes are called. */
export interface EvaluationImages {
  readonly images: ImageSet;
  readonly classNames: readonly string[];
}

/**
 * The images that were asked for: a part of those that the nets were trained on, cut as they were then,
 * or all of others.
 *
 * @throws {RangeError} If a net was trained on others, or takes others.
 */
export async function imagesFor(
  nets: readonly LoadedNet[],
  files: readonly string[],
  options: EvaluateCommandOptions,
  signal: AbortSignal,
): Promise<EvaluationImages> {
  const { images, classNames } = options.on === "all"
    ? await otherImages(nets, files, options, signal)
    : await ownPart(nets, files, options, signal);
  if (options.views > 1 && !isPicture(images)) {
    const expected = `1 for rows of ${images.cols} values, which are no pictures,`;
    throw new RangeError(expectation("--views", expected, options.views));
  }
  return { images, classNames };
}

/** All images of other data, their classes by the names that the nets have for them. */
async function otherImages(
  nets: readonly LoadedNet[],
  files: readonly string[],
  options: EvaluateCommandOptions,
  signal: AbortSignal,
): Promise<EvaluationImages> {
  const trained = nets.map(({ origin }) => origin).find((found) => found !== null);
  const { origin, images, test } = await readSource(options, trained ?? {}, signal);
  nets.forEach((net, k) => checkNet(files[k], net, origin, checkOtherOrigin));
  return { images: test ? joined(images, test) : images, classNames: origin.classNames };
}

function joined(first: ImageSet, second: ImageSet): ImageSet {
  const [pixels, labels] = (["pixels", "labels"] as const).map((part) => {
    const bytes = new Uint8Array(first[part].length + second[part].length);
    bytes.set(first[part]);
    bytes.set(second[part], first[part].length);
    return bytes;
  });
  const { height, width, channels } = first;
  return new ImageSet({ pixels, labels, height, width, channels });
}

/** The part that was asked for of the images that the nets were trained on. */
async function ownPart(
  nets: readonly LoadedNet[],
  files: readonly string[],
  options: EvaluateCommandOptions,
  signal: AbortSignal,
): Promise<EvaluationImages> {
  const check = (origin: DataOrigin) => {
    nets.forEach((net, k) => checkNet(files[k], net, origin, checkOwnOrigin));
  };
  const { origin, XTest, XVal } = options.data === CIFAR10
    ? await loadCifar10({ ...options, test: options.test ?? CIFAR10_TEST })
    : await loadOwn(nets, files, options, check, signal);
  check(origin);
  return { images: options.on === "test" ? XTest : XVal, classNames: origin.classNames };
}

/** {@linkcode checkSameOrigin}, which says what to do with images of the same classes. */
function checkOwnOrigin(file: string, trained: DataOrigin, given: DataOrigin): void {
  try {
    checkSameOrigin(file, trained, given);
  } catch (error) {
    const isKnown = given.classNames.every((name) => trained.classNames.includes(name));
    if (!isKnown || !(error instanceof RangeError)) throw error;
    throw new RangeError(`${error.message}. To evaluate on all images of ${given.name}: --on all`);
  }
}

async function readSource(
  options: DataOptions,
  like: SourceLike,
  signal: AbortSignal,
): Promise<DatasetSource> {
  using line = new ProgressLine();
  const context = { signal, onProgress: line.show };
  return await readDataset(options.data, { ...datasetOptions(options), ...context }, like);
}

/** What the net tells of its images is compared before they are cut as it tells. */
async function loadOwn(
  nets: readonly LoadedNet[],
  files: readonly string[],
  options: DataOptions,
  check: (origin: DataOrigin) => void,
  signal: AbortSignal,
): Promise<CommandData> {
  const given = datasetOptions(options), { size } = nets[0].origin ?? {};
  const source = await readSource(options, { size }, signal);
  check(source.origin);
  const splits = nets.map(({ origin }) => origin?.split);
  const split = splits.find((found) => found !== undefined) ?? {};
  const data = splitDataset(source, { ...split, ...given });
  splits.forEach((trained, k) => {
    if (trained) checkSplit(files[k], trained, data.origin.split!);
  });
  return data;
}

function checkSplit(file: string, trained: Split, split: Split): void {
  const [own, other] = [trained, split].map(({ numTraining, numValidation, numTest, seed }) =>
    `${numTraining} training, ${numValidation} validation and ${numTest} test images by seed ${seed}`
  );
  if (own !== other) {
    throw new RangeError(expectation(`the split that ${file} was trained on`, other, own));
  }
}

/** A net may know more classes than there are, if it does not say which. */
function checkNet(
  file: string,
  { net, origin: trained }: LoadedNet,
  origin: DataOrigin,
  checkOrigin: typeof checkSameOrigin,
): void {
  const { inputSize, numClasses } = net, { height, width, channels, classNames } = origin;
  const size = height * width * channels, classes = classNames.length;
  if (inputSize !== size || numClasses < classes) {
    throw new RangeError(
      `Expected ${file} to be a net of ${size} inputs and ${classes} classes, as ${origin.name} has, ` +
        `but found ${inputSize} inputs and ${numClasses} classes` +
        (trained ? `: it was trained on ${trained.name}` : ""),
    );
  }
  if (trained) checkOrigin(file, trained, origin);
}
