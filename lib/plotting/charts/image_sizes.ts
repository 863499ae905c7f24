/**
 * Sizes of the images in a grid.
 *
 * @module
 */

import { checkChoice, checkInteger } from "../../internal/checks.ts";
import { completeShape, type KnownSizes } from "../../internal/complete_shape.ts";
import { IMAGE_CHANNELS } from "../drawing/raster.ts";

/** Most pixels of a side of an image and of the gap between two; also how many stand in a row. */
export const MOST_PIXELS = 4096;

/** Options that say how large images are; what is left out follows from the number of their values. */
export interface ImageSizes {
  /** Pixels that an image is wide; default that of a square. */
  readonly imageWidth?: number;
  /** Pixels that an image is high; default that of a square. */
  readonly imageHeight?: number;
  /** Values per pixel: 3 (red, green, blue) or 1 (grey); default 3, or 1 if that alone fits. */
  readonly channels?: number;
}

/**
 * The sizes of images of so many values.
 *
 * @param name What has so many, for errors.
 * @throws {RangeError} If an option is out of range, or no image has so many.
 */
export function sizesOf(
  name: string,
  values: number,
  { imageWidth, imageHeight, channels }: ImageSizes,
): Required<KnownSizes> {
  if (imageWidth !== undefined) checkInteger("imageWidth", imageWidth, 1, MOST_PIXELS);
  if (imageHeight !== undefined) checkInteger("imageHeight", imageHeight, 1, MOST_PIXELS);
  if (channels !== undefined) checkChoice("channels", channels, IMAGE_CHANNELS);
  const known = { height: imageHeight, width: imageWidth, channels };
  const sizes = completeShape(values, known);
  if (sizes) return sizes;
  throw new RangeError(`Expected ${name} to be ${wanted(known)} but found ${values}`);
}

function wanted({ height, width, channels }: KnownSizes): string {
  const colors = channels ?? `(${IMAGE_CHANNELS.join(" or ")})`;
  if (height === undefined && width === undefined) {
    return `a square × ${colors}, or imageHeight and imageWidth to be given,`;
  }
  return `${height ?? "any"} × ${width ?? "any"} × ${colors}`;
}
