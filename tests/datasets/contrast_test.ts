import { assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import { contrastNormalized, createBackend } from "two-layer-net";
import { SIX_IMAGES } from "./six_images.ts";

/** (x - x.mean(1, keepdims=True)) / np.sqrt(x.var(1, keepdims=True) + 10), the first two rows. */
const NUMPY = [
  [0.17589977446672447, 0.4306511719702565, -1.6437530648442185, 1.0372021184072375],
  [-1.2201318799667837, 1.4419740399607446, 0.33276323999094104, -0.5546053999849018],
];

Deno.test("contrast is normalised image by image, to within half a byte's step", async () => {
  using backend = await createBackend("reference");
  const images = await contrastNormalized(SIX_IMAGES);
  const floats = backend.zeros(6, 4);
  backend.gather(images, floats);
  NUMPY.forEach((row, i) =>
    row.forEach((value, j) => assertAlmostEquals(floats.at(i, j), value, 0.0236))
  );
  assertEquals(images.labels, SIX_IMAGES.labels);
});

Deno.test("an epsilon of 0 is refused: an even image has no contrast", async () => {
  await assertRejects(
    () => contrastNormalized(SIX_IMAGES, { epsilon: 0 }),
    RangeError,
    "Expected epsilon to be a finite number greater than 0 but found 0",
  );
});
