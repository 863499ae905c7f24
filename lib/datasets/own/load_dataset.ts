/**
 * Images of one's own.
 *
 * @module
 */

import { basename, extname, resolve } from "node:path";
import { checkString, expectation, quote } from "../../internal/checks.ts";
import { checkOptions, integer, type OptionChecks } from "../../internal/options.ts";
import { ifThere } from "../../internal/if_there.ts";
import { sha256 } from "../../internal/sha256.ts";
import { checkSeed } from "../../random/random_state.ts";
import { type ImageSet, meanImage } from "../image_set.ts";
import { type LabelledSets, labelledSets } from "../labelled_sets.ts";
import type { DataOrigin } from "../origin.ts";
import { WORK_OPTIONS, type WorkOptions } from "../long_work.ts";
import { readNpy, readNpz } from "./arrays.ts";
import { readCifar100Folder } from "./cifar100.ts";
import { readCsv } from "./csv.ts";
import { readFolder } from "./folder.ts";
import { readIdxFolder } from "./idx.ts";
import { classesNamed, classesOf, imageSet, type ImageSource, nameOf } from "./labelled_images.ts";
import { findNamedSet, NAMED_SETS, verifyNamedSet } from "./named_sets.ts";
import { split } from "./splits.ts";

/** What {@linkcode loadDataset} takes. */
export interface DatasetOptions extends WorkOptions {
  /** Training images, 1 or more. Default: all that are left. */
  numTraining?: number;
  /** Validation images. Default: a tenth. */
  numValidation?: number;
  /** Test images. Default: the source's own, or a tenth. */
  numTest?: number;
  /** Seeds the order of the images. Default: 0. */
  seed?: number;
  /** The file of the labels, for a `.npy` of images. */
  labels?: string;
  /** Makes squares of pictures, so many pixels wide, from their middles. Default: as they are. */
  size?: number;
}

/** What {@linkcode loadDataset} gives. */
export interface Dataset extends LabelledSets {
  /** What the classes are called, by label. */
  classNames: string[];
  /** Which images these are; `saveNet` keeps it with a net that was trained on them. */
  origin: DataOrigin;
}

/** Images as a source has them, before they are cut into parts. */
export interface DatasetSource {
  /** What they are; not yet cut. */
  readonly origin: DataOrigin;
  /** Images to learn from, and to validate by. */
  readonly images: ImageSet;
  /** The source's own test images, if it has any. */
  readonly test: ImageSet | null;
}

/** What images take over from others. */
export interface SourceLike {
  /** Names of the classes, by label. Default: those that there are, in order. */
  readonly classNames?: readonly string[];
  /** Makes squares of pictures, so many pixels wide, where the options do not say. */
  readonly size?: number;
}

const OPTIONS: OptionChecks<DatasetOptions> = {
  ...WORK_OPTIONS,
  numTraining: integer(1),
  numValidation: integer(0),
  numTest: integer(0),
  seed: checkSeed,
  labels: checkString,
  size: integer(1, 1024),
};

/**
 * Loads labelled images from a file or a folder; sizes, channels and classes follow from them:
 * - a folder with a folder of PNG or JPEG pictures for each class, or with `train` and `test` of such;
 * - a folder of MNIST's IDX files, `train-images-idx3-ubyte` and so on, compressed or not;
 * - a folder of CIFAR-100's binary files;
 * - the names "fashion-mnist" and "cifar-100", for those sets where they are expected to lie;
 * - `.npz` with arrays such as `x_train` and `y_train`, or `.npy` with the labels in another;
 * - `.csv` with a row per image: its label and its pixels.
 *
 * Pixels are bytes; numbers from 0 to 1 are multiplied by 255. The images are shuffled, and each
 * class has its share in every part. The mean training image is subtracted from all.
 *
 * @throws {TypeError} If there is something else at the path, or a part of it is damaged, by name.
 * @throws {RangeError} If sizes are mixed, labels and images differ in number, a pixel is no number,
 * there is only one class, a class has test images alone, or there are too few images.
 * @throws {Deno.errors.NotFound} If there is nothing.
 *
 * @example
 * ```ts
 * import { loadDataset } from "two-layer-net/datasets";
 * import { assertEquals } from "@std/assert";
 *
 * const path = await Deno.makeTempFile({ suffix: ".csv" });
 * const rows = Array.from({ length: 20 }, (_, i) => `${i % 2 ? "cat" : "dog"},${i},1,2,3`);
 * await Deno.writeTextFile(path, rows.join("\n"));
 * const { XTrain, XVal, XTest, classNames } = await loadDataset(path);
 * assertEquals([XTrain.rows, XVal.rows, XTest.rows], [16, 2, 2]);
 * assertEquals([XTrain.height, XTrain.width, classNames], [2, 2, ["cat", "dog"]]);
 * ```
 */
