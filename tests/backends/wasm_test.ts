import { assert, assertEquals, assertThrows } from "@std/assert";
import { type DType, Matrix, type PixelRows, RandomState } from "two-layer-net";
import { ReferenceBackend } from "../../lib/backends/reference.ts";
import { WasmBackend } from "../../lib/backends/wasm/backend.ts";
import { bootHelpers } from "../../lib/backends/wasm/helpers.ts";
import { instantiateKernels } from "../../lib/backends/wasm/kernels.ts";
import { MOMENTUM } from "../../lib/optim/sgd.ts";
import { testConformance } from "./conformance.ts";

const DTYPES = ["float64", "float32"] as const;

testConformance(
  "wasm without relaxed SIMD",
  async (dtype) => new WasmBackend(dtype, 1, await instantiateKernels(false)),
);

/** A backend whose helpers are all awake. */
async function withHelpers(dtype: DType, threads: number): Promise<WasmBackend> {
  const instance = await instantiateKernels();
  bootHelpers(instance, threads);
  while (instance.kernels.helpers() < threads - 1) await new Promise((wake) => setTimeout(wake, 5));
  return new WasmBackend(dtype, threads, instance);
}

function randomPixels(images: number, cols: number, rows: number): PixelRows {
  const rng = new RandomState(3);
  return {
    rows,
    cols,
    pixels: Uint8Array.from(rng.randint(0, 256, images * cols)),
    index: Int32Array.from(rng.randint(0, images, rows)),
    mean: rng.rand(cols).map((x) => 256 * x),
  };
}

/** The bytes of the results of every kernel that has threads. */
function everyResult(backend: WasmBackend): Uint8Array[] {
  const rng = new RandomState(4);
  const own = (rows: number, cols: number) => backend.from(rng.randn(rows, cols));
  const X = randomPixels(70, 700, 203);
  const w = own(700, 53), h = own(203, 53), floats = own(203, 700), large = own(900, 531);
  const outs = {
    forward: backend.zeros(203, 53),
    gradient: backend.zeros(700, 53),
    narrow: backend.zeros(53, 53),
    transB: backend.zeros(203, 203),
    gathered: backend.zeros(203, 700),
    sums: backend.zeros(1, 531),
    squares: backend.zeros(1, 1),
  };
  backend.matmul(X, w, outs.forward);
  backend.matmulTransA(X, h, outs.gradient);
  backend.matmulTransA(h, outs.forward, outs.narrow);
  backend.matmulTransB(floats, floats, outs.transB);
  backend.gather(X, outs.gathered);
  backend.columnSums(large, outs.sums);
  outs.squares.data[0] = backend.sumOfSquares(large);
  backend.addBiasRelu(outs.sums, large);
  backend.addScaled(0.1, own(900, 531), large);
  backend.reluBackward(own(900, 531), large);
  backend.update(MOMENTUM, [0.1, 0.9, 1, 0.01], own(900, 531), own(900, 531), large);
  backend.dropout(0.3, [4, 5], large);
  return [...Object.values(outs), large].map(({ data }) =>
    new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice()
  );
}

for (const dtype of DTYPES) {
  Deno.test(`wasm ${dtype}: results are the same bits for 1, 2 and 3 threads`, async () => {
    using alone = await withHelpers(dtype, 1);
    const expected = everyResult(alone);
    for (const threads of [2, 3]) {
      using team = await withHelpers(dtype, threads);
      for (let repeat = 0; repeat < 20; repeat++) assertEquals(everyResult(team), expected);
    }
  });

  Deno.test(`wasm ${dtype}: pixels that take several chunks`, async () => {
    using backend = await withHelpers(dtype, 1);
    const X = randomPixels(50, 30, 2500), rng = new RandomState(5);
    const floats = new ReferenceBackend().zeros(2500, 30);
    new ReferenceBackend().gather(X, floats);
    const w = rng.randn(30, 7), h = rng.randn(2500, 7);
    const forward = backend.zeros(2500, 7), gradient = backend.zeros(30, 7);
    backend.matmul(X, w, forward);
    backend.matmulTransA(X, h, gradient);
    const expected = [Matrix.zeros(2500, 7), Matrix.zeros(30, 7)];
    new ReferenceBackend().matmul(floats, w, expected[0]);
    new ReferenceBackend().matmulTransA(floats, h, expected[1]);
    const tolerance = dtype === "float64" ? 1e-9 : 0.5; // 2500 terms of up to 1000
    [forward, gradient].forEach((found, i) =>
      found.data.forEach((x, j) => assert(Math.abs(x - expected[i].data[j]) <= tolerance))
    );
  });
}

Deno.test("wasm: what cannot be is refused, and says why", async () => {
  using backend = await withHelpers("float64", 1);
  const out = backend.zeros(2, 3), a = Matrix.zeros(2, 2), b = Matrix.zeros(2, 3);
  const X: PixelRows = {
    rows: 2,
    cols: 2,
    pixels: new Uint8Array(8),
    index: Int32Array.of(0, 4),
    mean: new Float64Array(2),
  };
  assertThrows(() => backend.zeros(100_000, 100_000), RangeError, "100000 × 100000 float64 matrix");
  assertThrows(() => backend.matmul(a, b, b), TypeError, "Expected out to be a float64 matrix");
  assertThrows(
    () => backend.matmul(X, b, out),
    RangeError,
    "index[1] to be an integer from 0 to 3",
  );
  const short = { ...X, index: null, mean: new Float64Array(1) };
  assertThrows(() => backend.matmul(short, b, out), RangeError, "Expected mean.length to be 2");
  const scaled = { ...X, index: null, scale: new Float64Array(3) };
  assertThrows(() => backend.matmul(scaled, b, out), RangeError, "Expected scale.length to be 2");
  const moved = { ...X, index: null, transforms: new Int32Array(7) };
  assertThrows(() => backend.from(moved), TypeError, "height, width and channels");
  const image = { ...moved, height: 1, width: 2, channels: 1 };
  assertThrows(() => backend.from(image), RangeError, "Expected transforms.length to be 26");
  const many = { ...X, rows: 5, index: null };
  assertThrows(() => backend.gather(many, backend.zeros(5, 2)), RangeError, "Expected rows to be");
  backend.free(out);
  assertThrows(() => backend.matmul(a, b, out), TypeError, "that this backend made");
});

Deno.test("wasm: a slice is an operand and an output without a copy", async () => {
  using backend = await withHelpers("float64", 1);
  const a = backend.from(Matrix.from([[9, 9], [1, 2], [3, 4]])).slice(1, 3);
  const out = backend.zeros(3, 1);
  backend.matmul(a, Matrix.from([[1], [10]]), out.slice(0, 2));
  assertEquals(out.toArray(), [[21], [43], [0]]);
});

Deno.test("wasm: needs no permission, and helpers left alone do not keep a process alive", async () => {
  const script = `
    import { createBackend, Matrix } from "two-layer-net";
    const backend = await createBackend("wasm", { threads: 3 });
    const out = backend.zeros(300, 300);
    backend.matmul(Matrix.zeros(300, 300), Matrix.zeros(300, 300), out);
    console.log(out.rows);
  `;
  const { code, stdout } = await new Deno.Command("deno", {
    args: [
      "run",
      "--no-prompt",
      "--config=deno.json",
      `data:text/typescript,${encodeURIComponent(script)}`,
    ],
  }).output();
  assertEquals([code, new TextDecoder().decode(stdout).trim()], [0, "300"]);
});
