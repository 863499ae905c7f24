/**
 * The IDX files of MNIST and of the sets made after it: http://yann.lecun.com/exdb/mnist.
 *
 * @module
 */

import { gunzipSync } from "fflate";
import { join } from "node:path";
import { expectation } from "../../internal/checks.ts";
import { ifThere } from "../../internal/if_there.ts";
import { elementCount } from "../../matrix/shapes.ts";
import type { ImageSource, LabelledImages } from "./labelled_images.ts";

/** Bytes of the header: two zeros, the type, the number of sizes. */
const MAGIC_BYTES = 4, UNSIGNED_BYTE = 8;

/** Names in a folder; each may be compressed, `.gz`. */
const FILES = {
  training: ["train-images-idx3-ubyte", "train-labels-idx1-ubyte"],
  test: ["t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"],
} as const;

/** The images of a folder of IDX files; `null` if it has none. */
export async function readIdxFolder(folder: string): Promise<ImageSource | null> {
  const training = await readPair(folder, FILES.training);
  if (!training) return null;
  const test = await readPair(folder, FILES.test);
  return { training, ...(test ? { test } : {}) };
}

async function readPair(
  folder: string,
  [imagesFile, labelsFile]: readonly [string, string],
): Promise<LabelledImages | null> {
  const images = await readFile(join(folder, imagesFile), 3);
  if (!images) return null;
  const labels = await readFile(join(folder, labelsFile), 1);
  if (!labels) throw new TypeError(`Expected ${folder} to hold ${labelsFile} beside ${imagesFile}`);
  const [count, height, width] = images.sizes;
  if (labels.sizes[0] !== count) {
    const expected = `the labels of ${count} images`;
    throw new RangeError(expectation(labels.path, expected, labels.sizes[0]));
  }
  return { pixels: images.data, classes: [...labels.data], height, width, channels: 1 };
}

interface IdxFile {
  readonly path: string;
  readonly sizes: number[];
  readonly data: Uint8Array;
}

async function readFile(path: string, dimensions: number): Promise<IdxFile | null> {
  const plain = await ifThere(Deno.readFile(path));
  if (plain) return decodeIdx(plain, dimensions, path);
  const packed = await ifThere(Deno.readFile(`${path}.gz`));
  return packed && decodeIdx(unpack(packed, `${path}.gz`), dimensions, `${path}.gz`);
}

function unpack(bytes: Uint8Array, path: string): Uint8Array {
  try {
    return gunzipSync(bytes);
  } catch (cause) {
    throw new TypeError(`Expected ${path} to be a whole gzip file`, { cause });
  }
}

function decodeIdx(bytes: Uint8Array, dimensions: number, path: string): IdxFile {
  const start = MAGIC_BYTES + 4 * dimensions;
  const fits = bytes.length >= start && bytes[0] === 0 && bytes[1] === 0 &&
    bytes[2] === UNSIGNED_BYTE && bytes[3] === dimensions;
  if (!fits) {
    const expected = `an IDX file of bytes with ${dimensions} sizes`;
    throw new TypeError(expectation(path, expected, [...bytes.subarray(0, MAGIC_BYTES)]));
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const sizes = Array.from({ length: dimensions }, (_, i) => view.getUint32(MAGIC_BYTES + 4 * i));
  const count = elementCount(sizes);
  if (bytes.length - start === count) return { path, sizes, data: bytes.subarray(start) };
  const expected = `${count} bytes of elements, as its sizes ${sizes.join(" × ")} say,`;
  throw new TypeError(expectation(path, expected, bytes.length - start));
}
