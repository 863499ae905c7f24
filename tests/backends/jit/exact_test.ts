/**
 * Products of the jit backend equal the wasm backend's to the last bit, where wasm has fused
 * multiply-adds: on both vector widths, on any number of threads.
 */

import { assert, assertEquals } from "@std/assert";
import { createBackend, type DType, Matrix, type PixelRows, type Rows } from "two-layer-net";
import { createJitBackend, type JitBackend } from "../../../lib/backends/jit/backend.ts";
import { hasRelaxedSimd } from "../../../lib/backends/wasm/kernels.ts";
import { linux, SETS } from "./available.ts";

const FORMS = ["matmul", "matmulTransA", "matmulTransB"] as const;
type Form = typeof FORMS[number];

/**
 * [N, K, M] of out = N × M: the assignment's, past it, around blocks, panels, chunks and packing; with
 * few columns over (across), and with a last block shorter than a vector of pixels.
 */
const SHAPES: [number, number, number][] = [
  [200, 3072, 50],
  [3072, 200, 50],
  [200, 3072, 120],
  [200, 50, 10],
  [50, 200, 10],
  [200, 10, 50],
  [25, 300, 1030],
  [300, 256, 700],
  [24, 257, 513],
  [97, 1025, 65],
  [49, 513, 129],
  [1, 512, 300],
  [1, 1, 1],
  [57, 1, 257],
  [130, 530, 50],
  [66, 3100, 18],
  [301, 577, 3],
  [129, 300, 39],
  [70, 513, 8],
];

for (const set of SETS) {
  for (const dtype of ["float64", "float32"] as const) {
    for (const threads of [1, 2, 5]) {
      const label = `jit ${set} ${dtype}, ${threads} threads`;
      linux(`${label}: every product equals wasm's to the last bit`, async () => {
        assert(hasRelaxedSimd());
        using jit = await createJitBackend({ dtype, threads, instructionSet: set });
        using wasm = await createBackend("wasm", { dtype, threads: 1 });
        while (helpers(jit) < threads - 1) await new Promise((wake) => setTimeout(wake, 5));
        const random = uniform(threads);
        const shapes = [...SHAPES, ...Array.from({ length: 100 }, () => randomShape(random))];
        for (const shape of shapes) {
          for (const form of FORMS) {
            for (const rows of [floats, images]) checkEqual(jit, wasm, form, rows, shape, random);
          }
        }
      });
    }
  }
}

function helpers(backend: JitBackend): number {
  return (backend as unknown as { kernels: { helpers(): number } }).kernels.helpers();
}

function checkEqual(
  jit: JitBackend,
  wasm: Awaited<ReturnType<typeof createBackend>>,
  form: Form,
  make: (rows: number, cols: number, random: () => number, dtype: DType) => Rows,
  [n, k, m]: [number, number, number],
  random: () => number,
): void {
  const a = form === "matmulTransA" ? make(k, n, random, jit.dtype) : make(n, k, random, jit.dtype);
  const b = form === "matmulTransB"
    ? floats(m, k, random, jit.dtype)
    : floats(k, m, random, jit.dtype);
  const [found, expected] = [jit.zeros(n, m), wasm.zeros(n, m)];
  found.data.fill(7);
  jit[form](a, b, found);
  wasm[form](a, b, expected);
  const at = firstDifference(found, expected);
  const name = `${form} of ${"pixels" in a ? "pixels" : "floats"}, ${n} × ${k} × ${m}`;
  assertEquals(at, -1, `${name}: ${found.data[at]}, not ${expected.data[at]}, at ${at}`);
  jit.free(found);
  wasm.free(expected);
}

/** The first element that is not the same number; all NaNs are. */
function firstDifference(a: Matrix, b: Matrix): number {
  for (let i = 0; i < a.data.length; i++) if (!Object.is(a.data[i], b.data[i])) return i;
  return -1;
}

/** Magnitudes from denormals to huge, zeros of both signs, and here and there a NaN or an infinity. */
function floats(rows: number, cols: number, random: () => number, dtype: DType): Matrix {
  const matrix = Matrix.zeros(rows, cols, dtype), least = dtype === "float64" ? -310 : -40;
  const wild = random() < 0.3;
  for (let i = 0; i < matrix.data.length; i++) matrix.data[i] = random() - 0.5;
  if (!wild) return matrix;
  for (let i = 0; i < 1 + matrix.data.length / 50; i++) {
    const at = Math.floor(random() * matrix.data.length);
    const value = random() < 0.5 ? 10 ** (least * random()) : [0, -0, 1e30, -1e-30][i % 4];
    matrix.data[at] = value;
  }
  if (random() < 0.3) {
    matrix.data[Math.floor(random() * matrix.data.length)] = [NaN, Infinity, -Infinity][rows % 3];
  }
  return matrix;
}

/** Pixels at the very end of their memory, with and without index and scale. */
function images(rows: number, cols: number, random: () => number): PixelRows {
  const count = Math.max(1, Math.min(rows, 40)), bytes = count * cols;
  const pixels = new Uint8Array(new SharedArrayBuffer(bytes + 3), 3);
  for (let i = 0; i < bytes; i++) pixels[i] = random() * 256;
  const indexed = rows > count || random() < 0.5;
  const index = indexed ? Int32Array.from({ length: rows }, () => random() * count) : null;
  const mean = Float64Array.from({ length: cols }, () => 255 * random());
  const scale = Float64Array.from({ length: cols }, () => random() + 0.01);
  return { rows, cols, pixels, index, mean, ...(random() < 0.5 && { scale }) };
}

function randomShape(random: () => number): [number, number, number] {
  const size = (most: number) => Math.ceil(Math.exp(random() * Math.log(most)));
  return [size(300), size(700), size(random() < 0.2 ? 600 : 150)];
}

/** Park and Miller's generator. */
function uniform(seed: number): () => number {
  let state = seed * 7919 + 1;
  return () => (state = state * 48271 % 2147483647) / 2147483647;
}
