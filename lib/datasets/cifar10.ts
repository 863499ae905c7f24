/**
 * CIFAR-10 as the assignment splits and prepares it.
 *
 * @module
 */

import {
  checkBoolean,
  checkInteger,
  checkList,
  checkObject,
  checkString,
} from "../internal/checks.ts";
import { checkOptions, integer, type OptionChecks } from "../internal/options.ts";
import {
  type BatchFile,
  CIFAR10_CLASSES,
  defaultCifar10Dir,
  TEST_FILE,
  TRAINING_FILES,
} from "./cifar10_files.ts";
import { FETCH_OPTIONS, fetchCifar10, type FetchCifar10Options } from "./fetch.ts";
import { checkImages, ImageSet, meanImage } from "./image_set.ts";
import { type LabelledSets, labelledSets } from "./labelled_sets.ts";
import { showFetch } from "./shown_fetch.ts";
import { decodeRecords, IMAGE_BYTES, IMAGE_SHAPE } from "./records.ts";
import { DatasetError, readVerified } from "./verify.ts";

/** What {@linkcode getCifar10Data} takes. */
export interface Cifar10Options {
  /** Folder of the six files. Default: `data/cifar-10-batches-bin` in the checkout. */
  dir?: string;
  /** Training images, 1 or more. Default: 49000. */
  numTraining?: number;
  /** Validation images, those that follow the training images. Default: 1000. */
  numValidation?: number;
  /** Test images, the first of the test batch. Default: 1000. */
  numTest?: number;
  /**
   * Fetches the files if one is missing or damaged, `true` without further wishes: then the progress
   * is shown, as a bar in a notebook, on standard error elsewhere. Default: false.
   */
  download?: boolean | Omit<FetchCifar10Options, "dir">;
}

/** What {@linkcode getCifar10Data} gives: images of 3072 values, of 10 classes. */
export type Cifar10Data = LabelledSets;

/**
 * Loads CIFAR-10 as the assignment's `get_CIFAR10_data` does: the training images, the validation
 * images that follow them, the first test images, and from each the mean training image. Only
 * files whose digests are right are used; pixels stay uint8, in shared memory.
 *
 * @throws {RangeError} If a number is out of range (50000 images are there for training and
 * validation together, 10000 for the test).
 * @throws {DatasetError} If a file is missing or damaged and `download` is not set.
 *
 * @example
 * ```ts
 * import { formatShapes, getCifar10Data } from "two-layer-net";
 * import { assertEquals } from "@std/assert";
 *
 * const data = await getCifar10Data({ download: true });
 * assertEquals([data.XTrain.rows, data.XTrain.cols], [49000, 3072]);
 * assertEquals(formatShapes(data).split("\n")[0], "Train data shape: (49000, 3072)");
 * ```
 */
export async function getCifar10Data(options: Cifar10Options = {}): Promise<Cifar10Data> {
  checkOptions("getCifar10Data", options, OPTIONS);
  const { dir = defaultCifar10Dir(), download = false } = options;
  const sizes = checkSizes(options);
  try {
    return await loadSplits(dir, sizes);
  } catch (error) {
    if (!download || !(error instanceof DatasetError)) throw error;
    const { source, ...context } = download === true ? {} : download;
    await showFetch(context, (shown) => fetchCifar10({ ...shown, source, dir }));
    return await loadSplits(dir, sizes);
  }
}

/** The shapes of the data as the assignment prints them, six lines. */
export function formatShapes(data: Cifar10Data): string {
  checkObject("data", data);
  for (const name of ["Train", "Val", "Test"] as const) {
    checkImages(`data.X${name}`, data[`X${name}`]);
    checkList(`data.y${name}`, data[`y${name}`]);
  }
  const { XTrain, yTrain, XVal, yVal, XTest, yTest } = data;
  const parts: [string, ImageSet, Uint8Array][] = [
    ["Train", XTrain, yTrain],
    ["Validation", XVal, yVal],
    ["Test", XTest, yTest],
  ];
  return parts.map(([name, X, y]) =>
    `${name} data shape: (${X.rows}, ${X.cols})\n${name} labels shape: (${y.length},)`
  ).join("\n");
}

interface Sizes {
  numTraining: number;
  numValidation: number;
  numTest: number;
}

const MOST = countImages(TRAINING_FILES);

const OPTIONS: OptionChecks<Cifar10Options> = {
  dir: checkString,
  numTraining: integer(1, MOST),
  numValidation: integer(0, MOST),
  numTest: integer(0, TEST_FILE.images),
  download(name, value) {
    if (typeof value !== "object" || value === null) return checkBoolean(name, value);
    const { dir: _, ...others } = FETCH_OPTIONS;
    checkOptions(name, value, others);
  },
};

function checkSizes(options: Cifar10Options): Sizes {
  const { numTraining = 49000, numValidation = 1000, numTest = 1000 } = options;
  checkInteger("numTraining + numValidation", numTraining + numValidation, 1, MOST);
  return { numTraining, numValidation, numTest };
}

async function loadSplits(dir: string, sizes: Sizes): Promise<Cifar10Data> {
  const { numTraining, numValidation, numTest } = sizes;
  const images = await loadImages(dir, TRAINING_FILES, numTraining + numValidation);
  const training = images.slice(0, numTraining);
  const validation = images.slice(numTraining, numTraining + numValidation);
  const test = await loadImages(dir, [TEST_FILE], numTest);
  const sets = [training, validation, test] as const;
  return labelledSets(sets, meanImage(training), CIFAR10_CLASSES.length);
}

/**
 * The first `count` images of the files; files beyond them are not read.
 *
 * @throws {DatasetError} If a file that is read is missing or damaged.
 */
export async function loadImages(
  dir: string,
  files: readonly BatchFile[],
  count: number,
): Promise<ImageSet> {
  const pixels = new Uint8Array(new SharedArrayBuffer(count * IMAGE_BYTES));
  const labels = new Uint8Array(new SharedArrayBuffer(count));
  let start = 0;
  for (const file of files) {
    if (start >= count) break;
    const base = start;
    await readVerified(dir, file, (records, first) => {
      decodeRecords(records, base + first, pixels, labels);
    });
    start += file.images;
  }
  return new ImageSet({ pixels, labels, ...IMAGE_SHAPE });
}

function countImages(files: readonly BatchFile[]): number {
  return files.reduce((sum, file) => sum + file.images, 0);
}
