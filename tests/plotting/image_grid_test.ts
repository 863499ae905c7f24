import { assert, assertEquals } from "@std/assert";
import { decode } from "fast-png";
import fc from "fast-check";
import { imageGrid } from "two-layer-net/plotting";
import { enlarge } from "../../lib/plotting/drawing/raster.ts";

const size = { imageWidth: 2, imageHeight: 3 };
const image = (first: number) => Uint8Array.from({ length: 18 }, (_, i) => first + i);

Deno.test("images stand row by row on white", () => {
  const { width, height, pixels } = imageGrid([image(0), image(50), image(100)], {
    ...size,
    columns: 2,
    padding: 1,
  });
  assertEquals([width, height], [2 * 2 + 1, 2 * 3 + 1]);
  const row = (y: number) => [...pixels.subarray(y * 15, (y + 1) * 15)];
  assertEquals(row(0), [0, 1, 2, 3, 4, 5, 255, 255, 255, 50, 51, 52, 53, 54, 55]);
  assertEquals(row(3), Array(15).fill(255));
  assertEquals(row(6), [112, 113, 114, 115, 116, 117, ...Array(9).fill(255)]);
});

Deno.test("every pixel becomes a square of equal pixels", () => {
  const shape = fc.record({
    width: fc.integer({ min: 1, max: 9 }),
    height: fc.integer({ min: 1, max: 9 }),
  });
  fc.assert(fc.property(shape, fc.integer({ min: 1, max: 5 }), ({ width, height }, factor) => {
    const pixels = Uint8Array.from({ length: width * height * 3 }, (_, i) => (i * 37) % 256);
    const enlarged = enlarge({ width, height, pixels }, factor);
    assertEquals([enlarged.width, enlarged.height], [width * factor, height * factor]);
    for (let i = 0; i < enlarged.pixels.length; i++) {
      const [x, y] = [Math.floor(i / 3) % enlarged.width, Math.floor(i / 3 / enlarged.width)];
      const source = (Math.floor(y / factor) * width + Math.floor(x / factor)) * 3 + i % 3;
      assertEquals(enlarged.pixels[i], pixels[source]);
    }
  }));
});

Deno.test("the PNG holds the enlarged pixels, and the bundle its size", async () => {
  const grid = imageGrid([image(0)], { ...size, scale: 3 });
  const { data, metadata } = await grid.toDisplayData();
  assertEquals(Object.keys(data), ["image/png", "text/plain"]);
  assertEquals(metadata, { "image/png": { width: 6, height: 9, alt: grid.summary } });
  const png = decode(Uint8Array.fromBase64(data["image/png"] as string));
  assertEquals([png.width, png.height, png.channels], [12, 18, 3]);
  assertEquals([...png.data], [...enlarge(grid, 6).pixels]);
});

Deno.test("texts stand around the images and leave their pixels alone", async () => {
  const dark = new Uint8Array(32 * 32 * 3).fill(60);
  const plain = imageGrid([dark, dark], { columns: 1, padding: 0 });
  const labelled = imageGrid([dark, dark], {
    columns: 1,
    padding: 0,
    captions: ["a caption that is much too long for its image", "cat"],
    rowLabels: ["first", "second"],
    columnLabels: ["class"],
  });
  const [before, after] = [decode(await plain.toPng()), decode(await labelled.toPng())];
  assert(after.width > before.width && after.height > before.height);
  // Two images of 128 × 128, opaque; texts in a grey that any page shows; nothing around them.
  assertEquals([before.channels, after.channels], [3, 4]);
  const pixels = Array.from({ length: after.width * after.height }, (_, i) => [
    ...after.data.subarray(4 * i, 4 * i + 4),
  ]);
  const count = (...expected: number[]): number =>
    pixels.filter((pixel) => expected.every((value, i) => pixel[i] === value)).length;
  assertEquals(count(60, 60, 60, 255), 2 * 128 * 128);
  assert(count(0x76, 0x76, 0x76, 255) > 100);
  assert(pixels.filter(([, , , alpha]) => alpha === 0).length > 128 * 20);
});
