import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import {
  createBackend,
  type Patches,
  RandomState,
  TwoLayerNet,
  type TwoLayerParams,
} from "two-layer-net";
import { randomParams } from "../../lib/nn/params.ts";
import { RUNNABLE } from "../backends/runnable.ts";

const SHAPE = { height: 4, width: 3, channels: 2 };
const SIZES = { inputSize: 24, hiddenSize: 3, numClasses: 2, std: 0.1 };

function local(patches: Patches, hiddenSize = 3, seed = 0): TwoLayerParams {
  const inputSize = patches.height * patches.width * patches.channels;
  const rng = new RandomState(seed);
  return randomParams({ ...SIZES, inputSize, hiddenSize, patches, rng });
}

function column({ W1 }: TwoLayerParams, unit: number): number[] {
  return Array.from({ length: W1.rows }, (_, i) => W1.at(i, unit));
}

/**
 * The weights that are not 0, as NumPy makes them:
 *
 * rng = np.random.RandomState(0)
 * W1 = rng.randn(24, 3) * 0.1; W2 = rng.randn(3, 2) * 0.1
 * y = rng.randint(0, 4, 3); x = rng.randint(0, 3, 3)  # [2 3 0], [0 0 1]
 * r, c = np.divmod(np.arange(24) // 2, 3)
 * inside = ((r[:, None] >= y - 1) & (r[:, None] < y + 1) & (c[:, None] >= x - 1) & (c[:, None] < x + 1))
 * L = np.where(inside, W1, 0); L *= np.linalg.norm(W1, axis=0) / np.linalg.norm(L, axis=0)
 */
const NUMPY = [
  [[6, 0.1235972872248558], [7, 0.25804477705666407], [12, 0.4857115244852971], [
    13,
    -0.11934734785700661,
  ]],
  [[12, 0.31772493789510853], [13, -0.27707668757297055], [18, 0.11318529423156864], [
    19,
    -0.16761753619210548,
  ]],
  [[0, 0.22500893398758323], [1, -0.22467326039415253], [2, -0.023729705178154845], [
    3,
    0.3343331278055017,
  ]],
];

Deno.test("patches: the weights are those that NumPy makes of the same draws", () => {
  const params = local({ ...SHAPE, size: 2 });
  NUMPY.forEach((expected, unit) => {
    const found = [...column(params, unit).entries()].filter(([, value]) => value !== 0);
    assertEquals(found.map(([i]) => i), expected.map(([i]) => i));
    found.forEach(([, value], k) => assertAlmostEquals(value, expected[k][1], 1e-15));
  });
});

Deno.test("patches: a column keeps its norm, and nothing else is drawn otherwise", () => {
  const side = fc.integer({ min: 1, max: 6 });
  const shape = fc.record({ height: side, width: side, channels: fc.integer({ min: 1, max: 3 }) });
  fc.assert(fc.property(shape, side, fc.nat(99), (shape, size, seed) => {
    const inputSize = shape.height * shape.width * shape.channels;
    const dense = randomParams({ ...SIZES, inputSize, rng: new RandomState(seed) });
    const params = local({ ...shape, size }, 3, seed);
    assertEquals(params.W2, dense.W2);
    for (let unit = 0; unit < 3; unit++) {
      const all = column(dense, unit), some = column(params, unit);
      assertAlmostEquals(Math.hypot(...some), Math.hypot(...all), 1e-14);
      const at = some.findIndex((value) => value !== 0), factor = some[at] / all[at];
      some.forEach((value, i) => {
        if (value !== 0) assertAlmostEquals(value, factor * all[i], 1e-12);
      });
    }
  }));
});

Deno.test("patches: each is a square whose centre is anywhere in the image, cut by the edge", () => {
  const size = 3, shape = { height: 5, width: 4, channels: 3 }, units = 4000;
  const params = local({ ...shape, size }, units);
  const centres = new Map<string, number>();
  for (let unit = 0; unit < units; unit++) {
    const seen = new Set<string>();
    column(params, unit).forEach((value, i) => {
      const pixel = Math.floor(i / 3);
      if (value !== 0) seen.add(`${Math.floor(pixel / 4)} ${pixel % 4}`);
    });
    const centre = patchesOf(shape, size).get([...seen].sort().join());
    assert(centre !== undefined, `the weights of unit ${unit} are no patch`);
    centres.set(centre, (centres.get(centre) ?? 0) + 1);
  }
  assertEquals(centres.size, 20);
  // 200 each with a standard deviation of 14.
  for (const [centre, count] of centres) assert(Math.abs(count - 200) < 70, `${centre}: ${count}`);
});

/** The centre of a patch by the pixels that it covers. */
function patchesOf({ height, width }: { height: number; width: number }, size: number) {
  const centres = new Map<string, string>(), before = Math.floor(size / 2);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const pixels = [];
      for (let row = Math.max(0, y - before); row < Math.min(height, y - before + size); row++) {
        for (let col = Math.max(0, x - before); col < Math.min(width, x - before + size); col++) {
          pixels.push(`${row} ${col}`);
        }
      }
      centres.set(pixels.sort().join(), `${y} ${x}`);
    }
  }
  return centres;
}

Deno.test("patches: one that covers the image leaves the dense weights", () => {
  const dense = randomParams({ ...SIZES, rng: new RandomState(7) });
  const params = local({ ...SHAPE, size: 9 }, 3, 7);
  params.W1.data.forEach((value, i) => assertAlmostEquals(value, dense.W1.data[i], 1e-15));
});

for (const name of RUNNABLE) {
  Deno.test(`patches: the same first weights on ${name}`, async () => {
    for (const dtype of ["float64", "float32"] as const) {
      using backend = await createBackend(name, { dtype, threads: 1 });
      const patches = { ...SHAPE, size: 2 }, rng = new RandomState(0);
      using net = new TwoLayerNet({ ...SIZES, patches, rng, backend });
      const { W1 } = local(patches);
      assertEquals([...net.params.W1.data], [...W1.clone(dtype).data]);
    }
  });
}

Deno.test("patches: sizes that are no images of the net's are refused by name", () => {
  const refusals: [object, string][] = [
    [{ ...SHAPE, size: 0 }, "Expected patches.size to be"],
    [{ ...SHAPE, size: 2, height: 5 }, "channels of patches to be inputSize = 24 but found 30"],
    [SHAPE, "Expected patches.size to be"],
  ];
  for (const [patches, message] of refusals) {
    const make = () =>
      new TwoLayerNet({ ...SIZES, patches: patches as Patches, rng: new RandomState(0) });
    assertThrows(make, Error, message);
  }
});
