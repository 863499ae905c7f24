/** Nets of every preparation, and what they say of images, for the tests of exports. */

import { createBackend, ImageSet, type Matrix, RandomState, TwoLayerNet } from "two-layer-net";
import { prepareImages, PRESETS, type Settings } from "two-layer-net/training";
import type { ExportedNet } from "two-layer-net/formats";

/** A net, images of stored pixels, and the net's scores of them. */
export interface Exported {
  readonly net: ExportedNet;
  readonly pixels: Float32Array;
  readonly inputSize: number;
  /** Of the images as the net was trained on them. */
  readonly scores: Matrix;
  /** Share of the values that whitening, if there is one, cut off. */
  readonly clipped: number;
}

const [HEIGHT, WIDTH] = [8, 8], SIZE = HEIGHT * WIDTH * 3;

/**
 * Smooth pictures, whose pixels hang together as photographs' do, but for the first, which is nearly
 * always black, as at the edges of drawn images: whitened, it is beyond what bytes hold.
 */
export function pictures(count: number): ImageSet {
  const rng = new RandomState(7), pixels = new Uint8Array(new SharedArrayBuffer(count * SIZE));
  for (let i = 0; i < count; i++) {
    const [a, b, c, d] = rng.rand(4);
    for (let j = 0; j < SIZE; j++) {
      const x = Math.floor(j / 3) % WIDTH, y = Math.floor(j / 3 / WIDTH), channel = j % 3;
      const wave = Math.sin(a * x + b * y + c * channel + 6 * d) + 0.3 * Math.cos(x * y * a + i);
      pixels[i * SIZE + j] = 128 + 80 * wave;
    }
    pixels[i * SIZE] = i % 60 === 0 ? 255 : 0;
  }
  return new ImageSet({ pixels, labels: new Uint8Array(count), height: HEIGHT, width: WIDTH });
}

/** A net of random weights as large as a trained one's, on `count` images prepared as named. */
export async function exportedNet(changes: Partial<Settings>, count = 1000): Promise<Exported> {
  const settings: Settings = {
    ...PRESETS.assignment,
    components: 40,
    ...changes,
    dtype: "float64",
  };
  const backend = await createBackend("wasm");
  const X = pictures(count), mean = new Float64Array(SIZE).fill(120.25);
  const XTrain = settings.preparation === "mean" ? X.with({ mean }) : X;
  const images = await prepareImages({ XTrain, XVal: XTrain, XTest: XTrain }, settings, {
    backend,
  });
  const { transform, XTest } = images;
  const rng = new RandomState(3), std = settings.preparation === "mean" ? 1e-3 : 0.05;
  const net = new TwoLayerNet({
    inputSize: XTest.cols,
    hiddenSize: 50,
    numClasses: 10,
    std,
    rng,
    backend,
  });
  const prepared = transform ? {} : { meanImage: XTest.mean, scale: XTest.scale };
  return {
    net: { net, settings, transform, ...prepared },
    pixels: Float32Array.from(X.pixels),
    inputSize: SIZE,
    scores: net.loss(XTest),
    clipped: transform ? XTest.pixels.filter(isEnd).length / XTest.pixels.length : 0,
  };
}

function isEnd(byte: number): boolean {
  return byte === 0 || byte === 255;
}
