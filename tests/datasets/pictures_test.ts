import { assertEquals, assertThrows } from "@std/assert";
import { augmentation, pictures, RandomState } from "two-layer-net";
import { SIX_IMAGES } from "./six_images.ts";

Deno.test("pictures show what a net takes in, clipped to black and white", () => {
  const images = SIX_IMAGES.slice(0, 1).with({
    mean: Float64Array.of(175, 196, 125, 46),
    scale: Float64Array.of(1, 0.01, 0.01, 0.02),
  }); // 0, 0, -1, 4
  assertEquals([...pictures(images, 2)[0]], [128, 128, 64, 255]);
  assertEquals([...pictures(images, 1)[0]], [128, 128, 0, 255]);
});

Deno.test("without a reach, two root mean squares are black and white", () => {
  const [images, mean] = [SIX_IMAGES.slice(0, 1), Float64Array.of(176, 195, 26, 247)];
  assertEquals([...pictures(images.with({ mean }))[0]], [64, 191, 64, 64]);
  const still = images.with({ mean: Float64Array.from(images.image(0)) });
  assertEquals([...pictures(still)[0]], [128, 128, 128, 128]);
});

Deno.test("what is shifted in is middle grey", () => {
  const augment = augmentation({ flip: 0, shift: 1 });
  const images = SIX_IMAGES.take(new Int32Array(200));
  const shown = pictures(augment(images, new RandomState(0)), 255);
  const kinds = new Set(shown.map((picture) => picture.join()));
  assertEquals(kinds.size, 4, "as it is, up, down, and out of the picture");
  assertEquals(kinds.has("128,128,128,128"), true);
});

Deno.test("a reach that is not greater than 0 is refused", () => {
  assertThrows(() => pictures(SIX_IMAGES, 0), RangeError, "Expected reach");
});
