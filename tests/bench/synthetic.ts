/** Images like CIFAR-10's in size, for benchmarks that need no download. */

import { type PixelRows, RandomState } from "two-layer-net";

/** Values an image has. */
export const INPUT_SIZE = 3072;

/** Uniformly random images with random labels. */
export function syntheticImages(images: number): { X: PixelRows; y: Int32Array } {
  const rng = new RandomState(0);
  const pixels = Uint8Array.from(rng.randint(0, 256, images * INPUT_SIZE));
  const mean = new Float64Array(INPUT_SIZE).fill(127.5);
  const y = Int32Array.from(rng.randint(0, 10, images));
  return { X: { rows: images, cols: INPUT_SIZE, pixels, index: null, mean }, y };
}
