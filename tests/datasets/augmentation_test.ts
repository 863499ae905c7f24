import { assert, assertEquals, assertThrows } from "@std/assert";
import { augmentation, ImageSet, Matrix, type PixelRows, RandomState } from "two-layer-net";

const IMAGES = new ImageSet({ pixels: new Uint8Array(3 * 3072), labels: Uint8Array.of(1, 2, 3) });
const BATCH = IMAGES.take(new Int32Array(2000));

/** Columns flip, dy, dx, top, left, bottom, right of 2000 images. */
function drawn(options: Parameters<typeof augmentation>[0]): number[][] {
  const { transforms } = augmentation(options)(BATCH, new RandomState(3)) as PixelRows;
  return Array.from({ length: 2000 }, (_, i) => [...transforms!.subarray(i * 7, i * 7 + 7)]);
}

Deno.test("half of the images are flipped, and every shift comes up", () => {
  const rows = drawn({ flip: 0.5, shift: 2 });
  const flips = rows.filter(([flip]) => flip === 1).length;
  assert(flips > 900 && flips < 1100, `${flips} of 2000`);
  const shifts = new Set(rows.map(([, dy, dx]) => `${dy} ${dx}`));
  assertEquals(shifts.size, 25);
  assert(rows.every(([, dy, dx]) => Math.abs(dy) <= 2 && Math.abs(dx) <= 2));
  assert(rows.every((row) => row[3] === row[5] && row[4] === row[6]), "nothing is cut out");
});

Deno.test("a square is cut out anywhere, centred in the image", () => {
  const rows = drawn({ flip: 0, shift: 0, cutout: 8 });
  assert(rows.every(([flip, dy, dx]) => flip === 0 && dy === 0 && dx === 0));
  assert(
    rows.every(([, , , top, left, bottom, right]) => bottom - top === 8 && right - left === 8),
  );
  for (const column of [3, 4]) {
    const starts = rows.map((row) => row[column]);
    assertEquals([Math.min(...starts), Math.max(...starts)], [-4, 27]);
  }
});

Deno.test("the same seed gives the same transforms; what is off draws nothing", () => {
  assertEquals(drawn({ shift: 3, cutout: 5 }), drawn({ shift: 3, cutout: 5 }));
  const rng = new RandomState(1);
  augmentation({ flip: 0, shift: 0 })(BATCH, rng);
  assertEquals(rng.rand(3), new RandomState(1).rand(3));
});

Deno.test("bad options and rows that are no images are refused", () => {
  assertThrows(() => augmentation({ flip: 1.5 }), RangeError, "Expected flip");
  assertThrows(() => augmentation({ shift: -1 }), RangeError, "Expected shift");
  assertThrows(() => augmentation({ cutout: 0.5 }), RangeError, "Expected cutout");
  const augment = augmentation(), rng = new RandomState(0);
  assertThrows(() => augment(Matrix.zeros(2, 3), rng), TypeError, "images of uint8 pixels");
  assertThrows(() => augment(augment(BATCH, rng), rng), RangeError, "without transforms");
  const { height: _, ...flat } = BATCH;
  assertThrows(() => augment(flat, rng), TypeError, "height, width and channels");
});
