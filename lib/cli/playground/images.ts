/**
 * The images that the playground takes of CIFAR-10.
 *
 * @module
 */

import { type Cifar10Data, getCifar10Data } from "../../datasets/cifar10.ts";
import { CIFAR10_CLASSES } from "../../datasets/cifar10_files.ts";
import { ImageSet } from "../../datasets/image_set.ts";
import type { PlaygroundData } from "../../playground/dataset.ts";

/** Test images among which those to show are looked for. */
const SEARCHED = 200;
/** How many of each class are shown. */
const SHOWN = 2;

/**
 * The first images of CIFAR-10, as `deno task train --training … --validation …` takes them.
 *
 * @throws {DatasetError} If a file is missing or damaged.
 */
export async function playgroundImages(
  dir: string,
  { training, validation }: { training: number; validation: number },
): Promise<PlaygroundData> {
  const sizes = { numTraining: training, numValidation: validation, numTest: SEARCHED };
  const { XTrain, XVal, XTest }: Cifar10Data = await getCifar10Data({ dir, ...sizes });
  return { XTrain, XVal, samples: samplesOf(XTest) };
}

/** The first image of each class, then the second of each. */
export function samplesOf(images: ImageSet): ImageSet {
  const byClass = CIFAR10_CLASSES.map((_, label) =>
    Array.from(images.labels.keys()).filter((i) => images.labels[i] === label)
  );
  const chosen = Array.from({ length: SHOWN }, (_, i) => byClass.map((places) => places[i])).flat();
  const pixels = new Uint8Array(chosen.length * images.cols);
  chosen.forEach((place, i) => pixels.set(images.image(place), i * images.cols));
  const labels = Uint8Array.from(chosen, (place) => images.labels[place]);
  const { height, width, channels } = images;
  return new ImageSet({ pixels, labels, height, width, channels });
}
