/**
 * Images in NumPy's files.
 *
 * @module
 */

import { expectation, quote } from "../../internal/checks.ts";
import { completeShape } from "../../internal/complete_shape.ts";
import type { ImageShape } from "../../matrix/transforms.ts";
import { decodeNpy, type NpyArray } from "../../matrix/npy.ts";
import { decodeNpz } from "../../matrix/npz.ts";
import type { ImageSource, LabelledImages } from "./labelled_images.ts";

/** Names of the arrays in an archive: Keras's, scikit-learn's, and plain ones. */
const PAIRS = [
  ["x_train", "y_train"],
  ["X_train", "y_train"],
  ["train_images", "train_labels"],
  [
    "images",
    "labels",
  ],
  ["X", "y"],
  ["x", "y"],
] as const;

const TEST_PAIRS = [["x_test", "y_test"], ["X_test", "y_test"], [
  "test_images",
  "test_labels",
]] as const;

/** Images and labels from an archive of arrays; of test images alone, those. */
export async function readNpz(path: string): Promise<ImageSource> {
  const arrays = decodeNpz(await Deno.readFile(path), path);
  const has = (pair: readonly [string, string]) => pair.every((key) => Object.hasOwn(arrays, key));
  const [training = TEST_PAIRS.find(has), test] = [PAIRS.find(has), TEST_PAIRS.find(has)];
  if (!training) {
    throw new TypeError(
      `Expected ${path} to hold ${PAIRS.map((pair) => pair.join(" and ")).join(", or ")} ` +
        `but found ${quote(Object.keys(arrays).join(", "))}`,
    );
  }
  const pair = ([X, y]: readonly [string, string]) => {
    return labelled(arrays[X], arrays[y], `${X} in ${path}`, `${y} in ${path}`);
  };
  return { training: pair(training), ...(test && test !== training ? { test: pair(test) } : {}) };
}

/** Images from one file, labels from another. */
export async function readNpy(path: string, labels: string): Promise<ImageSource> {
  const [X, y] = [await Deno.readFile(path), await Deno.readFile(labels)];
  return { training: labelled(decodeNpy(X, path), decodeNpy(y, labels), path, labels) };
}

function labelled(X: NpyArray, y: NpyArray, name: string, labels: string): LabelledImages {
  const [rows] = X.shape;
  if (y.data.length !== rows || (y.shape.length !== 1 && y.shape[1] !== 1)) {
    const expected = `the labels of the ${rows} images of ${name}`;
    throw new RangeError(expectation(labels, expected, `an array of [${y.shape}]`));
  }
  return {
    ...shapeOf(X.shape, name),
    pixels: asBytes(X.data, name),
    classes: Array.from(y.data, (value, i) => {
      if (Number.isInteger(value)) return value;
      throw new RangeError(expectation(`label ${i} in ${labels}`, "an integer", value));
    }),
  };
}

/** N × H × W, N × H × W × C, or N × D: square images, in colour where D is three times a square. */
export function shapeOf(shape: readonly number[], name: string): ImageShape {
  const [, height, width = 0, channels = 1] = shape;
  if (shape.length === 3 || (shape.length === 4 && channels <= 4)) {
    return { height, width, channels };
  }
  if (shape.length === 2 && height > 0) {
    return completeShape(height) ?? { height: 1, width: height, channels: 1 };
  }
  const expected = "images × height × width, or × channels (1 to 4), or images × pixels";
  throw new RangeError(expectation(`the shape of ${name}`, expected, shape));
}

/** Bytes as they are; whole numbers from 0 to 255; or numbers from 0 to 1, times 255. */
export function asBytes(values: ArrayLike<number>, name: string): Uint8Array {
  if (values instanceof Uint8Array) return values;
  let [whole, small] = [true, true];
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    whole &&= Number.isInteger(value) && value >= 0 && value <= 255;
    small &&= value >= 0 && value <= 1;
    if (whole || small) continue;
    const expected = "a pixel, all whole numbers from 0 to 255 or all numbers from 0 to 1";
    throw new RangeError(expectation(`value ${i} of ${name}`, expected, value));
  }
  return Uint8Array.from(values, (value) => whole ? value : Math.round(255 * value));
}
