import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { ImageSet, standardized } from "two-layer-net";
import { SIX_IMAGES } from "./six_images.ts";

const DATA = {
  XTrain: SIX_IMAGES,
  XVal: SIX_IMAGES.slice(0, 2),
  XTest: SIX_IMAGES.slice(2, 3),
  meanImage: SIX_IMAGES.mean,
};

/** x.mean(0), 1 / x.std(0); with x.reshape(6, 2, 2), x.mean((0, 1)) and 1 / x.std((0, 1)). */
const NUMPY = {
  pixel: {
    mean: [115.33333333333333, 165.5, 120.33333333333333, 129.83333333333334],
    scale: [0.01686324922372604, 0.024237528266560435, 0.021627555487960335, 0.011757543240533989],
  },
  channel: {
    mean: [117.83333333333333, 147.66666666666666, 117.83333333333333, 147.66666666666666],
    scale: [0.018786268290444868, 0.014454768220964821, 0.018786268290444868, 0.014454768220964821],
  },
};

for (const per of ["pixel", "channel"] as const) {
  Deno.test(`mean and scale per ${per} are NumPy's, and the same for all sets`, () => {
    const { XTrain, XVal, XTest, meanImage } = standardized(DATA, per);
    for (const set of [XTrain, XVal, XTest]) {
      NUMPY[per].mean.forEach((mean, j) => assertAlmostEquals(set.mean[j], mean, 1e-12));
      NUMPY[per].scale.forEach((scale, j) => assertAlmostEquals(set.scale![j], scale, 1e-15));
    }
    assertEquals(meanImage, XTrain.mean);
    assertEquals(XTest.pixels, DATA.XTest.pixels);
  });
}

Deno.test("values that never change are left in their units", () => {
  const pixels = new Uint8Array(8).fill(9), labels = Uint8Array.of(0, 1);
  const X = new ImageSet({ pixels, labels, height: 1, width: 1, channels: 4 });
  const { XTrain } = standardized({ XTrain: X, XVal: X, XTest: X, meanImage: X.mean }, "pixel");
  assertEquals([...XTrain.scale!, ...XTrain.mean], [1, 1, 1, 1, 9, 9, 9, 9]);
});

Deno.test("another standardisation is refused", () => {
  assertThrows(
    () => standardized(DATA, "image" as "pixel"),
    RangeError,
    'Expected per to be one of "channel", "pixel" but found "image"',
  );
});
