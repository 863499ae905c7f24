/**
 * Which images a net was trained on: kept with it, so that it is not judged by others, or by those
 * that it has learned.
 *
 * @module
 */

import { expectation } from "../internal/checks.ts";
import type { ImageShape } from "../matrix/transforms.ts";

/** How images were cut into parts. */
export interface Split {
  /** Training images. */
  readonly numTraining: number;
  /** Validation images. */
  readonly numValidation: number;
  /** Test images. */
  readonly numTest: number;
  /** Seed of their order. */
  readonly seed: number;
}

/** Where images come from, and what they are. */
export interface DataOrigin extends ImageShape {
  /** The name of the set, its file or its folder. */
  readonly name: string;
  /** What the classes are called, by label. */
  readonly classNames: readonly string[];
  /** Pictures were made squares, so many pixels wide. */
  readonly size?: number;
  /** SHA-256 of all images and labels, in the order of their source. */
  readonly sha256?: string;
  /** How they were cut, where they were shuffled. */
  readonly split?: Split;
}

/**
 * Throws unless a net of images of one origin can be judged by a part of those of the other.
 *
 * @param net What the net is called.
 * @throws {RangeError} If they differ in sizes or classes, or are other images.
 */
export function checkSameOrigin(net: string, trained: DataOrigin, given: DataOrigin): void {
  checkSameKind(net, trained, given);
  if (!trained.sha256 || !given.sha256 || trained.sha256 === given.sha256) return;
  throw new RangeError(
    `Expected ${net} to be trained on the images of ${given.name} but found others ` +
      `(${trained.name}, SHA-256 ${trained.sha256.slice(0, 8)} there, ` +
      `${given.sha256.slice(0, 8)} here): images were added, taken away or changed since`,
  );
}

/**
 * Throws unless a net of images of one origin can be judged by all of those of the other.
 *
 * @throws {RangeError} If they differ in sizes or classes, or are the same images.
 */
export function checkOtherOrigin(net: string, trained: DataOrigin, given: DataOrigin): void {
  checkSameKind(net, trained, given);
  if (!given.sha256 || trained.sha256 !== given.sha256) return;
  throw new RangeError(
    `Expected images that ${net} has not seen but found those of ${given.name}, ` +
      "which it was trained on",
  );
}

function checkSameKind(net: string, trained: DataOrigin, given: DataOrigin): void {
  const [own, other] = [trained, given].map(describeOrigin);
  if (own === other) return;
  throw new RangeError(expectation(`the images that ${net} was trained on`, other, own));
}

function describeOrigin({ height, width, channels, classNames }: DataOrigin): string {
  const names = listClasses(classNames);
  return `${height} × ${width} × ${channels} of ${classNames.length} classes, ${names}`;
}

/** The first ten names, as messages have them. */
export function listClasses(classNames: readonly string[]): string {
  return classNames.slice(0, 10).join(", ") + (classNames.length > 10 ? ", …" : "");
}

/** The origin in the text that was kept with a net; throws a TypeError if it is none. */
export function parseOrigin(text: string, path: string): DataOrigin {
  const found = parsed(text);
  const isOrigin = typeof found === "object" && found !== null && "name" in found &&
    "height" in found && "width" in found && "channels" in found &&
    "classNames" in found && Array.isArray(found.classNames);
  if (isOrigin) return found as unknown as DataOrigin;
  throw new TypeError(expectation(`what ${path} was trained on`, "a data set as JSON", text));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
