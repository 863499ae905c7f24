import { assert, assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { ImageSet, meanImage } from "../../lib/datasets/image_set.ts";
import { isPixelRows } from "../../lib/matrix/rows.ts";

/** Four images of 1 × 2 pixels of 3 values: 0 to 5, 6 to 11, and so on. */
function smallSet(): ImageSet {
  const pixels = new Uint8Array(new SharedArrayBuffer(24));
  pixels.forEach((_, i) => pixels[i] = i);
  return new ImageSet({
    pixels,
    labels: Uint8Array.of(3, 1, 4, 1),
    mean: Float64Array.of(0.5, 1, 1.5, 2, 2.5, 3),
    height: 1,
    width: 2,
  });
}

Deno.test("ImageSet is a net's input as it stands", () => {
  const images = smallSet();
  assert(isPixelRows(images));
  assertEquals([images.rows, images.cols, images.index], [4, 6, null]);
});

Deno.test("ImageSet.take() gives the rows of a batch without copying a pixel", () => {
  const images = smallSet();
  const batch = images.take([2, 0, 2]);
  assertEquals([batch.rows, batch.cols], [3, 6]);
  assertEquals(batch.index, Int32Array.of(2, 0, 2));
  assertStrictEquals(batch.pixels, images.pixels);
  assertStrictEquals(batch.mean, images.mean);
  const indices = Int32Array.of(1);
  assertStrictEquals(images.take(indices).index, indices);
});

Deno.test("ImageSet.slice() shares pixels, labels and mean", () => {
  const images = smallSet();
  const part = images.slice(1, 3);
  assertEquals([part.rows, part.cols, part.height, part.width], [2, 6, 1, 2]);
  assertEquals([...part.labels], [1, 4]);
  assertEquals([...part.image(1)], [12, 13, 14, 15, 16, 17]);
  assertStrictEquals(part.mean, images.mean);
  images.pixels[6] = 99;
  assertEquals(part.image(0)[0], 99);
  assertEquals(images.slice(4, 4).rows, 0);
});

Deno.test("ImageSet reaches a worker with its pixels shared", async () => {
  const images = smallSet().slice(1, 3);
  const source = "onmessage = ({ data }) => { data.pixels[0] = 77; postMessage(data); close(); };";
  const worker = new Worker(`data:text/javascript,${encodeURIComponent(source)}`, {
    type: "module",
  });
  const back = await new Promise<ImageSet>((resolve) => {
    worker.onmessage = ({ data }) => resolve(new ImageSet(data));
    worker.postMessage(images);
  });
  worker.terminate();
  assertEquals(images.image(0)[0], 77);
  assertEquals([...back.image(1)], [...images.image(1)]);
  assertEquals([...back.labels], [1, 4]);
});

Deno.test("meanImage() is the mean of each column", () => {
  fc.assert(
    fc.property(
      fc.array(fc.uint8Array({ minLength: 3, maxLength: 3 }), { minLength: 1 }),
      (rows) => {
        const pixels = Uint8Array.from(rows.flatMap((row) => [...row]));
        const images = new ImageSet({
          pixels,
          labels: new Uint8Array(rows.length),
          height: 1,
          width: 1,
        });
        const column = (j: number) => rows.reduce((sum, row) => sum + row[j], 0) / rows.length;
        assertEquals([...meanImage(images)], [column(0), column(1), column(2)]);
      },
    ),
  );
});

const BAD_CALLS: [() => unknown, string][] = [
  [() => smallSet().take([0, 4]), "Expected indices[1] to be an integer from 0 to 3 but found 4"],
  [() => smallSet().take([0.5]), "Expected indices[0] to be an integer from 0 to 3 but found 0.5"],
  [() => smallSet().image(-1), "Expected i to be an integer from 0 to 3 but found -1"],
  [() => smallSet().slice(2, 1), "Expected end to be an integer from 2 to 4 but found 1"],
  [() => smallSet().slice(5, 6), "Expected start to be an integer from 0 to 4 but found 5"],
  [
    () =>
      new ImageSet({ pixels: new Uint8Array(5), labels: new Uint8Array(1), height: 32, width: 32 }),
    "Expected pixels.length to be labels.length * height * width * channels = 3072 but found 5",
  ],
  [
    () =>
      new ImageSet({
        pixels: new Uint8Array(3072),
        labels: new Uint8Array(1),
        mean: new Float64Array(3),
        height: 32,
        width: 32,
      }),
    "Expected mean.length to be height * width * channels = 3072 but found 3",
  ],
  [
    () =>
      new ImageSet({ pixels: new Uint8Array(0), labels: new Uint8Array(0), height: 0, width: 1 }),
    "Expected height to be an integer of at least 1 but found 0",
  ],
  [
    () => new ImageSet({ pixels: new Uint8Array(3072), labels: new Uint8Array(1) } as never),
    "Expected height to be an integer of at least 1 but found undefined",
  ],
  [
    () => meanImage(smallSet().slice(0, 0)),
    "Expected the number of images to be an integer of at least 1 but found 0",
  ],
];

for (const [call, message] of BAD_CALLS) {
  Deno.test(`ImageSet: ${message}`, () => {
    assertThrows(call, RangeError, message);
  });
}

Deno.test("a scale goes with batches, slices and messages, and is given up by with()", () => {
  const scale = Float64Array.of(1, 2, 3, 4, 5, 6);
  const images = smallSet().with({ mean: smallSet().mean, scale });
  for (
    const part of [images.take([1]), images.slice(0, 2), new ImageSet(structuredClone(images))]
  ) {
    assertEquals(part.scale, scale);
    assertEquals([part.height, part.width, part.channels], [1, 2, 3]);
  }
  const plain = images.with({ scale: undefined });
  assertEquals([plain.scale, plain.mean], [undefined, images.mean]);
});

Deno.test("a scale of another length, or that is not greater than 0, is refused", () => {
  const images = smallSet();
  assertThrows(
    () => images.with({ scale: Float64Array.of(1, 2) }),
    RangeError,
    "Expected scale.length to be height * width * channels = 6 but found 2",
  );
  assertThrows(
    () => images.with({ scale: Float64Array.of(1, 2, 0, 4, 5, 6) }),
    RangeError,
    "Expected scale[2] to be a finite number greater than 0 but found 0",
  );
});
