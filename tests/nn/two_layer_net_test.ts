import { assert, assertAlmostEquals, assertEquals, assertRejects, assertThrows } from "@std/assert";
import fc from "fast-check";
import {
  createBackend,
  evalNumericalGradient,
  Matrix,
  RandomState,
  relError,
  TwoLayerNet,
} from "two-layer-net";

const SIZES = { inputSize: 4, hiddenSize: 10, numClasses: 3, std: 0.5 };
const net = (seed = 0) => new TwoLayerNet({ ...SIZES, rng: new RandomState(seed) });

Deno.test("a net that is disposed of gives back what it made, once, and refuses by name", async () => {
  using backend = await createBackend("wasm", { threads: 1 });
  const rng = new RandomState(0), X = rng.randn(5, 4), y = [0, 1, 2, 2, 1];
  const first = new TwoLayerNet({ ...SIZES, rng, backend });
  const second = new TwoLayerNet({ params: { ...first.params, b2: Matrix.zeros(1, 3) }, backend });
  const expected = [...second.predict(X)];
  const freed: unknown[] = [];
  const free = backend.free.bind(backend);
  backend.free = (rows) => {
    freed.push(rows);
    free(rows);
  };
  const { b2 } = second.params;
  second[Symbol.dispose]();
  second[Symbol.dispose]();
  assert(freed.includes(b2) && !freed.includes(first.params.W1));
  assertEquals(freed.length, 1 + 4); // b2, and the batch's hidden units and scores with their gradients
  const uses = [
    () => second.params,
    () => second.inputSize,
    () => second.predict(X),
    () => second.loss(X),
    () => second.loss(X, y),
    () => second.train(X, y, X, y, { rng }),
  ];
  for (const use of uses) assertThrows(use, Error, "This net was disposed of");
  const third = new TwoLayerNet({ params: { ...first.params, b2: Matrix.zeros(1, 3) }, backend });
  assertEquals([...third.predict(X)], expected);
});

Deno.test("a net may be disposed of after its backend, and during its training", async () => {
  for (const name of ["reference", "wasm"] as const) {
    const rng = new RandomState(0), X = rng.randn(5, 4), y = [0, 1, 2, 2, 1];
    const backend = await createBackend(name, { threads: 1 });
    const net = new TwoLayerNet({ ...SIZES, rng, backend });
    const onStep = () => net[Symbol.dispose]();
    const train = () => net.train(X, y, X, y, { rng, numIters: 9, callbacks: [{ onStep }] });
    await assertRejects(train, Error, "This net was disposed of");
    const other = new TwoLayerNet({ ...SIZES, rng, backend });
    other.predict(X);
    backend[Symbol.dispose]();
    other[Symbol.dispose]();
  }
});

Deno.test("analytic gradients equal numeric ones for any shape", () => {
  const size = fc.integer({ min: 1, max: 7 });
  const property = fc.property(
    fc.tuple(size, size, size, size),
    fc.integer({ min: 0, max: 2 ** 32 - 1 }),
    fc.double({ min: 0, max: 1, noNaN: true }),
    ([rows, inputSize, hiddenSize, numClasses], seed, reg) => {
      const rng = new RandomState(seed);
      const net = new TwoLayerNet({ inputSize, hiddenSize, numClasses, std: 0.5, rng });
      const X = rng.randn(rows, inputSize), y = rng.choice(numClasses, rows);
      // A ReLU close to its corner has no derivative that a difference could find.
      const { W1, b1 } = net.params;
      rng.randn(hiddenSize).forEach((value: number, i: number) => b1.data[i] = value);
      fc.pre(preActivations(X, W1, b1).every((a) => Math.abs(a) > 1e-3));
      const { grads } = net.loss(X, y, { reg });
      for (const name of ["W1", "b1", "W2", "b2"]) {
        const numeric = evalNumericalGradient(() => net.loss(X, y, { reg }).loss, net.params[name]);
        const scale = Math.max(1e-3, ...numeric.data.map(Math.abs));
        numeric.data.forEach((g, i) => assertAlmostEquals(grads[name].data[i], g, 1e-7 * scale));
      }
    },
  );
  fc.assert(property, { numRuns: 60, seed: 1 });
});

