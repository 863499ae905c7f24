import { ImageSet } from "../../lib/datasets/image_set.ts";
import { decodeDataset, encodeDataset, type PlaygroundData } from "../../lib/playground/dataset.ts";
import { RandomState } from "../../lib/random/random_state.ts";

/** Images of noise in ten colours, in ten classes: a net can learn them. */
export function noisyImages(training = 300, validation = 100, samples = 10): PlaygroundData {
  const rng = new RandomState(0), colors = rng.randint(0, 200, 30);
  const set = (count: number) => {
    const labels = Uint8Array.from({ length: count }, (_, i) => i % 10);
    const noise = rng.randint(0, 56, count * 3072);
    const pixels = Uint8Array.from(noise, (value, at) => {
      return value + colors[3 * labels[Math.floor(at / 3072)] + at % 3];
    });
    return new ImageSet({ pixels, labels, height: 32, width: 32 });
  };
  const sets = { XTrain: set(training), XVal: set(validation), samples: set(samples) };
  return decodeDataset(encodeDataset(sets)); // less the mean
}
