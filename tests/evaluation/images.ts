/** Random images and nets that take them. */

import { ImageSet, RandomState, TwoLayerNet } from "two-layer-net";

const rng = new RandomState(4);
export const SHAPE = { height: 2, width: 3, channels: 2 };
export const images = new ImageSet({
  pixels: Uint8Array.from(rng.choice(256, 1200 * 12)),
  labels: Uint8Array.from(rng.choice(4, 1200)),
  mean: rng.rand(12).map((value) => 255 * value),
  ...SHAPE,
});
export const sizes = { inputSize: 12, hiddenSize: 9, numClasses: 4, std: 0.05 };
export const nets = [1, 2, 3].map((seed) =>
  new TwoLayerNet({ ...sizes, rng: new RandomState(seed) })
);
