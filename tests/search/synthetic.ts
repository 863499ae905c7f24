/** Images small enough to train on within milliseconds, and easy enough to tell apart. */

import { ImageSet, RandomState } from "two-layer-net";
import type { TrainingData } from "two-layer-net/training";

const SIZE = { height: 2, width: 2, channels: 3 };
const PIXELS = 12;

/** Images of three classes in shared memory: noise, with four pixels of each class brighter. */
export function syntheticData(training = 60, validation = 30): TrainingData {
  return { XTrain: makeImages(training, 1), XVal: makeImages(validation, 2) };
}

function makeImages(count: number, seed: number): ImageSet {
  const noise = new RandomState(seed).randint(0, 60, count * PIXELS);
  const pixels = new Uint8Array(new SharedArrayBuffer(count * PIXELS));
  const labels = new Uint8Array(new SharedArrayBuffer(count));
  labels.forEach((_, i) => labels[i] = i % 3);
  pixels.forEach((_, i) => {
    const isBright = i % PIXELS % 3 === labels[Math.floor(i / PIXELS)];
    pixels[i] = noise[i] + (isBright ? 40 : 0);
  });
  return new ImageSet({ pixels, labels, mean: new Float64Array(PIXELS).fill(40), ...SIZE });
}
