/**
 * The suite that every backend passes, in both element types. The oracle is written out here, in
 * float64 and independent of lib/: a product is the plain sum of its terms.
 */

import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import {
  type Backend,
  type DType,
  Matrix,
  type PixelRows,
  type Rows,
  sliceRows,
  takeRows,
} from "two-layer-net";
import { checkDropout, checkLabelSmoothing, checkUpdates } from "./update_conformance.ts";

export type Create = (dtype: DType) => Promise<Backend>;

const FORMS = ["matmul", "matmulTransA", "matmulTransB"] as const;
type Form = typeof FORMS[number];

/** [N, K, M] of out = N × M: odd, tiny, vectors, empty, the assignment's, and around block sizes. */
const SHAPES: [number, number, number][] = [
  [1, 1, 1],
  [2, 3, 4],
  [5, 4, 10],
  [5, 10, 3],
  [1, 17, 9],
  [9, 17, 1],
  [1, 100, 1],
  [7, 1, 13],
  [3, 0, 2],
  [0, 3, 2],
  [3, 2, 0],
  [31, 33, 35],
  [64, 64, 64],
  [65, 129, 67],
  [200, 50, 10],
  [13, 3072, 50],
  [200, 515, 53],
];

/** Registers the suite for one backend. */
export function testConformance(label: string, create: Create, ignore = false): void {
  for (const dtype of ["float64", "float32"] as const) {
    const check = (name: string, body: (backend: Backend, random: () => number) => void) =>
      Deno.test(`${label} ${dtype}: ${name}`, { ignore }, async () => {
        using backend = await create(dtype);
        body(backend, uniform(name.length));
      });
    for (const form of FORMS) {
      check(`${form} equals the sum of its terms`, (backend, random) => {
        for (const shape of SHAPES) checkProduct(backend, form, shape, random);
      });
      check(`${form} on two hundred random shapes`, (backend, random) => {
        for (let i = 0; i < 200; i++) {
          const size = () => Math.floor(Math.exp(random() * Math.log(90)));
          checkProduct(backend, form, [size(), size(), size()], random);
        }
      });
      check(`${form} carries NaN and infinities`, (backend, random) => {
        for (const shape of SHAPES) checkSpecials(backend, form, shape, random);
      });
      check(`${form} refuses shapes that do not fit`, (backend) => checkRefusals(backend, form));
    }
    check("products and gather of pixel rows, with and without an index", checkPixels);
    check("scaled pixel rows", checkScaledPixels);
    check("flipped, shifted and cut images", checkTransforms);
    check("operands in foreign memory and the other element type", checkForeign);
    check("bias, ReLU and its gradient", checkBiasRelu);
    check("softmax loss and its gradient", checkSoftmax);
    check("softmax loss of huge, equal and infinite scores", checkSoftmaxExtremes);
    check("softmax loss with label smoothing", checkLabelSmoothing);
    check("updates of parameters", checkUpdates);
    check("dropout", checkDropout);
    check("column sums, sum of squares, addScaled", checkReductions);
    check("freed memory serves again, zeroed", checkFree);
    check("from keeps its own memory and copies other", checkFrom);
  }
}

function checkProduct(
  backend: Backend,
  form: Form,
  [n, k, m]: [number, number, number],
  random: () => number,
): void {
  const [a, b] = operands(backend, form, n, k, m, random);
  const out = backend.zeros(n, m);
  out.data.fill(7);
  backend[form](a, b, out);
  assertProduct(backend, form, a, b, out, `${n} × ${k} × ${m}`);
}

/** Puts one special value into a and one into b, and compares every element by its kind. */
function checkSpecials(
  backend: Backend,
  form: Form,
  [n, k, m]: [number, number, number],
  random: () => number,
): void {
  for (const special of [NaN, Infinity, -Infinity]) {
    const [a, b] = operands(backend, form, n, k, m, random);
    if (a.data.length === 0 || b.data.length === 0) continue;
    a.data[Math.floor(random() * a.data.length)] = special;
    b.data.fill(0, 0, Math.min(3, b.data.length));
    const out = backend.zeros(n, m);
    backend[form](a, b, out);
    assertProduct(backend, form, a, b, out, `${special} in a, ${n} × ${k} × ${m}`);
    a.data.fill(0);
    b.data[Math.floor(random() * b.data.length)] = special;
    backend[form](a, b, out);
    assertProduct(backend, form, a, b, out, `${special} in b, ${n} × ${k} × ${m}`);
  }
}

