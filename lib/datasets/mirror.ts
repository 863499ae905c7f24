/**
 * Images with left and right swapped.
 *
 * @module
 */

import { ImageSet } from "./image_set.ts";

/**
 * Copies of the images with left and right swapped, after the mean was subtracted: the mean image
 * is swapped too.
 *
 * @example
 * ```ts
 * import { ImageSet, mirrored } from "two-layer-net";
 * import { assertEquals } from "@std/assert";
 *
 * const pixels = Uint8Array.of(1, 2, 3, 4, 5, 6), labels = Uint8Array.of(0);
 * const images = new ImageSet({ pixels, labels, height: 2, width: 3, channels: 1 });
 * assertEquals([...mirrored(images).image(0)], [3, 2, 1, 6, 5, 4]);
 * ```
 */
export function mirrored(images: ImageSet): ImageSet {
  const { pixels, mean } = images;
  const [flippedPixels, flippedMean] = [new Uint8Array(pixels.length), mean.slice()];
  mirrorLines(pixels, flippedPixels, images);
  mirrorLines(mean, flippedMean, images);
  return new ImageSet({ ...images, pixels: flippedPixels, mean: flippedMean });
}

/** Swaps the pixels of each line of images that lie one after another. */
function mirrorLines(
  from: Uint8Array | Float64Array,
  to: Uint8Array | Float64Array,
  { width, channels }: ImageSet,
): void {
  const line = width * channels;
  for (let start = 0; start < from.length; start += line) {
    for (let x = 0; x < line; x += channels) {
      const mirror = start + line - channels - x;
      for (let c = 0; c < channels; c++) to[start + x + c] = from[mirror + c];
    }
  }
}
