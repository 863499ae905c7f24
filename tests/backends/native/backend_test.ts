import { setTimeout as delay } from "node:timers/promises";
import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import {
  bestBackend,
  createBackend,
  type Matrix,
  type PixelRows,
  RandomState,
} from "two-layer-net";
import { createNativeBackend } from "../../../lib/backends/native/backend.ts";
import { SETS } from "../jit/available.ts";
import { missingBlas } from "./missing_blas.ts";

Deno.test("without permission for a library, native is refused and the best is wasm", {
  permissions: { ffi: false, env: false },
}, async () => {
  const reason = "No BLAS found: there is no permission to open any (run with --allow-ffi";
  await assertRejects(() => createBackend("native"), Deno.errors.NotFound, reason);
  const reasons: string[] = [];
  using backend = await bestBackend({ onFallback: (text) => reasons.push(text) });
  assertEquals([backend.name, reasons.length], ["wasm", 1]);
  assertStringIncludes(reasons[0], reason);
});

const ignore = missingBlas !== undefined;
if (missingBlas) console.warn(`\nTHE NATIVE BACKEND IS NOT TESTED HERE. ${missingBlas}\n`);

Deno.test("without a BLAS, native is refused saying so", { ignore: !ignore }, async () => {
  await assertRejects(() => createBackend("native"), Deno.errors.NotFound, "No BLAS found");
  using backend = await bestBackend();
  assertEquals(backend.name, SETS.length > 0 ? "jit" : "wasm");
});

Deno.test("native is the best backend but for jit, and names its library", { ignore }, async () => {
  using best = await bestBackend({ dtype: "float32", threads: 1 });
  assertEquals(best.name, SETS.length > 0 ? "jit" : "native");
  using backend = await createBackend("native", { dtype: "float32", threads: 1 });
  assertStringIncludes(backend.description, "float32, 1 thread");
});

Deno.test("native: wide products in several panels, columns and blocks are those of wasm", {
  ignore,
}, async () => {
  using native = await createBackend("native"), wasm = await createBackend("wasm");
  const rng = new RandomState(4), a = rng.randn(400, 1600), b = rng.randn(1600, 1100);
  const [c, d] = [rng.randn(400, 1100), rng.randn(1100, 1600)];
  for (
    const [form, left, right, rows] of [
      ["matmul", a, b, 400],
      ["matmulTransA", a, c, 1600],
      ["matmulTransB", a, d, 400],
    ] as const
  ) {
    const [found, expected] = [native, wasm].map((backend) => {
      const out = backend.zeros(rows, 1100);
      backend[form](left, right, out);
      return Float64Array.from(out.data);
    });
    const worst = found.reduce((most, x, i) => {
      return Math.max(most, Math.abs(x - expected[i]));
    }, 0);
    assert(worst < 1e-11, `${form}: ${worst}`);
  }
});

for (const dtype of ["float64", "float32"] as const) {
  Deno.test(`native ${dtype}: the same bits with any number of threads`, { ignore }, async () => {
    const [one, ...others] = await Promise.all(
      [1, 2, 3, 5].map((threads) => bits(dtype, threads)),
    );
    for (const other of others) assertEquals(other, one);
  });
}

/** Products of the default run's first layer, and of a wide one, by some number of threads. */
async function bits(dtype: "float64" | "float32", threads: number): Promise<Uint8Array[]> {
  using backend = await createNativeBackend({ dtype, threads });
  while (backend["kernels"].helpers() < backend.threads - 1) await delay(5);
  const rng = new RandomState(5);
  const X: PixelRows = {
    rows: 203,
    cols: 3072,
    pixels: Uint8Array.from(rng.randint(0, 256, 203 * 3072)),
    index: null,
    mean: rng.rand(3072),
  };
  return [50, 401].flatMap((m) => {
    const w = backend.from(rng.randn(3072, m)), dout = backend.from(rng.randn(203, m));
    const out = backend.zeros(203, m), dw = backend.zeros(3072, m), dx = backend.zeros(203, 3072);
    backend.matmul(X, w, out);
    backend.matmulTransA(X, dout, dw);
    backend.matmulTransB(dout, w, dx);
    return [out, dw, dx].map(bytesOf);
  });
}

function bytesOf({ data }: Matrix): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice();
}
