import { assertEquals } from "@std/assert";
import { createBackend, ImageSet, Matrix } from "two-layer-net";
import { mirrored } from "../../lib/datasets/mirror.ts";

Deno.test("the pixels of each row come from right to left, their values as they were", async () => {
  const pixels = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8), labels = Uint8Array.of(0);
  const images = new ImageSet({ pixels, labels, height: 2, width: 2, channels: 2 });
  const backend = await createBackend("reference"), floats = Matrix.zeros(1, 8);
  backend.gather(mirrored(images), floats);
  assertEquals(floats.toArray(), [[3, 4, 1, 2, 7, 8, 5, 6]]);
});
