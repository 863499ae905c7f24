import { assertEquals, assertThrows } from "@std/assert";
import { createBackend, ImageSet, Matrix, type Rows, views } from "two-layer-net";

const pixels = Uint8Array.of(1, 2, 3, 4, 5, 6), labels = Uint8Array.of(0);
const images = new ImageSet({ pixels, labels, height: 2, width: 3, channels: 1 });
const backend = await createBackend("reference");

function floats(rows: Rows): number[] {
  const out = Matrix.zeros(1, 6);
  backend.gather(rows, out);
  return [...out.data];
}

Deno.test("views: the image, its mirror image, and both moved by up to a pixel", () => {
  const [one, two, all] = [views(images, 1), views(images, 2), views(images, 18)].map((some) =>
    some.map(floats)
  );
  assertEquals(one, [[1, 2, 3, 4, 5, 6]]);
  assertEquals(two, [[1, 2, 3, 4, 5, 6], [3, 2, 1, 6, 5, 4]]);
  assertEquals(all.slice(0, 2), two);
  assertEquals(new Set(all.map(String)).size, 18);
  for (const moved of [[4, 5, 6, 0, 0, 0], [2, 3, 0, 5, 6, 0], [0, 0, 0, 2, 1, 0]]) {
    assertEquals(all.filter((view) => `${view}` === `${moved}`).length, 1, `${moved}`);
  }
});

Deno.test("views: other numbers, a matrix and images that were moved are refused", () => {
  assertThrows(() => views(images, 9 as 18), RangeError, "count to be one of 1, 2, 18 but found 9");
  assertThrows(() => views(Matrix.zeros(1, 6), 2), TypeError, "images of uint8 pixels");
  const [, mirrored] = views(images, 2);
  assertThrows(() => views(mirrored, 2), RangeError, "without transforms");
});
