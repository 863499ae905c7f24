import { assertEquals } from "@std/assert";
import { visualizeGrid } from "two-layer-net/plotting";

// The original, cs231n/vis_utils.py (ubound=255.0), over NumPy 2:
//   k = np.arange(2 * 3 * 3 * 3); W = ((k * 37) % 101 - 50) / 7
//   visualize_grid(W.reshape(2, 3, 3, -1).transpose(3, 0, 1, 2), padding=1).astype('uint8')
const ORIGINAL = [
  [0, 25, 51, 76, 101, 127, 153, 178, 203, 0, 0, 0, 88, 116, 144, 171, 199, 227, 254, 2, 30],
  [229, 255, 22, 48, 73, 99, 124, 150, 175, 0, 0, 0, 58, 85, 113, 141, 169, 196, 224, 252, 0],
  [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
  [199, 227, 254, 2, 30, 58, 85, 113, 141, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
  [169, 196, 224, 252, 0, 27, 55, 83, 110, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
];

Deno.test("the grid equals the original's, byte by byte", () => {
  const data = Float64Array.from({ length: 54 }, (_, k) => ((k * 37) % 101 - 50) / 7);
  const grid = visualizeGrid({ rows: 18, cols: 3, data }, { imageWidth: 3, imageHeight: 2 });
  assertEquals([grid.width, grid.height], [7, 5]);
  assertEquals([...grid.pixels], ORIGINAL.flat());
});

// k = np.arange(3072 * 50); W = ((k * 7919) % 10007 - 5000) / 7
// g = visualize_grid(W.reshape(32, 32, 3, -1).transpose(3, 0, 1, 2), padding=3).astype('uint8')
// g.shape, g.sum(), (g.ravel().astype(np.int64) * (np.arange(g.size) % 1009)).sum()
Deno.test("50 hidden units of CIFAR-10 make the assignment's grid", () => {
  const data = Float64Array.from({ length: 3072 * 50 }, (_, k) => ((k * 7919) % 10007 - 5000) / 7);
  const { width, height, pixels } = visualizeGrid({ rows: 3072, cols: 50, data }, { padding: 3 });
  assertEquals([width, height], [277, 277]);
  assertEquals(pixels.reduce((sum, value) => sum + value, 0), 19507331);
  assertEquals(pixels.reduce((sum, value, i) => sum + value * (i % 1009), 0), 9832181872);
});

Deno.test("images without a range are black", () => {
  const data = Float64Array.from([1, NaN, 1, 2, 1, 3]);
  const { pixels } = visualizeGrid({ rows: 3, cols: 2, data }, { imageWidth: 1, imageHeight: 1 });
  assertEquals(pixels.length, (2 + 1) * (2 + 1) * 3);
  assertEquals(pixels.every((value) => value === 0), true);
});

Deno.test("weights of grey images are stretched as those of each colour", () => {
  const data = Float64Array.of(-1, 0, 1, 3);
  const grid = visualizeGrid({ rows: 4, cols: 1, data }, {
    imageWidth: 2,
    imageHeight: 2,
    channels: 1,
  });
  assertEquals([...grid.pixels], [0, 0, 0, 63, 63, 63, 127, 127, 127, 255, 255, 255]);
});
