/**
 * Images to learn from, to validate by and to test by.
 *
 * @module
 */

import { expectation } from "../../internal/checks.ts";
import { RandomState } from "../../random/random_state.ts";
import { ImageSet } from "../image_set.ts";

/** How many images each part has; what is undefined follows from the others. */
export interface Sizes {
  readonly numTraining?: number;
  readonly numValidation?: number;
  readonly numTest?: number;
}

/** Share of the images that validates, and that tests, unless numbers are given. */
const SHARE = 0.1;

/**
 * Shuffles the images and cuts them into parts in which each class has its share. A test set of its
 * own stays one.
 */
export function split(
  name: string,
  images: ImageSet,
  ownTest: ImageSet | null,
  sizes: Sizes,
  seed: number,
): [training: ImageSet, validation: ImageSet, test: ImageSet] {
  const rng = new RandomState(seed), few = Math.max(1, Math.round(SHARE * images.rows));
  const { numValidation = few, numTest = ownTest ? ownTest.rows : few } = sizes;
  const cut = numValidation + (ownTest ? 0 : numTest);
  const { numTraining = images.rows - cut } = sizes, taken = cut + Math.max(1, numTraining);
  if (taken > images.rows) {
    const parts = [numTraining, numValidation, ...(ownTest ? [] : [numTest])].join(" + ");
    const expected = `at least ${taken} images, to train on and to judge by (${parts})`;
    throw new RangeError(expectation(name, expected, images.rows));
  }
  if (ownTest && numTest > ownTest.rows) {
    throw new RangeError(expectation(`the test set of ${name}`, `${numTest} images`, ownTest.rows));
  }
  const mixed = shuffled(images, rng), end = images.rows;
  const validation = mixed.slice(end - numValidation, end);
  const test = ownTest
    ? shuffled(ownTest, rng).slice(0, numTest)
    : mixed.slice(end - cut, end - numValidation);
  return [mixed.slice(0, numTraining), validation, test];
}

/** In memory that workers share, and in an order of chance, but with each class spread evenly over it: every stretch has its share. */
function shuffled(images: ImageSet, rng: RandomState): ImageSet {
  const { rows, cols, labels } = images;
  const counts = new Float64Array(256),
    seen = new Float64Array(256),
    place = new Float64Array(rows);
  for (const label of labels) counts[label]++;
  const order = rng.permutation(rows);
  for (const row of order) place[row] = (seen[labels[row]]++ + 0.5) / counts[labels[row]];
  const sorted = [...order].sort((a, b) => place[a] - place[b]);
  const pixels = new Uint8Array(new SharedArrayBuffer(rows * cols));
  const newLabels = new Uint8Array(new SharedArrayBuffer(rows));
  for (const [to, row] of sorted.entries()) {
    pixels.set(images.image(row), to * cols);
    newLabels[to] = labels[row];
  }
  return new ImageSet({ ...images, pixels, labels: newLabels });
}
