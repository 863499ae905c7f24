import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import {
  createBackend,
  evalNumericalGradient,
  RandomState,
  type Regularization,
  TwoLayerNet,
} from "two-layer-net";
import { RUNNABLE } from "../backends/runnable.ts";

const SIZES = { inputSize: 12, hiddenSize: 20, numClasses: 4, std: 0.5 };
const BOTH: Regularization = { dropout: { input: 0.2, hidden: 0.5 }, labelSmoothing: 0.1 };
const X = new RandomState(1).randn(6, 12), y = [0, 1, 2, 3, 0, 1];
const net = (options: Regularization = {}) =>
  new TwoLayerNet({ ...SIZES, ...options, rng: new RandomState(0) });

Deno.test("gradients with a fixed mask equal numeric ones", () => {
  const rate = fc.double({ min: 0, max: 0.9, noNaN: true });
  const property = fc.property(
    fc.record({ input: rate, hidden: rate }),
    rate,
    fc.integer({ min: 0, max: 2 ** 32 - 1 }),
    (dropout, labelSmoothing, seed) => {
      const { params } = net(), n = new TwoLayerNet({ params, dropout, labelSmoothing });
      params.b1.data.set(new RandomState(seed).randn(20));
      const loss = () => n.loss(X, y, { reg: 0.1, rng: new RandomState(seed) });
      const { grads } = loss();
      for (const name of ["W1", "b1", "W2", "b2"]) {
        const numeric = evalNumericalGradient(() => loss().loss, params[name], 1e-6);
        const scale = Math.max(1e-3, ...numeric.data.map(Math.abs));
        numeric.data.forEach((g, i) => assertAlmostEquals(grads[name].data[i], g, 1e-6 * scale));
      }
    },
  );
  fc.assert(property, { numRuns: 10, seed: 1 });
});

Deno.test("every backend drops the same values, in each element type, of pixels too", async () => {
  const pixels = {
    ...{ rows: 6, cols: 12, index: Int32Array.of(0, 2, 1, 2, 0, 1) },
    pixels: Uint8Array.from(new RandomState(2).randint(0, 256, 36)),
    mean: new Float64Array(12).fill(128),
  };
  const rng = () => new RandomState(5);
  const { params } = net(), oracle = new TwoLayerNet({ params, ...BOTH });
  for (const name of RUNNABLE) {
    for (const [dtype, tolerance] of [["float64", 1e-12], ["float32", 1e-4]] as const) {
      using backend = await createBackend(name, { dtype });
      const n = new TwoLayerNet({ params, ...BOTH, backend });
      for (const rows of [X, X.clone("float32"), pixels]) {
        const [found, expected] = [n, oracle].map((n) => n.loss(rows, y, { rng: rng() }));
        assertAlmostEquals(found.loss / expected.loss, 1, tolerance);
        const scale = Math.max(...expected.grads.W1.data.map(Math.abs));
        expected.grads.W1.data.forEach((g, i) =>
          assertAlmostEquals(found.grads.W1.data[i] / scale, g / scale, tolerance)
        );
      }
    }
  }
});

Deno.test("dropout leaves the caller's rows alone, and changes with each step", () => {
  const n = net(BOTH), rng = new RandomState(3), before = X.toArray();
  const losses = Array.from({ length: 3 }, () => n.loss(X, y, { rng }).loss);
  assertEquals(new Set(losses).size, 3);
  assertEquals(X.toArray(), before);
});

Deno.test("without an rng nothing is dropped: scores, predictions and losses are the plain net's", () => {
  const plain = net(), dropping = net({ dropout: { input: 0.2, hidden: 0.5 } });
  assertEquals(dropping.loss(X).toArray(), plain.loss(X).toArray());
  assertEquals(dropping.predict(X), plain.predict(X));
  assertEquals(dropping.loss(X, y), plain.loss(X, y));
});

Deno.test("rates of 0 draw nothing and change no bit; each other rate draws two words", () => {
  const drawn = (options: Regularization) => {
    const rng = new RandomState(8), counted = new RandomState(8);
    const result = net(options).loss(X, y, { rng });
    const next = rng.randint(-(2 ** 31), 2 ** 31, 1)[0];
    const words = [...counted.randint(-(2 ** 31), 2 ** 31, 5)];
    return { result, words: words.indexOf(next) };
  };
  const zero = drawn({ dropout: { input: 0, hidden: 0 }, labelSmoothing: 0 });
  assertEquals(zero, { result: net().loss(X, y), words: 0 });
  assertEquals(drawn({ dropout: { input: 0.1 } }).words, 2);
  assertEquals(drawn({ dropout: { hidden: 0.1 } }).words, 2);
  assertEquals(drawn(BOTH).words, 4);
});

Deno.test("Kaiming weights have the variance 2 / fan-in, drawn in the original's order", () => {
  const sizes = { inputSize: 50, hiddenSize: 8, numClasses: 3 };
  const { params } = new TwoLayerNet({ ...sizes, init: "kaiming", rng: new RandomState(0) });
  const rng = new RandomState(0), times = (factor: number) => (x: number) => factor * x;
  assertEquals(Array.from(params.W1.data), Array.from(rng.randn(400), times(Math.sqrt(2 / 50))));
  assertEquals(Array.from(params.W2.data), Array.from(rng.randn(24), times(Math.sqrt(2 / 8))));
  assert([...params.b1.data, ...params.b2.data].every((x) => x === 0));
});

Deno.test("bad options are refused by name", () => {
  const rng = new RandomState(0), sizes = { inputSize: 2, hiddenSize: 2, numClasses: 2, rng };
  const refusals: [object, string][] = [
    [{ dropout: { input: 1 } }, "dropout.input to be a finite number from 0 to 0.99998"],
    [{ dropout: { hidden: -0.5 } }, "dropout.hidden to be a finite number from 0 to 0.99998"],
    [{ labelSmoothing: 1.5 }, "labelSmoothing to be a finite number from 0 to 1 but found 1.5"],
    [{ init: "xavier" }, 'init to be one of "normal", "kaiming" but found "xavier"'],
    [{ init: "kaiming", std: 1 }, 'std to be left out where init is "kaiming" but found 1'],
  ];
  for (const [options, message] of refusals) {
    assertThrows(
      () => new TwoLayerNet({ ...sizes, ...options }),
      RangeError,
      `Expected ${message}`,
    );
  }
});

Deno.test("many steps with dropout on float rows of several sizes keep their masks apart", () => {
  const n = net(BOTH), rows = new RandomState(4).randn(20, 12);
  const first = n.loss(rows.slice(0, 3), y.slice(0, 3), { rng: new RandomState(9) }).loss;
  for (let count = 1; count <= 6; count++) {
    n.loss(rows.slice(0, count), y.slice(0, count), { rng: new RandomState(count) });
  }
  assertEquals(n.loss(rows.slice(0, 3), y.slice(0, 3), { rng: new RandomState(9) }).loss, first);
});
