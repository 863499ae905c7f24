/**
 * What changing images at random costs: a batch on its way to floats, and a step at H = 2048, as the
 * images are, moved, and deformed and lit as well.
 */

import {
  augmentation,
  type AugmentationOptions,
  type Backend,
  ImageSet,
  RandomState,
  TwoLayerNet,
} from "two-layer-net";
import { fastBackends } from "./fast_backends.ts";
import { syntheticImages } from "./synthetic.ts";

const BATCH = 256, HIDDEN = 2048;
const { X: { pixels, mean }, y } = syntheticImages(4000);
const images = new ImageSet({ pixels, labels: Uint8Array.from(y), mean, height: 32, width: 32 });

const moves = { flip: 0.5, shift: 1 };
const deformations = { rotation: 10, scaling: 0.1, shear: 5 };
const lights = { contrastJitter: 0.1, brightnessJitter: 0.1 };
const CHANGES: Record<string, AugmentationOptions> = {
  "as they are": { flip: 0, shift: 0 },
  "flipped, shifted": moves,
  "flipped, shifted, lit": { ...moves, ...lights },
  "flipped, shifted, lit, deformed": { ...moves, ...lights, ...deformations },
};

for (const backend of await fastBackends("float32")) {
  benchGather(backend);
  benchStep(backend);
}

function benchGather(backend: Backend): void {
  const rng = new RandomState(1), floats = backend.zeros(BATCH, images.cols);
  for (const [name, options] of Object.entries(CHANGES)) {
    const augment = augmentation(options), group = `a batch: ${backend.name}`;
    Deno.bench(`${name}: ${backend.name}`, { group }, () => {
      backend.gather(augment(images.take(rng.choice(images.rows, BATCH)), rng), floats);
    });
  }
}

function benchStep(backend: Backend): void {
  const rng = new RandomState(1), sizes = { inputSize: images.cols, numClasses: 10 };
  const net = new TwoLayerNet({ ...sizes, hiddenSize: HIDDEN, rng, backend });
  let { grads } = net.loss(images.take(new Int32Array(BATCH)), new Int32Array(BATCH));
  for (const [name, options] of Object.entries(CHANGES)) {
    const augment = augmentation(options), group = `a step at H = ${HIDDEN}: ${backend.name}`;
    Deno.bench(`${name}, H = ${HIDDEN}: ${backend.name}`, { group, n: 20, warmup: 3 }, () => {
      const index = rng.choice(images.rows, BATCH);
      const labels = index.map((i) => images.labels[i]);
      ({ grads } = net.loss(augment(images.take(index), rng), labels, { rng, out: grads }));
    });
  }
}
