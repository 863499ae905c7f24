import { assert, assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import {
  createBackend,
  fitPca,
  ImageSet,
  type Matrix,
  RandomState,
  standardized,
} from "two-layer-net";
import { SIX_IMAGES } from "./six_images.ts";

const X = standardized(
  { XTrain: SIX_IMAGES, XVal: SIX_IMAGES, XTest: SIX_IMAGES, meanImage: SIX_IMAGES.mean },
  "pixel",
).XTrain;

/** w, V = np.linalg.eigh(z.T @ z / 6): the two largest eigenvalues, and their vectors. */
const NUMPY_VALUES = [1.9803087909467694, 1.087857423100381];
const NUMPY_VECTORS = [
  [-0.6151082549466592, -0.14251322847943226, 0.3771712221910766, -0.6775497646341074],
  [-0.3813964394015796, 0.8333156809198659, -0.39701187444600206, -0.05003302403141894],
];

/** Length and direction of a column of the matrix, for images as floats. */
function direction(matrix: Matrix, j: number, scale?: Float64Array): [number, number[]] {
  const column = matrix.toArray().map((row, i) => row[j] / (scale?.[i] ?? 1));
  const length = Math.hypot(...column);
  return [length, column.map((value) => value / length)];
}

Deno.test("components and their variances are NumPy's", async () => {
  using backend = await createBackend("wasm");
  for (const epsilon of [0, 0.5]) {
    const { matrix, step } = await fitPca(X, { components: 2, epsilon, backend });
    NUMPY_VECTORS.forEach((vector, j) => {
      const variance = NUMPY_VALUES[j],
        sign = vector.includes(Math.max(...vector.map(Math.abs))) ? 1 : -1;
      const [length, found] = direction(matrix, j, X.scale);
      assertAlmostEquals(length ** -2 - epsilon, variance, 1e-6);
      assertAlmostEquals((step[j] * 127.5 / 6) ** 2, variance / (variance + epsilon), 1e-9);
      vector.forEach((value, i) => assertAlmostEquals(found[i], sign * value, 1e-6));
    });
  }
});

Deno.test("of many columns the found directions are eigenvectors, in falling order", async () => {
  using backend = await createBackend("wasm");
  const pixels = Uint8Array.from(new RandomState(5).randint(0, 256, 300 * 60));
  for (let i = 0; i < pixels.length; i++) pixels[i] /= 1 + i % 60 / 8;
  const labels = new Uint8Array(300);
  const images = new ImageSet({ pixels, labels, height: 60, width: 1, channels: 1 });
  const { matrix, mean } = await fitPca(images, { components: 5, backend });
  const floats = backend.zeros(300, 60), projected = backend.zeros(300, 5);
  backend.gather(images.with({ mean }), floats);
  backend.matmul(floats, matrix, projected);
  const back = backend.zeros(60, 5); // N · C · matrix
  backend.matmulTransA(floats, projected, back);
  const variances = [0, 1, 2, 3, 4].map((j) => direction(matrix, j)[0] ** -2);
  back.data.forEach((value, at) => {
    const expected = matrix.data[at] * variances[at % 5];
    assertAlmostEquals(value / 300, expected, 1e-5 * Math.sqrt(variances[0]));
  });
  for (let j = 1; j < 5; j++) assert(variances[j] <= variances[j - 1]);
});

Deno.test("components vary alike", async () => {
  using backend = await createBackend("reference");
  const pca = await fitPca(X, { components: 3, backend });
  const { images, clipped } = await pca.apply(X, { backend });
  assertEquals([images.height, images.width, images.channels, clipped], [1, 3, 1, 0]);
  const floats = backend.zeros(6, 3);
  backend.gather(images, floats);
  for (let j = 0; j < 3; j++) {
    let squares = 0;
    for (let i = 0; i < 6; i++) squares += floats.at(i, j) ** 2 / 6;
    assertAlmostEquals(squares, 1, 0.05);
  }
});

Deno.test("components that are not there are 0", async () => {
  using backend = await createBackend("reference");
  const pca = await fitPca(X.slice(0, 2), { components: 3, epsilon: 0.1, backend });
  assertEquals([1, 2].map((j) => Array.from({ length: 4 }, (_, i) => pca.matrix.at(i, j))), [
    [0, 0, 0, 0],
    [0, 0, 0, 0],
  ]);
  const { images } = await pca.apply(X.slice(0, 2), { backend });
  assertEquals(images.cols, 3);
});

Deno.test("bad arguments are refused", async () => {
  using backend = await createBackend("reference");
  for (const components of [0, 5, 1.5]) {
    await assertRejects(
      () => fitPca(X, { components, backend }),
      RangeError,
      "Expected components to be an integer from 1 to 4",
    );
  }
  await assertRejects(
    () => fitPca(X, { components: 1, epsilon: -1, backend }),
    RangeError,
    "epsilon",
  );
});
