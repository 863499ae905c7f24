import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import * as tf from "@tensorflow/tfjs";
import {
  createBackend,
  loadWeights,
  Matrix,
  type PixelRows,
  RandomState,
  saveWeights,
  sliceRows,
  Solver,
  TwoLayerNet,
} from "two-layer-net";
import { createTfjsBackend, type TfjsBackend, TfjsTwoLayerNet } from "two-layer-net/tfjs";
import { BACKENDS, scaledError } from "./testing.ts";

const SIZES = { inputSize: 48, hiddenSize: 20, numClasses: 5, std: 0.05 };

/** Noisy images of five kinds. */
function images(rows: number): { X: PixelRows; y: Int32Array } {
  const rng = new RandomState(1), cols = SIZES.inputSize;
  const kinds = rng.randint(0, 200, SIZES.numClasses * cols), y = rng.choice(5, rows);
  const noise = rng.randint(0, 56, rows * cols);
  const pixels = Uint8Array.from(
    noise,
    (n, i) => n + kinds[y[Math.floor(i / cols)] * cols + i % cols],
  );
  const mean = rng.rand(cols).map((value: number) => 100 + 50 * value);
  return { X: { rows, cols, pixels, index: null, mean }, y };
}

function ourNet(seed = 0): TwoLayerNet {
  return new TwoLayerNet({ ...SIZES, rng: new RandomState(seed) });
}

function tfjsNet(backend: TfjsBackend, seed = 0): TfjsTwoLayerNet {
  return new TfjsTwoLayerNet({ ...SIZES, rng: new RandomState(seed), backend });
}

const { X, y } = images(2000);
const DATA = { XTrain: X, yTrain: y, XVal: sliceRows(X, 0, 40), yVal: y.subarray(0, 40) };
const TRAINING = { learningRate: 1e-4, reg: 0.1, batchSize: 40 };

const single = await createBackend("reference", { dtype: "float32" });
const ours = new TwoLayerNet({ ...SIZES, rng: new RandomState(0), backend: single });
const expected = await new Solver(ours, DATA, {
  ...TRAINING,
  numIters: 100,
  rng: new RandomState(2),
})
  .train();

for (const { name, ignore } of BACKENDS) {
  // A step on webgpu takes some 15 ms here, and each is seen to leave nothing behind.
  const numIters = name === "webgpu" ? 100 : 1000;

  Deno.test(
    `${name}: 100 steps equal our float32 net's; no tensor is left over`,
    { ignore },
    async () => {
      using net = tfjsNet(await createTfjsBackend(name));
      const counts: number[] = [], onStep = () => void counts.push(tf.memory().numTensors);
      const options = { ...TRAINING, numIters, rng: new RandomState(2), callbacks: [{ onStep }] };
      const { lossHistory } = await new Solver(net, DATA, options).train();
      expected.lossHistory.forEach((loss, i) => {
        assert(
          Math.abs(lossHistory[i] - loss) <= 1e-4 * loss,
          `step ${i}: ${lossHistory[i]}, ${loss}`,
        );
      });
      assert(lossHistory[99] < lossHistory[0] / 2);
      // It may fall: what earlier tests left to the garbage collector goes at some time.
      assertEquals([counts.length, Math.max(...counts)], [numIters, counts[0]]);
    },
  );

  Deno.test(`${name}: scores and predictions equal ours, of pixels and floats, in parts`, {
    ignore,
  }, async () => {
    using net = tfjsNet(await createTfjsBackend(name));
    const { X: pixels } = images(1234), floats = single.zeros(1234, SIZES.inputSize);
    single.gather(pixels, floats);
    const scores = ourNet().loss(pixels);
    for (const rows of [pixels, floats]) {
      assert(scaledError(await net.loss(rows), scores) < 1e-5);
      assertEquals([...await net.predict(rows)], [...ourNet().predict(pixels)]);
    }
    assertEquals((await net.predict(new Matrix(0, SIZES.inputSize))).length, 0);
  });
}

const wasm = await createTfjsBackend("wasm");

Deno.test("weights start as ours, rounded to float32, and go through files", async () => {
  using net = tfjsNet(wasm, 3);
  const path = await Deno.makeTempFile();
  await saveWeights(path, { params: await net.readParams() }, { metadata: { note: "tfjs" } });
  const { net: loaded, metadata } = await loadWeights(path);
  await Deno.remove(path);
  using again = new TfjsTwoLayerNet({ params: loaded.params, backend: wasm });
  const params = await again.readParams();
  for (const name of ["W1", "b1", "W2", "b2"]) {
    assertEquals(params[name], ourNet(3).params[name].clone("float32"));
  }
  assertEquals([metadata.inputSize, metadata.hiddenSize, metadata.numClasses], ["48", "20", "5"]);
});

