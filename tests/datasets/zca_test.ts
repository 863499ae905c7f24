import { assert, assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import {
  createBackend,
  fitZca,
  ImageSet,
  LinearTransform,
  Matrix,
  type ProgressReport,
  RandomState,
  standardized,
} from "two-layer-net";
import { inverseSqrt, newtonSchulzScales, scalesFor } from "../../lib/datasets/inverse_sqrt.ts";
import { LongWork } from "../../lib/datasets/long_work.ts";
import { SIX_IMAGES } from "./six_images.ts";

const X = standardized(
  { XTrain: SIX_IMAGES, XVal: SIX_IMAGES, XTest: SIX_IMAGES, meanImage: SIX_IMAGES.mean },
  "pixel",
).XTrain;

/** C = z.T @ z / 6; w, V = np.linalg.eigh(C); V @ np.diag((w + .1)**-.5) @ V.T */
const NUMPY_W = [
  [1.3400489717963078, 0.13935915858484546, -0.03336793920208826, -0.6350115887357399],
  [0.13935915858484552, 0.9886626897258162, 0.036640542212793226, -0.16823991068927552],
  [-0.03336793920208834, 0.03664054221279325, 1.001987453020587, 0.19440961170674764],
  [-0.6350115887357399, -0.16823991068927552, 0.19440961170674764, 1.4134229095811546],
];
/** The first and the last row of z @ W. */
const NUMPY_WHITE = [
  [0.6528208806876427, 0.5657487607158136, -1.806880990353715, 0.766360429943592],
  [-1.07753905699769, 0.13543600055143432, 0.19223900384643738, 0.5779385879964795],
];

Deno.test("the whitening matrix and the whitened images are NumPy's", async () => {
  using backend = await createBackend("wasm");
  const zca = await fitZca(X, { epsilon: 0.1, backend });
  NUMPY_W.forEach((row, i) =>
    row.forEach((w, j) => assertAlmostEquals(zca.matrix.at(i, j) / X.scale![i], w, 1e-6))
  );
  const { images, clipped } = await zca.apply(X, { backend });
  assertEquals([clipped, images.height, images.width, images.channels], [0, 2, 1, 2]);
  assert(images.pixels.buffer instanceof SharedArrayBuffer);
  const floats = backend.zeros(6, 4);
  backend.gather(images, floats);
  [0, 5].forEach((row, i) =>
    NUMPY_WHITE[i].forEach((value, j) => {
      assertAlmostEquals(floats.at(row, j), value, zca.step[j] / 2 + 1e-7);
    })
  );
});

Deno.test("a fitted transform takes stored pixels, whatever mean and scale they carry", async () => {
  using backend = await createBackend("reference");
  const zca = await fitZca(X, { backend });
  const [a, b] = [await zca.apply(X, { backend }), await zca.apply(SIX_IMAGES, { backend })];
  assertEquals(a.images.pixels, b.images.pixels);
});

Deno.test("values beyond the reach of a byte are clipped and counted", async () => {
  using backend = await createBackend("reference");
  const zca = await fitZca(X, { backend });
  const { mean, matrix, step, shape } = zca;
  const fine = new LinearTransform({ mean, matrix, step: step.map((s) => s / 100), shape });
  const { images, clipped } = await fine.apply(X, { backend });
  assert(clipped > 0.5);
  assert(images.pixels.includes(0) && images.pixels.includes(255));
});

Deno.test("the inverse square root undoes its square, whatever the condition", async () => {
  using backend = await createBackend("wasm");
  for (const smallest of [1, 1e-3, 1e-6]) {
    const A = spread(30, smallest), own = backend.from(A.clone());
    const given = backend.zeros(30, 30);
    given.data.set(own.data);
    const scales = scalesFor(backend, given, smallest);
    const W = await inverseSqrt(backend, given, scales, new LongWork("", "steps", 1, {}));
    const square = backend.zeros(30, 30), identity = backend.zeros(30, 30);
    backend.matmul(W, W, square);
    backend.matmul(square, A, identity);
    for (let i = 0; i < 30; i++) {
      for (let j = 0; j < 30; j++) {
        assertAlmostEquals(identity.at(i, j), i === j ? 1 : 0, 1e-13 / smallest);
      }
    }
  }
});

Deno.test("scaled steps are few even for small eigenvalues", () => {
  assertEquals([1, 1e-2, 1e-4].map((low) => newtonSchulzScales(low).length), [1, 10, 15]);
});

Deno.test("fit and apply tell how far they are, and a signal stops them half-way", async () => {
  using backend = await createBackend("reference");
  const readings: string[] = [];
  const onProgress = ({ label, done, total }: ProgressReport) => {
    readings.push(`${label} ${done} of ${total}`);
  };
  const zca = await fitZca(X, { backend, onProgress });
  await zca.apply(X, { backend, onProgress });
  assertEquals(readings[0], "Covariance 1 of 1");
  assert(readings.some((reading) => /^Whitening (\d+) of \1$/.test(reading)));
  assertEquals(readings.at(-1), "Transforming 6 of 6");
  const controller = new AbortController(), { signal } = controller;
  const stop = () => controller.abort(new Error("half-way"));
  await assertRejects(() => fitZca(X, { backend, signal, onProgress: stop }), Error, "half-way");
});

Deno.test("bad arguments and aborted signals end the fit before it starts", async () => {
  using backend = await createBackend("reference");
  using single = await createBackend("reference", { dtype: "float32" });
  await assertRejects(() => fitZca(X, { backend, epsilon: 0 }), RangeError, "Expected epsilon");
  await assertRejects(() => fitZca(X.slice(0, 1), { backend }), RangeError, "number of images");
  await assertRejects(
    () => fitZca(X, { backend: single }),
    TypeError,
    'Expected backend.dtype to be "float64" but found "float32"',
  );
  const reason = new Error("enough");
  const signal = AbortSignal.abort(reason);
  await assertRejects(() => fitZca(X, { backend, signal }), Error, "enough");
  const zca = await fitZca(X, { backend });
  await assertRejects(() => zca.apply(X, { backend, signal }), Error, "enough");
  const [pixels, labels] = [new Uint8Array(3072), Uint8Array.of(0)];
  const other = new ImageSet({ pixels, labels, height: 32, width: 32 });
  await assertRejects(
    () => zca.apply(other, { backend }),
    RangeError,
    "Expected images.cols to be 4, as fitted, but found 3072",
  );
});

/** A random symmetric matrix with eigenvalues from `smallest` to 1: a rotated diagonal. */
function spread(size: number, smallest: number): Matrix {
  const v = new RandomState(1).randn(size);
  const norm = v.reduce((sum, value) => sum + value * value, 0);
  const eigenvalue = (i: number) => smallest ** (i / (size - 1));
  const reflect = (i: number, j: number) => (i === j ? 1 : 0) - 2 * v[i] * v[j] / norm;
  const A = Matrix.zeros(size, size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      for (let k = 0; k < size; k++) {
        A.data[i * size + j] += reflect(i, k) * eigenvalue(k) * reflect(j, k);
      }
    }
  }
  return A;
}