function checkRefusals(backend: Backend, form: Form): void {
  const [a, b] = operands(backend, form, 2, 3, 4, uniform(1));
  for (const [rows, cols] of [[2, 5], [3, 4], [4, 2]]) {
    const out = backend.zeros(rows, cols);
    out.data.fill(7);
    assertThrows(() => backend[form](a, b, out), RangeError, "Expected out to be 2 × 4");
    assert(out.data.every((x) => x === 7), "out is untouched");
  }
  const wrong = backend.zeros(5, 6);
  assertThrows(() => backend[form](a, wrong, backend.zeros(2, 6)), RangeError, "5 × 6");
}

function checkPixels(backend: Backend, random: () => number): void {
  for (const [images, batch, d, h] of [[9, 5, 12, 3], [40, 23, 519, 50], [7, 200, 3072, 50]]) {
    const all: PixelRows = {
      rows: images,
      cols: d,
      pixels: Uint8Array.from({ length: images * d }, () => random() * 256),
      index: null,
      mean: Float64Array.from({ length: d }, () => 100 + 50 * random()),
    };
    const index = Int32Array.from({ length: batch }, () => random() * images);
    const taken = { ...all, rows: batch, index }, held = backend.from(taken) as PixelRows;
    for (const rows of [all, taken, held]) checkPixelRows(backend, rows, h, random);
    backend.free(held);
  }
}

function checkScaledPixels(backend: Backend, random: () => number): void {
  for (const [batch, d, h] of [[5, 12, 3], [23, 519, 50], [3, 40, 1030]]) {
    const rows = { ...randomImages(7, d, random), rows: batch };
    const index = Int32Array.from({ length: batch }, () => random() * 7);
    const held = backend.from({ ...rows, index }) as PixelRows;
    for (const scaled of [{ ...rows, rows: Math.min(7, batch) }, { ...rows, index }, held]) {
      checkPixelRows(backend, scaled, h, random);
    }
    backend.free(held);
  }
}

function randomImages(images: number, d: number, random: () => number): PixelRows {
  return {
    rows: images,
    cols: d,
    pixels: Uint8Array.from({ length: images * d }, () => random() * 256),
    index: null,
    mean: Float64Array.from({ length: d }, () => 100 + 50 * random()),
    scale: Float64Array.from({ length: d }, () => 0.01 + random()),
  };
}

/**
 * Of a 5 × 4 image: flip, dy, dx, the box's top, left, bottom and right, some of them beyond the edges;
 * and in 65536ths the deformation yy, yx, xy and xx, the contrast and the brightness.
 */