Deno.test("nets on two backends may train at the same time", async () => {
  const train = async (name: "cpu" | "wasm") => {
    using net = tfjsNet(await createTfjsBackend(name));
    const options = { ...TRAINING, numIters: 20, rng: new RandomState(2) };
    return (await net.train(X, y, DATA.XVal, DATA.yVal, options)).lossHistory;
  };
  const alone = [await train("cpu"), await train("wasm")];
  assertEquals(await Promise.all([train("cpu"), train("wasm")]), alone);
});

Deno.test("the signal ends training, and what was learned is kept", async () => {
  using net = tfjsNet(wasm);
  const controller = new AbortController();
  const onStep = ({ iteration }: { iteration: number }) => {
    if (iteration === 2) controller.abort();
  };
  const { signal } = controller, rng = new RandomState(2);
  const options = { ...TRAINING, rng, signal, callbacks: [{ onStep }] };
  const { aborted, lossHistory } = await net.train(X, y, DATA.XVal, DATA.yVal, options);
  assertEquals([aborted, lossHistory.length], [true, 3]);
  assert((await net.loss(X, y)).loss < lossHistory[0]);
});

Deno.test("gradients go where they are wanted; what is disposed of is given back", async () => {
  const net = tfjsNet(wasm);
  const { grads } = await net.loss(X, y, { reg: 1 });
  const first = grads.W1.tensor, once = await grads.W1.read();
  const again = await net.loss(X, y, { reg: 2, out: grads });
  assert(again.grads === grads && first.isDisposed);
  assert(scaledError(await grads.W1.read(), once) > 0.01);
  const tensors = [...Object.values(net.params), ...Object.values(grads)].map((m) => m.tensor);
  net[Symbol.dispose]();
  for (const gradient of Object.values(grads)) gradient.dispose();
  assert(tensors.every((tensor) => tensor.isDisposed));
});

Deno.test("a net or a matrix that was disposed of refuses by name, and may be disposed of twice", async () => {
  const net = tfjsNet(wasm);
  const gone = `matrix on tfjs:wasm was disposed of`;
  const { params } = net;
  net[Symbol.dispose]();
  net[Symbol.dispose]();
  await assertRejects(() => net.predict(X), Error, gone);
  await assertRejects(() => net.loss(X), Error, gone);
  await assertRejects(() => net.loss(X, y), Error, gone);
  await assertRejects(() => net.readParams(), Error, gone);
  await assertRejects(() => net.train(X, y, X, y, { rng: new RandomState(0) }), Error, gone);
  assertThrows(() => params.W1.write(ourNet().params.W1), Error, gone);
  assertThrows(() => wasm.addScaled(1, params.b1, params.b1), Error, gone);
});

Deno.test("weights that diverged are no error; input that is not finite is", async () => {
  const params = ourNet().params;
  params.W1.data.fill(Infinity);
  using net = new TfjsTwoLayerNet({ params, backend: wasm });
  assert(Number.isNaN((await net.loss(X, y)).loss));
  const bad = new RandomState(0).randn(2, 48);
  bad.data[50] = NaN;
  const calls = [() => net.loss(bad), () => net.loss(bad, [0, 1]), () => net.predict(bad)];
  for (const call of calls) {
    await assertRejects(call, RangeError, "Expected X[1, 2] to be finite but found NaN");
  }
});

Deno.test("bad arguments are refused by name", async () => {
  using net = tfjsNet(wasm);
  const two = new Matrix(2, 48);
  const refusals: [() => Promise<unknown>, string][] = [
    [() => net.loss(new Matrix(2, 5)), "X.cols to be the net's input size 48 but found 5"],
    [() => net.loss(new Matrix(0, 48)), "X.rows to be at least 1 but found 0"],
    [() => net.loss(two, [0]), "y.length to be 2, one label per row, but found 1"],
    [() => net.loss(two, [0, 5]), "y[1] to be an integer from 0 to 4 but found 5"],
    [() => net.loss(two, [0, 1], { reg: -1 }), "reg to be a finite number of at least 0"],
  ];
  for (const [call, message] of refusals) await assertRejects(call, RangeError, message);

  const { params } = ourNet(), rng = new RandomState(0), backend = wasm;
  assertThrows(
    () => new TfjsTwoLayerNet({ ...SIZES, hiddenSize: 0, rng, backend }),
    RangeError,
    "hiddenSize to be an integer of at least 1 but found 0",
  );
  assertThrows(
    () => new TfjsTwoLayerNet({ params: { ...params, b1: new Matrix(1, 9) }, backend }),
    RangeError,
    "b1 to be 1 × 20 but found 1 × 9",
  );
  assertThrows(
    () => new TfjsTwoLayerNet({ params, backend, gradients: "magic" as "manual" }),
    RangeError,
    'gradients to be one of "manual", "autodiff" but found "magic"',
  );
  assertThrows(
    () => new TfjsTwoLayerNet({ params, backend: single as unknown as TfjsBackend }),
    TypeError,
    "Expected backend to be one from createTfjsBackend but found",
  );
  assertThrows(
    () => wasm.addScaled(1, net.params.b1, net.params.b2),
    RangeError,
    "x to be 1 × 5 but found 1 × 20",
  );
});
