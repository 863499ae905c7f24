import { assertEquals, assertThrows } from "@std/assert";
import { type Cifar10Data, downscaled, ImageSet } from "two-layer-net";

/** One image of 2 × 4 pixels in two channels, in all three sets. */
function data(pixels: number[]): Cifar10Data {
  const labels = Uint8Array.of(3);
  const X = new ImageSet({
    pixels: Uint8Array.from(pixels),
    labels,
    height: 2,
    width: 4,
    channels: 2,
  });
  const sets = { XTrain: X, yTrain: labels, XVal: X, yVal: labels, XTest: X, yTest: labels };
  return { ...sets, meanImage: X.mean, numClasses: 4 };
}

Deno.test("a pixel of a smaller image is the mean of a square, channel by channel", () => {
  const row = [[0, 100], [2, 101], [10, 200], [20, 200]].flat();
  const below = [[4, 100], [6, 101], [30, 200], [40, 201]].flat();
  const { XTrain, XVal, meanImage } = downscaled(data([...row, ...below]), 2);
  assertEquals([XTrain.height, XTrain.width, XTrain.channels], [1, 2, 2]);
  assertEquals([...XTrain.image(0)], [3, 100, 25, 200]);
  assertEquals([...XTrain.labels], [3]);
  assertEquals([XTrain.mean, XVal.mean], [meanImage, meanImage]);
  assertEquals([...meanImage], [3, 100, 25, 200]);
});

Deno.test("a factor that does not divide the sides is refused", () => {
  const images = data(new Array(16).fill(0));
  assertThrows(() => downscaled(images, 0), RangeError, "Expected factor");
  assertThrows(() => downscaled(images, 4), RangeError, "a divisor of 2 and 4");
});