export async function loadDataset(
  path: string,
  options: DatasetOptions = {},
): Promise<Dataset> {
  checkString("path", path);
  checkOptions("loadDataset", options, OPTIONS);
  return splitDataset(await readDataset(path, options), options);
}

/**
 * Reads all images that there are; see {@linkcode loadDataset}.
 *
 * @param like Other images, as which these are to be read.
 */
export async function readDataset(
  path: string,
  options: DatasetOptions,
  like: SourceLike = {},
): Promise<DatasetSource> {
  const { classNames: known } = like;
  const source = Object.hasOwn(NAMED_SETS, path)
    ? await readNamed(path, options)
    : await read(path, options, like);
  const classes = known ? classesNamed(path, source, known) : classesOf(path, source);
  const images = imageSet(source.training, classes);
  const test = source.test ? sameShape(path, images, imageSet(source.test, classes)) : null;
  const classNames = known ?? classes.map((value) => nameOf(value, source));
  if (!known) checkClasses(path, images, test, classNames);
  const { height, width, channels } = images, { size } = options;
  const parts = [images, ...(test ? [test] : [])].flatMap(({ pixels, labels }) => [pixels, labels]);
  const name = Object.hasOwn(NAMED_SETS, path) ? path : basename(resolve(path));
  const sizes = { height, width, channels, ...(size === undefined ? {} : { size }) };
  return { origin: { name, ...sizes, classNames, sha256: sha256(...parts) }, images, test };
}

/** Cuts what was read into parts. */
export function splitDataset(
  { origin, images, test }: DatasetSource,
  { seed = 0, ...sizes }: DatasetOptions,
): Dataset {
  const sets = split(origin.name, images, test, sizes, seed), { classNames } = origin;
  const [numTraining, numValidation, numTest] = sets.map(({ rows }) => rows);
  return {
    ...labelledSets(sets, meanImage(sets[0]), classNames.length),
    classNames: [...classNames],
    origin: { ...origin, split: { numTraining, numValidation, numTest, seed } },
  };
}

/** A class to test by that there is nothing to learn from is a mistake: another spelling, say. */
function checkClasses(
  path: string,
  images: ImageSet,
  test: ImageSet | null,
  names: readonly string[],
): void {
  const odd = names.find((name) => /\p{Cc}/u.test(name));
  if (odd !== undefined) {
    const expected = "names without control characters";
    throw new RangeError(expectation(`the classes of ${path}`, expected, odd));
  }
  const known = new Set(images.labels);
  const unknown = test?.labels.find((label) => !known.has(label));
  if (unknown === undefined) return;
  throw new RangeError(
    `Expected the test images of ${path} to be of the classes of its training images but found ` +
      quote(names[unknown]),
  );
}

async function readNamed(name: string, options: DatasetOptions): Promise<ImageSource> {
  const folder = await findNamedSet(name), source = await read(folder, options);
  const parts = [source.training, ...(source.test ? [source.test] : [])];
  verifyNamedSet(
    name,
    folder,
    parts.flatMap(({ pixels, classes }) => [pixels, Uint8Array.from(classes, Number)]),
  );
  return { classNames: NAMED_SETS[name].classNames, ...source };
}

async function read(
  path: string,
  options: DatasetOptions,
  like: SourceLike = {},
): Promise<ImageSource> {
  const { labels, size, signal, onProgress } = options, extension = extname(path).toLowerCase();
  if (labels !== undefined && extension !== ".npy") {
    throw new TypeError(`Expected labels to come with a .npy of images but found ${path}`);
  }
  const found = await ifThere(Deno.stat(path));
  if (!found) throw new Deno.errors.NotFound(`There is no file or folder of images at ${path}`);
  const isFolder = found.isDirectory;
  const binary = isFolder ? await readIdxFolder(path) ?? await readCifar100Folder(path) : null;
  if (isFolder && !binary) {
    return await readFolder(path, { size: size ?? like.size, signal, onProgress });
  }
  if (size !== undefined) {
    throw new TypeError(`Expected size to come with a folder of pictures but found ${path}`);
  }
  if (binary) return binary;
  switch (extension) {
    case ".npz":
      return await readNpz(path);
    case ".npy":
      if (labels !== undefined) return await readNpy(path, labels);
      throw new TypeError(`Expected labels, the file of the labels of ${path}, but found none`);
    case ".csv":
      return await readCsv(path);
    default:
      throw new TypeError(
        `Expected ${path} to be a folder of pictures or IDX files, or a .npz, .npy or .csv file`,
      );
  }
}

function sameShape(path: string, images: ImageSet, test: ImageSet): ImageSet {
  const [own, other] = [images, test].map((set) =>
    `${set.height} × ${set.width} × ${set.channels}`
  );
  if (own === other) return test;
  throw new RangeError(
    `Expected the test images of ${path} to be ${own}, as the others, but found ${other}`,
  );
}
