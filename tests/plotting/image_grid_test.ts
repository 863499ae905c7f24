import { assert, assertEquals, assertThrows } from "@std/assert";
import { decode, type DecodedPng } from "fast-png";
import fc from "fast-check";
import { imageGrid, visualizeGrid } from "two-layer-net/plotting";
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
  assertEquals([png.width, png.height, png.channels], [12, 18, 4]);
  const isOpacity = (_: number, i: number): boolean => i % 4 === 3;
  assertEquals([...png.data].filter((value, i) => !isOpacity(value, i)), [
    ...enlarge(grid, 6).pixels,
  ]);
  assert(png.data.filter(isOpacity).every((opacity) => opacity === 255));
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
  const pixels = Array.from({ length: after.width * after.height }, (_, i) => [
    ...after.data.subarray(4 * i, 4 * i + 4),
  ]);
  const count = (...expected: number[]): number =>
    pixels.filter((pixel) => expected.every((value, i) => pixel[i] === value)).length;
  assertEquals(count(60, 60, 60, 255), 2 * 128 * 128);
  assert(count(0x76, 0x76, 0x76, 255) > 100);
  assert(pixels.filter(([, , , alpha]) => alpha === 0).length > 128 * 20);
});

/** By pixel of a row of a PNG: whether the page shows through. */
const transparent = ({ data, width }: DecodedPng, y: number): boolean[] =>
  Array.from({ length: width }, (_, x) => data[4 * (y * width + x) + 3] === 0);

Deno.test("gaps and empty places show the page, of weights too, whose last rows may be empty", async () => {
  const looks = { imageWidth: 2, imageHeight: 2, padding: 1, scale: 1, title: "" };
  const weights = {
    rows: 12,
    cols: 5,
    data: Float64Array.from({ length: 60 }, (_, i) => i * i % 7),
  };
  const grid = visualizeGrid(weights, looks);
  assertEquals([grid.width, grid.height], [8, 8]);
  const png = decode(await grid.toPng());
  // Of three rows of three, as the original has them, the third holds no image.
  assertEquals([png.width, png.height], [16, 10]);
  const [image, gap] = [Array(4).fill(false), Array(2).fill(true)];
  assertEquals(transparent(png, 0), [...image, ...gap, ...image, ...gap, ...image]);
  assertEquals(transparent(png, 4), Array(16).fill(true));
  assertEquals(transparent(png, 9), [...image, ...gap, ...image, ...Array(6).fill(true)]);
});

Deno.test("a title stands above the images, and makes room for itself", async () => {
  const grey = new Uint8Array(32 * 32 * 3).fill(60);
  const sizeOf = async (title: string) => {
    const { metadata } = await imageGrid([grey], { title }).toDisplayData();
    const { width, height } = metadata["image/png"] as { width: number; height: number };
    return [width, height];
  };
  assertEquals(await sizeOf(""), [64, 64]);
  const [width, height] = await sizeOf("One picture of the training set");
  assert(width > 200 && height > 64, `${width} × ${height}`);
  assertEquals((await sizeOf("very long ".repeat(100)))[0], 700);
});

Deno.test("captions as wide as an image and its gap are whole at the edges", async () => {
  const grey = new Uint8Array(32 * 32 * 3).fill(60);
  const captions = Array(2).fill("truck: automobile? 90 %");
  const grid = imageGrid([grey, grey], { columns: 2, scale: 4, padding: 6, captions });
  const { width, height, data } = decode(await grid.toPng());
  const column = (x: number) =>
    Array.from({ length: height }, (_, y) => data[4 * (y * width + x) + 3]);
  // Drawn are texts that reach past their images, and none touches the edge of the picture.
  const past = [20, 21, 22, 23].flatMap((x) => column(x).slice(256));
  assert(past.some((opacity) => opacity > 0));
  for (const x of [0, 1, width - 2, width - 1]) assert(column(x).every((opacity) => opacity === 0));
});

Deno.test("grey images look as those whose three colours are alike", () => {
  const grey = Uint8Array.of(0, 50, 100, 150, 200, 250);
  const color = Uint8Array.from([...grey].flatMap((level) => [level, level, level]));
  const [one, three] = [imageGrid([grey], { ...size, channels: 1 }), imageGrid([color], size)];
  assertEquals(one.pixels, three.pixels);
  assertThrows(() => imageGrid([grey], { ...size, channels: 2 }), RangeError, "channels");
  assertEquals(imageGrid([grey], size).pixels, one.pixels);
});

const SIZES = [
  [27, {}, "3 × 3"],
  [36, {}, "6 × 6"],
  [36, { channels: 3 }, "no image"],
  [36, { imageWidth: 3 }, "4 × 3"],
  [36, { imageWidth: 9 }, "4 × 9"],
  [36, { imageHeight: 2, channels: 1 }, "2 × 18"],
  [3072, {}, "32 × 32"],
  [784, {}, "28 × 28"],
] as const;

for (const [values, given, expected] of SIZES) {
  Deno.test(`images of ${values} bytes are of ${expected} with ${JSON.stringify(given)}`, () => {
    const draw = () => imageGrid([new Uint8Array(values)], given);
    if (expected === "no image") assertThrows(draw, RangeError, "to be a square × 3, or");
    else assertEquals(draw().summary, `1 images of ${expected} in 1 row of 1`);
  });
}
