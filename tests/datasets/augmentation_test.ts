import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import {
  augmentation,
  createBackend,
  ImageSet,
  Matrix,
  type PixelRows,
  RandomState,
} from "two-layer-net";

const IMAGES = new ImageSet({
  pixels: new Uint8Array(3 * 3072),
  labels: Uint8Array.of(1, 2, 3),
  height: 32,
  width: 32,
});
const BATCH = IMAGES.take(new Int32Array(2000));

/** Columns flip, dy, dx, top, left, bottom, right, yy, yx, xy, xx, contrast, brightness of 2000 images. */
function drawn(options: Parameters<typeof augmentation>[0]): number[][] {
  const { transforms } = augmentation(options)(BATCH, new RandomState(3)) as PixelRows;
  return Array.from({ length: 2000 }, (_, i) => [...transforms!.subarray(i * 13, i * 13 + 13)]);
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

/** Smallest and largest of a column. */
function ends(rows: number[][], column: number): [number, number] {
  const values = rows.map((row) => row[column]);
  return [Math.min(...values), Math.max(...values)];
}

Deno.test("a deformation leads back to where it came from, and stays within its bounds", () => {
  const options = { flip: 0, shift: 0, rotation: 20, scaling: 0.2, shear: 10 };
  const angles = [], sizes = [], slopes = [];
  for (const row of drawn(options)) {
    const [yy, yx, xy, xx] = row.slice(7, 11).map((part) => part / 65536);
    // The inverse of the way back, [column, row] from [x, y], is turn · size · lean.
    const det = (1 + xx) * (1 + yy) - xy * yx;
    const [a, b, c, d] = [(1 + yy) / det, -xy / det, -yx / det, (1 + xx) / det];
    const angle = Math.atan2(c, a), size = Math.hypot(a, c);
    angles.push(angle * 180 / Math.PI);
    sizes.push(size);
    slopes.push(Math.atan((Math.cos(angle) * b + Math.sin(angle) * d) / size) * 180 / Math.PI);
  }
  for (
    const [values, least, most] of [[angles, -20, 20], [sizes, 0.8, 1.2], [
      slopes,
      -10,
      10,
    ]] as const
  ) {
    const margin = (most - least) / 100;
    const [first, last] = [Math.min(...values), Math.max(...values)];
    assert(first > least - 0.01 && first < least + margin, `${first} is not about ${least}`);
    assert(last < most + 0.01 && last > most - margin, `${last} is not about ${most}`);
  }
});

Deno.test("an image of a plane is turned by the angle that was drawn", async () => {
  // A plane's bilinear values are exact: at the centre's distance (x, y), x · cos + y · sin back there.
  const size = 9, angle = 0.3;
  const pixels = Uint8Array.from(
    { length: 81 },
    (_, i) => 100 + 10 * (i % size) + Math.floor(i / size),
  );
  const shape = { height: size, width: size, channels: 1 };
  const images = new ImageSet({ pixels, labels: Uint8Array.of(0), ...shape });
  const rows = augmentation({ flip: 0, shift: 0, rotation: 180 * angle / Math.PI })(
    images,
    { __proto__: RandomState.prototype, rand: () => Float64Array.of(1) } as unknown as RandomState,
  );
  const out = Matrix.zeros(1, 81);
  (await createBackend("reference")).gather(rows, out);
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  for (const [x, y] of [[0, 0], [2, 0], [0, 2], [-1, 2], [2, 2]]) {
    const expected = 144 + 10 * (cos * x + sin * y) + (-sin * x + cos * y);
    assertAlmostEquals(out.at(0, (y + 4) * size + x + 4), expected, 1e-3);
  }
});

Deno.test("light changes within its bounds, and nothing else", () => {
  const rows = drawn({ flip: 0, shift: 0, contrastJitter: 0.25, brightnessJitter: 2 });
  assert(rows.every((row) => row.slice(0, 11).every((field) => field === 0)));
  const [[darkest, brightest], [flattest, sharpest]] = [ends(rows, 12), ends(rows, 11)];
  for (
    const [found, expected] of [[darkest, -2], [brightest, 2], [flattest, -0.25], [sharpest, 0.25]]
  ) {
    assert(
      Math.abs(found / 65536 / expected - 1) < 0.01,
      `${found / 65536} is not about ${expected}`,
    );
  }
});

Deno.test("the same seed gives the same transforms; what is off draws nothing", () => {
  const all = { shift: 3, cutout: 5, rotation: 3, scaling: 0.1, shear: 3, contrastJitter: 0.1 };
  assertEquals(drawn(all), drawn(all));
  const moves = drawn({ shift: 3, cutout: 5 }).map((row) => row.slice(0, 7));
  assertEquals(drawn(all).map((row) => row.slice(0, 7)), moves);
  const rng = new RandomState(1);
  augmentation({ flip: 0, shift: 0 })(BATCH, rng);
  assertEquals(rng.rand(3), new RandomState(1).rand(3));
});

Deno.test("bad options and rows that are no images are refused", () => {
  assertThrows(() => augmentation({ flip: 1.5 }), RangeError, "Expected flip");
  assertThrows(() => augmentation({ shift: -1 }), RangeError, "Expected shift");
  assertThrows(() => augmentation({ cutout: 0.5 }), RangeError, "Expected cutout");
  for (const [name, value] of [["rotation", 181], ["scaling", 1], ["shear", -1]] as const) {
    assertThrows(() => augmentation({ [name]: value }), RangeError, `Expected ${name}`);
  }
  for (const name of ["contrastJitter", "brightnessJitter"]) {
    assertThrows(() => augmentation({ [name]: 300 }), RangeError, `Expected ${name}`);
  }
  const augment = augmentation(), rng = new RandomState(0);
  assertThrows(() => augment(Matrix.zeros(2, 3), rng), TypeError, "images of uint8 pixels");
  assertThrows(() => augment(augment(BATCH, rng), rng), RangeError, "without transforms");
  const { height: _, ...flat } = BATCH;
  assertThrows(() => augment(flat, rng), TypeError, "height, width and channels");
});
