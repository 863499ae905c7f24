/**
 * The images that nets are judged by: never those that they were trained on.
 *
 * @module
 */

import { type ImageSet, isPicture } from "../../datasets/image_set.ts";
import type { LabelledSets } from "../../datasets/labelled_sets.ts";
import { checkSameOrigin, type DataOrigin, type Split } from "../../datasets/origin.ts";
import { readDataset, splitDataset } from "../../datasets/own/load_dataset.ts";
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
 * The images that were asked for, cut into parts as they were when the nets were trained.
 *
 * @throws {RangeError} If a net was trained on others, or takes others.
 */
export async function imagesFor(
  nets: readonly LoadedNet[],
  files: readonly string[],
  options: EvaluateCommandOptions,
  signal: AbortSignal,
): Promise<EvaluationImages> {
  const check = (origin: DataOrigin) => nets.forEach((net, k) => checkNet(files[k], net, origin));
  const { origin, ...sets } = options.data === CIFAR10
    ? await loadCifar10({ ...options, test: options.test ?? CIFAR10_TEST })
    : await loadOwn(nets, files, options, check, signal);
  check(origin);
  const images = chosen(sets, options);
  if (options.views > 1 && !isPicture(images)) {
    const expected = `1 for rows of ${images.cols} values, which are no pictures,`;
    throw new RangeError(expectation("--views", expected, options.views));
  }
  return { images, classNames: origin.classNames };
}

function chosen({ XTest, XVal }: LabelledSets, { on }: EvaluateCommandOptions): ImageSet {
  return on === "test" ? XTest : XVal;
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
  using line = new ProgressLine();
  const onProgress = line.show.bind(line);
  const context = { ...(size === undefined ? {} : { size }), ...given, signal, onProgress };
  const source = await readDataset(options.data, context);
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
function checkNet(file: string, { net, origin: trained }: LoadedNet, origin: DataOrigin): void {
  const { inputSize, numClasses } = net, { height, width, channels, classNames } = origin;
  const size = height * width * channels, classes = classNames.length;
  if (inputSize !== size || numClasses < classes) {
    throw new RangeError(
      `Expected ${file} to be a net of ${size} inputs and ${classes} classes, as ${origin.name} has, ` +
        `but found ${inputSize} inputs and ${numClasses} classes` +
        (trained ? `: it was trained on ${trained.name}` : ""),
    );
  }
  if (trained) checkSameOrigin(file, trained, origin);
}