function preActivations(X: Matrix, W: Matrix, b: Matrix): number[] {
  return X.toArray().flatMap((x) =>
    Array.from(b.data, (bias, j) => x.reduce((sum, v, i) => sum + v * W.at(i, j), bias))
  );
}

/**
 * PyTorch 2.13, float64:
 *   X = torch.arange(12).reshape(3, 4) / 6 - 1; W1 = torch.arange(20).reshape(4, 5) / 10 - 1
 *   b1 = torch.arange(5) / 10; W2 = torch.arange(15).reshape(5, 3) / -7 + 1; b2 = torch.arange(3) / 3
 *   s = torch.relu(X @ W1 + b1) @ W2 + b2
 *   l = F.cross_entropy(s, torch.tensor([2, 0, 1])) + 0.1 * ((W1**2).sum() + (W2**2).sum())
 *   l.backward()
 */
Deno.test("loss and gradients equal PyTorch's", () => {
  const range = (rows: number, cols: number, f: (k: number) => number) =>
    new Matrix(rows, cols, Float64Array.from({ length: rows * cols }, (_, k) => f(k)));
  const net = new TwoLayerNet({
    params: {
      W1: range(4, 5, (k) => k / 10 - 1),
      b1: range(1, 5, (k) => k / 10),
      W2: range(5, 3, (k) => k / -7 + 1),
      b2: range(1, 3, (k) => k / 3),
    },
  });
  const { loss, grads } = net.loss(range(3, 4, (k) => k / 6 - 1), [2, 0, 1], { reg: 0.1 });
  assertAlmostEquals(loss, TORCH.loss, 1e-12);
  for (const name of ["W1", "b1", "W2", "b2"] as const) {
    TORCH[name].forEach((g, i) => assertAlmostEquals(grads[name].data[i], g, 1e-12, name));
  }
});

Deno.test("weights are drawn as the original draws them: W1, W2, biases zero", () => {
  const { params } = net();
  const rng = new RandomState(0);
  assertEquals([...params.W1.data], Array.from(rng.randn(40), (x) => 0.5 * x));
  assertEquals([...params.W2.data], Array.from(rng.randn(30), (x) => 0.5 * x));
  assert([...params.b1.data, ...params.b2.data].every((x) => x === 0));
});

Deno.test("results belong to the caller: the next call does not change them", () => {
  const n = net(), X = new RandomState(1).randn(5, 4);
  const scores = n.loss(X), { grads } = n.loss(X, [0, 1, 2, 2, 1]);
  const [kept, keptGrads] = [scores.toArray(), grads.W1.toArray()];
  const other = new RandomState(2).randn(5, 4);
  n.loss(other);
  n.loss(other, [0, 0, 0, 0, 0]);
  assertEquals([scores.toArray(), grads.W1.toArray()], [kept, keptGrads]);
});

Deno.test("gradients go where they are wanted", () => {
  const n = net(), X = new RandomState(1).randn(2, 4);
  const out = n.loss(X, [0, 1]).grads;
  const { grads } = n.loss(X, [1, 0], { out });
  assert(grads === out);
  assertEquals(grads.W1.toArray(), n.loss(X, [1, 0]).grads.W1.toArray());
});

Deno.test("predict equals the argmax of the scores, also over many parts", () => {
  const n = net(), X = new RandomState(3).randn(2345, 4);
  const scores = n.loss(X).toArray();
  const expected = scores.map((row) => row.indexOf(Math.max(...row)));
  assertEquals([...n.predict(X)], expected);
  assertEquals(n.predict(X.slice(0, 0)).length, 0);
});

Deno.test("many batch sizes in turn give the same results", () => {
  const n = net(), X = new RandomState(4).randn(20, 4);
  const first = n.loss(X.slice(0, 3)).toArray();
  for (let rows = 1; rows <= 20; rows++) n.predict(X.slice(0, rows));
  assertEquals(n.loss(X.slice(0, 3)).toArray(), first);
});

