import { ImageSet, RandomState } from "two-layer-net";

/** Images of 4 × 4 pixels whose class is the row that is bright. */
export function tinyImages(count: number, seed: number): ImageSet {
  const rng = new RandomState(seed);
  const pixels = Uint8Array.from(rng.randint(0, 120, count * 48));
  const labels = Uint8Array.from(rng.randint(0, 4, count));
  labels.forEach((row, i) => pixels.fill(250, i * 48 + row * 12, i * 48 + row * 12 + 12));
  return new ImageSet({ pixels, labels, height: 4, width: 4 });
}

/** Training, validation and test images of that kind. */
export function tinyData() {
  const [XTrain, XVal, XTest] = [tinyImages(200, 1), tinyImages(40, 2), tinyImages(40, 3)];
  const [yTrain, yVal, yTest] = [XTrain.labels, XVal.labels, XTest.labels];
  return { XTrain, yTrain, XVal, yVal, XTest, yTest, meanImage: XTrain.mean, numClasses: 4 };
}
