/**
 * Images and their classes, wherever they come from.
 *
 * @module
 */

import { quote } from "../../internal/checks.ts";
import { listClasses } from "../origin.ts";
import type { ImageShape } from "../../matrix/transforms.ts";
import { ImageSet } from "../image_set.ts";

/** Most classes that labels of one byte can tell apart. */
const MOST_CLASSES = 256;

/** Images as a file or a folder has them: pixels in the order height, width, channel. */
export interface LabelledImages extends ImageShape {
  /** `height · width · channels` bytes per image. */
  readonly pixels: Uint8Array;
  /** The class of each image, as its source names it. */
  readonly classes: readonly (string | number)[];
}

/** What a source holds. */
export interface ImageSource {
  /** Images to learn from, and to validate by. */
  readonly training: LabelledImages;
  /** Images to test by, if the source keeps them apart. */
  readonly test?: LabelledImages;
  /** What the classes are called, by label; default: as the images name them, in order. */
  readonly classNames?: readonly string[];
}

/** The classes of a source in order: numbers by size, texts by letters. */
export function classesOf(name: string, { training, test }: ImageSource): (string | number)[] {
  const all = new Set([...training.classes, ...test?.classes ?? []]);
  const isNumeric = [...all].every((value) => typeof value === "number");
  const classes = [...all].sort((a, b) => isNumeric ? Number(a) - Number(b) : a < b ? -1 : 1);
  if (classes.length < 2) {
    throw new RangeError(
      `Expected ${name} to have images of at least two classes but found ` +
        (classes.length === 0 ? "none" : `one, ${quote(classes[0])}`),
    );
  }
  if (classes.length > MOST_CLASSES) {
    throw new RangeError(
      `Expected ${name} to have at most ${MOST_CLASSES} classes but found ${classes.length}`,
    );
  }
  return classes;
}

/** The classes as they are named, in the order of the names; those of which there is no image too. */
export function classesNamed(
  name: string,
  source: ImageSource,
  classNames: readonly string[],
): (string | number)[] {
  const classes: (string | number)[] = [...classNames];
  for (const value of new Set([...source.training.classes, ...source.test?.classes ?? []])) {
    const label = classNames.indexOf(nameOf(value, source));
    if (label < 0) {
      const known = listClasses(classNames);
      throw new RangeError(
        `Expected ${name} to have images of ${known} alone but found ${
          quote(nameOf(value, source))
        }`,
      );
    }
    classes[label] = value;
  }
  return classes;
}

/** What a class is called. */
export function nameOf(value: string | number, { classNames }: ImageSource): string {
  return classNames?.[Number(value)] ?? String(value);
}

/** The images as a set, on the memory of their source. */
export function imageSet(images: LabelledImages, classes: readonly (string | number)[]): ImageSet {
  const { height, width, channels } = images;
  const labelOf = new Map(classes.map((value, label) => [value, label]));
  const labels = Uint8Array.from(images.classes, (value) => labelOf.get(value)!);
  return new ImageSet({ pixels: images.pixels, labels, height, width, channels });
}