const TRANSFORMS = [
  [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
  [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
  [0, 2, -1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
  [1, -2, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
  [1, 1, -3, 1, 1, 3, 9, 0, 0, 0, 0, 0, 0],
  [0, 0, 0, -2, -3, 2, 2, 0, 0, 0, 0, 0, 0],
  [1, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
  [0, 0, -9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
  [0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, -9000, 0],
  [1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 70_000],
  [0, 0, 0, 0, 0, 0, 0, -3000, -11_000, 11_000, -3000, 0, 0],
  [1, 0, 0, 0, 0, 0, 0, -3000, -11_000, 11_000, -3000, 6000, -30_000],
  [1, 1, -1, 2, 1, 4, 3, 20_000, 1, -1, -20_001, 0, 0],
  [0, -30, 7, 0, 0, 0, 0, 65_536, 40_000, 50_000, 65_536, 0, 0],
  [0, 2 ** 30, -(2 ** 30), 0, 0, 0, 0, 1, 0, 0, 0, 0, 0],
];

/** What transform `t` makes of one channel of an image, `value`, by the words of RowTransform. */
function transformed(
  t: readonly number[],
  value: (y: number, x: number) => number,
  [height, width]: readonly [number, number],
  round: (value: number) => number,
): number[] {
  const [flip, dy, dx, top, left, bottom, right] = t;
  const [yy, yx, xy, xx, contrast, brightness] = t.slice(7).map((part) => part / 65536);
  const lit = (y: number, x: number) => {
    if (y < 0 || y >= height || x < 0 || x >= width) return 0;
    return round(round(value(y, x) * (1 + contrast)) + brightness);
  };
  const mix = (a: number, b: number, share: number) => round(a + round(share * round(b - a)));
  const [middleY, middleX] = [(height - 1) / 2, (width - 1) / 2], parts = 2 ** -16;
  return Array.from({ length: height * width }, (_, pixel) => {
    const y = Math.floor(pixel / width), x = pixel % width;
    if (y >= top && y < bottom && x >= left && x < right) return 0;
    const down = y - dy - middleY, across = x - dx - middleX;
    const fromY = middleY + down + yy * down + yx * across;
    const plainX = across + xy * down + xx * across;
    const fromX = middleX + (flip ? -plainX : plainX);
    const row = Math.floor(fromY), column = Math.floor(fromX);
    const shareY = Math.floor((fromY - row) / parts) * parts;
    const shareX = Math.floor((fromX - column) / parts) * parts;
    return mix(
      mix(lit(row, column), lit(row, column + 1), shareX),
      mix(lit(row + 1, column), lit(row + 1, column + 1), shareX),
      shareY,
    );
  });
}

function checkTransforms(backend: Backend, random: () => number): void {
  const height = 5, width = 4;
  const round = backend.dtype === "float32" ? Math.fround : (value: number) => value;
  for (const channels of [1, 3, 8]) {
    const images = randomImages(3, height * width * channels, random);
    const index = Int32Array.from(TRANSFORMS, (_, i) => i % 3);
    const plain = { ...images, rows: index.length, index, height, width, channels };
    const rows = { ...plain, transforms: Int32Array.from(TRANSFORMS.flat()) };
    const before = backend.zeros(rows.rows, rows.cols);
    backend.gather(plain, before);
    const floats = backend.from(rows) as Matrix;
    TRANSFORMS.forEach((t, i) => {
      for (let c = 0; c < channels; c++) {
        const value = (y: number, x: number) => before.at(i, (y * width + x) * channels + c);
        transformed(t, value, [height, width], round).forEach((expected, pixel) => {
          const found = floats.at(i, pixel * channels + c);
          assertEquals(found + 0, expected + 0, `transform ${i} at pixel ${pixel}, channel ${c}`);
        });
      }
    });
    const w = fill(backend.zeros(rows.cols, 3), random), out = backend.zeros(rows.rows, 3);
    backend.matmul(rows, w, out);
    assertProduct(backend, "matmul", floats, w, out, "transformed pixels · w");
    assertEquals(sliceRows(takeRows(rows, Int32Array.of(4, 3, 1)), 1, 3), {
      ...plain,
      rows: 2,
      index: Int32Array.of(0, 1),
      transforms: Int32Array.from([...TRANSFORMS[3], ...TRANSFORMS[1]]),
    });
    backend.free(floats);
  }
}

function checkPixelRows(backend: Backend, rows: PixelRows, h: number, random: () => number): void {
  const floats = backend.zeros(rows.rows, rows.cols);
  backend.gather(rows, floats);
  for (let i = 0; i < rows.rows; i++) {
    for (let j = 0; j < rows.cols; j++) {
      const centred = rows.pixels[(rows.index?.[i] ?? i) * rows.cols + j] - rows.mean[j];
      const expected = centred * (rows.scale?.[j] ?? 1);
      assertAlmostEquals(floats.at(i, j), expected, backend.dtype === "float64" ? 0 : 2e-5);
    }
  }
  const w = fill(backend.zeros(rows.cols, h), random);
  const out = backend.zeros(rows.rows, h);
  backend.matmul(rows, w, out);
  assertProduct(backend, "matmul", floats, w, out, "pixels · w");
  const dh = fill(backend.zeros(rows.rows, h), random);
  const dw = backend.zeros(rows.cols, h);
  backend.matmulTransA(rows, dh, dw);
  assertProduct(backend, "matmulTransA", floats, dh, dw, "pixelsᵀ · dh");
  const v = fill(backend.zeros(h, rows.cols), random);
  backend.matmulTransB(rows, v, out);
  assertProduct(backend, "matmulTransB", floats, v, out, "pixels · vᵀ");
}

function checkForeign(backend: Backend, random: () => number): void {
  const other = backend.dtype === "float64" ? "float32" : "float64";
  for (const dtype of [backend.dtype, other] as const) {
    const a = fill(Matrix.zeros(5, 7, dtype), random);
    const b = fill(Matrix.zeros(7, 3, dtype), random);
    const out = backend.zeros(5, 3);
    backend.matmul(a, b, out);
    assertProduct(backend, "matmul", a, b, out, `${dtype} operands`);
  }
}

function checkBiasRelu(backend: Backend, random: () => number): void {
  for (const [n, m] of [[1, 1], [3, 5], [17, 50], [200, 33], [0, 4], [4, 0]]) {
    const x = fill(backend.zeros(n, m), random), bias = fill(backend.zeros(1, m), random);
    const sums = Float64Array.from(x.data, (value, i) => value + bias.data[i % m]);
    const biased = backend.from(x.clone()), rectified = backend.from(x.clone());
    backend.addBias(bias, biased);
    backend.addBiasRelu(bias, rectified);
    const grad = fill(backend.zeros(n, m), random), before = Float64Array.from(grad.data);
    backend.reluBackward(rectified, grad);
    sums.forEach((sum, i) => {
      assertAlmostEquals(biased.data[i], sum, 1e-6);
      assertAlmostEquals(rectified.data[i], Math.max(0, sum), 1e-6);
      assertEquals(grad.data[i], rectified.data[i] > 0 ? before[i] : 0);
    });
  }
  const specials = backend.from(Matrix.from([[NaN, Infinity, -Infinity, -1, 0]]));
  backend.addBiasRelu(backend.zeros(1, 5), specials);
  assertEquals([...specials.data], [NaN, Infinity, 0, 0, 0]);
  assertThrows(
    () => backend.addBias(backend.zeros(1, 4), specials),
    RangeError,
    "Expected bias to be 1 × 5 but found 1 × 4",
  );
}

function checkSoftmax(backend: Backend, random: () => number): void {
  const tolerance = backend.dtype === "float64" ? 1e-14 : 2e-6;
  for (const [n, c] of [[1, 1], [1, 2], [5, 3], [200, 10], [33, 101]]) {
    const scores = fill(backend.zeros(n, c), random, 20);
    const labels = Uint8Array.from({ length: n }, () => random() * c);
    const grad = backend.zeros(n, c);
    const loss = backend.softmaxLoss(scores, labels, grad);
    let expected = 0;
    for (let i = 0; i < n; i++) {
      const exps = Array.from(scores.row(i), (s) => Math.exp(s - scores.at(i, 0)));
      const sum = exps.reduce((a, b) => a + b, 0);
      expected -= Math.log(exps[labels[i]] / sum) / n;
      exps.forEach((e, j) => {
        const gradient = (e / sum - (j === labels[i] ? 1 : 0)) / n;
        assertAlmostEquals(grad.at(i, j), gradient, tolerance);
      });
    }
    assertAlmostEquals(loss, expected, tolerance * Math.max(1, expected));
  }
  assertThrows(
    () => backend.softmaxLoss(backend.zeros(2, 3), [1], backend.zeros(2, 3)),
    RangeError,
    "Expected labels.length to be 2",
  );
}

function checkSoftmaxExtremes(backend: Backend): void {
  const loss = (row: number[], label: number) => {
    const scores = backend.from(Matrix.from([row]));
    return backend.softmaxLoss(scores, [label], backend.zeros(1, row.length));
  };
  assertEquals(loss([1e30, 0], 0), 0);
  assertAlmostEquals(loss([5, 5, 5, 5], 2), Math.log(4), 1e-6);
  assertEquals(loss([0, -1e30], 1), Infinity);
  assert(Number.isNaN(loss([NaN, 0], 0)));
  assert(Number.isNaN(loss([Infinity, 0], 0)));
}

function checkReductions(backend: Backend, random: () => number): void {
  const tolerance = backend.dtype === "float64" ? 1e-13 : 1e-4;
  for (const [n, m] of [[1, 1], [3, 5], [200, 50], [37, 129], [0, 3], [3, 0]]) {
    const x = fill(backend.zeros(n, m), random), y = fill(backend.zeros(n, m), random);
    const sums = backend.zeros(1, m);
    sums.data.fill(7);
    backend.columnSums(x, sums);
    for (let j = 0; j < m; j++) {
      let sum = 0;
      for (let i = 0; i < n; i++) sum += x.at(i, j);
      assertAlmostEquals(sums.at(0, j), sum, tolerance);
    }
    const squares = Array.from(x.data).reduce((sum, value) => sum + value * value, 0);
    assertAlmostEquals(backend.sumOfSquares(x), squares, tolerance * Math.max(1, squares));
    const before = Float64Array.from(y.data);
    backend.addScaled(-0.25, x, y);
    before.forEach((value, i) => assertAlmostEquals(y.data[i], value - 0.25 * x.data[i], 1e-6));
  }
  assertThrows(() => backend.addScaled(1, backend.zeros(1, 2), backend.zeros(2, 1)), RangeError);
}

function checkFrom(backend: Backend, random: () => number): void {
  const own = fill(backend.zeros(2, 3), random);
  assert(backend.from(own) === own);
  const other = Matrix.from([[1, 2], [3, 4]], backend.dtype === "float64" ? "float32" : "float64");
  const copy = backend.from(other);
  assertEquals(copy.dtype, backend.dtype);
  assertEquals(copy.toArray(), [[1, 2], [3, 4]]);
}

function checkFree(backend: Backend): void {
  for (let i = 0; i < 1000; i++) {
    const m = backend.zeros(100, 1000);
    assert(m.data[0] === 0 && m.data[99_999] === 0);
    m.data.fill(1);
    backend.free(m);
  }
}

function operands(
  backend: Backend,
  form: Form,
  n: number,
  k: number,
  m: number,
  random: () => number,
): [Matrix, Matrix] {
  const a = form === "matmulTransA" ? backend.zeros(k, n) : backend.zeros(n, k);
  const b = form === "matmulTransB" ? backend.zeros(m, k) : backend.zeros(k, m);
  return [fill(a, random), fill(b, random)];
}

/** Compares with the sum of the terms; the bound is K roundings of the sum of their magnitudes. */
function assertProduct(
  backend: Backend,
  form: Form,
  a: Rows,
  b: Matrix,
  out: Matrix,
  label: string,
): void {
  const x = a as Matrix;
  const inner = form === "matmulTransA" ? x.rows : x.cols;
  const epsilon = backend.dtype === "float64" ? 2 ** -52 : 2 ** -23;
  for (let i = 0; i < out.rows; i++) {
    for (let j = 0; j < out.cols; j++) {
      let sum = 0, magnitude = 0;
      for (let k = 0; k < inner; k++) {
        const left = form === "matmulTransA" ? x.data[k * x.cols + i] : x.data[i * x.cols + k];
        const right = form === "matmulTransB" ? b.data[j * b.cols + k] : b.data[k * b.cols + j];
        sum += left * right;
        magnitude += Math.abs(left * right);
      }
      const found = out.data[i * out.cols + j];
      const close = Number.isFinite(sum)
        ? Math.abs(found - sum) <= (inner + 2) * epsilon * magnitude
        : Object.is(found, sum);
      if (!close) {
        assertEquals(found, sum, `${form} ${label} at (${i}, ${j}): ${found}, not ${sum}`);
      }
    }
  }
}

function fill(m: Matrix, random: () => number, scale = 2): Matrix {
  for (let i = 0; i < m.data.length; i++) m.data[i] = scale * (random() - 0.5);
  return m;
}

/** Mulberry32: a few lines of reproducible uniform numbers, independent of lib/. */
function uniform(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
