/** Nets of every preparation, and what they say of images, for the tests of exports. */

import {
  createBackend,
  ImageSet,
  type LinearTransform,
  Matrix,
  RandomState,
  TwoLayerNet,
} from "two-layer-net";
import { prepareImages, PRESETS, type Settings } from "two-layer-net/training";
import type { ExportedNet } from "two-layer-net/formats";

/** A net, images of stored pixels, and the net's scores of them. */
export interface Exported {
  readonly net: ExportedNet;
  readonly pixels: Float32Array;
  readonly inputSize: number;
  /** Where images are whitened: of the values themselves, not rounded to bytes. */
  readonly scores: Matrix;
}

const [HEIGHT, WIDTH] = [8, 8], SIZE = HEIGHT * WIDTH * 3;

/** Smooth pictures, whose pixels hang together as photographs' do. */
export function pictures(count: number): ImageSet {
  const rng = new RandomState(7), pixels = new Uint8Array(new SharedArrayBuffer(count * SIZE));
  for (let i = 0; i < count; i++) {
    const [a, b, c, d] = rng.rand(4);
    for (let j = 0; j < SIZE; j++) {
      const x = Math.floor(j / 3) % WIDTH, y = Math.floor(j / 3 / WIDTH), channel = j % 3;
      const wave = Math.sin(a * x + b * y + c * channel + 6 * d) + 0.3 * Math.cos(x * y * a + i);
      pixels[i * SIZE + j] = 128 + 80 * wave;
    }
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
    scores: net.loss(transform ? unrounded(X, settings.contrast, transform) : XTest),
  };
}

/** The whitened images as their definition has them, in float64. */
function unrounded(X: ImageSet, contrast: boolean, { mean, matrix }: LinearTransform): Matrix {
  const rows = Array.from({ length: X.rows }, (_, i) => {
    const pixels = Array.from(X.image(i)), center = average(pixels);
    const spread = Math.sqrt(average(pixels.map((x) => (x - center) ** 2)) + 10);
    const even = pixels.map((x) => contrast ? (x - center) / spread * 127.5 / 6 + 127.5 : x);
    const out = new Float64Array(matrix.cols);
    even.forEach((x, j) => matrix.row(j).forEach((w, k) => out[k] += (x - mean[j]) * w));
    return out;
  });
  return Matrix.from(rows.map((row) => [...row]));
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