Deno.test("float32 parameters and results stay close to float64", async () => {
  using backend = await createBackend("reference", { dtype: "float32" });
  const single = new TwoLayerNet({ ...SIZES, rng: new RandomState(0), backend });
  const X = new RandomState(1).randn(5, 4), y = [0, 1, 2, 2, 1];
  assertEquals(single.params.W1.dtype, "float32");
  assert(relError(single.loss(X, y).grads.W1, net().loss(X, y).grads.W1) < 1e-4);
});

Deno.test("bad arguments are refused by name", () => {
  const n = net(), X = new RandomState(1).randn(2, 4), y = [0, 1];
  const spoiled = (value: number) => {
    const copy = X.clone();
    copy.data[6] = value;
    return copy;
  };
  const rng = new RandomState(0);
  const refusals: [() => unknown, string][] = [
    [() => n.loss(new Matrix(2, 5)), "X.cols to be the net's input size 4 but found 5"],
    [() => n.loss(new Matrix(0, 4)), "X.rows to be at least 1 but found 0"],
    [() => n.predict(new Matrix(2, 3)), "X.cols to be the net's input size 4 but found 3"],
    [() => n.loss(X, [0]), "y.length to be 2, one label per row, but found 1"],
    [() => n.loss(X, [0, 3]), "y[1] to be an integer from 0 to 2 but found 3"],
    [() => n.loss(X, [-1, 0]), "y[0] to be an integer from 0 to 2 but found -1"],
    [() => n.loss(X, [0.5, 0]), "y[0] to be an integer from 0 to 2 but found 0.5"],
    [() => n.loss(spoiled(NaN), y), "X[1, 2] to be finite but found NaN"],
    [() => n.loss(spoiled(NaN)), "X[1, 2] to be finite but found NaN"],
    [() => n.predict(spoiled(NaN)), "X[1, 2] to be finite but found NaN"],
    [() => n.loss(X, y, { reg: -1 }), "reg to be a finite number of at least 0 but found -1"],
    [() => new TwoLayerNet({ ...SIZES, hiddenSize: 0, rng }), "hiddenSize to be an integer"],
    [() => new TwoLayerNet({ ...SIZES, std: -1, rng }), "std to be a finite number of at least 0"],
    [
      () => new TwoLayerNet({ params: { ...n.params, b1: new Matrix(1, 9) } }),
      "b1 to be 1 × 10 but found 1 × 9",
    ],
    [() => evalNumericalGradient(() => 0, X, 0), "h to be a finite number greater than 0"],
    [() => relError([1], [1, 2]), "b to be of a's size 1 but found 2"],
  ];
  for (const [call, message] of refusals) assertThrows(call, RangeError, `Expected ${message}`);
});

Deno.test("a net that has diverged gives NaN, which is no error", () => {
  const n = net();
  n.params.W1.data.fill(Infinity);
  assert(Number.isNaN(n.loss(new RandomState(1).randn(2, 4), [0, 1]).loss));
});

// deno-fmt-ignore
const TORCH = {
  loss: 2.3786942910601407,
  W1: [-0.23975400049270126, -0.21925028557376192, -0.1992502855737619, -0.17925028557376188, -0.1592502855737619, -0.1380004068210636, -0.11724483444265452, -0.09724483444265451, -0.07724483444265451, -0.057244834442654526, -0.03624681314942591, -0.015239383311547124, 0.004760616688452866, 0.02476061668845287, 0.04476061668845283, 0.06550678052221177, 0.08676606781956026, 0.10676606781956022, 0.12676606781956026, 0.1467660678195602],
  b1: [0.010521562029826056, 0.01203270678664423, 0.012032706786644226, 0.01203270678664422, 0.01203270678664424],
  W2: [0.2537955446585054, 0.3543906412619333, -0.0939004716347244, 0.1464544719355338, 0.21711191724350015, -0.10642353203617677, 0.05852041355806206, 0.04278216675035516, -0.10130258030841721, -0.02941364481940973, -0.13154758374278996, -0.09618162858065746, -0.11734770319688145, -0.3058773342359349, -0.09106067685289795],
  b2: [0.04325864798256071, -0.002288348458611811, -0.0409702995239489],
};
