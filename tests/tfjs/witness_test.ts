import { assert, assertAlmostEquals } from "@std/assert";
import fc from "fast-check";
import {
  evalNumericalGradient,
  type Matrix,
  type Params,
  RandomState,
  TwoLayerNet,
} from "two-layer-net";
import { createTfjsBackend, type TfjsBackend, TfjsTwoLayerNet } from "two-layer-net/tfjs";
import { BACKENDS, scaledError } from "./testing.ts";

/** The greatest difference to numeric gradients in float64, which are good to about 1e-9. */
const TOLERANCES = { ours: 1e-7, manual: 1e-5, autodiff: 1e-5 };

interface Point {
  net: TwoLayerNet;
  X: Matrix;
  y: Int32Array;
  reg: number;
}

/** A random net of random shape at a random batch, away from the corners of its ReLUs. */
const point: fc.Arbitrary<Point> = fc.record({
  rows: fc.integer({ min: 1, max: 9 }),
  inputSize: fc.integer({ min: 1, max: 40 }),
  hiddenSize: fc.integer({ min: 1, max: 9 }),
  numClasses: fc.integer({ min: 1, max: 6 }),
  seed: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  reg: fc.double({ min: 0, max: 1, noNaN: true }),
}).map(({ rows, inputSize, hiddenSize, numClasses, seed, reg }) => {
  const rng = new RandomState(seed);
  const net = new TwoLayerNet({ inputSize, hiddenSize, numClasses, std: 0.5, rng });
  net.params.b1.data.set(rng.randn(hiddenSize));
  net.params.b2.data.set(rng.randn(numClasses));
  return { net, X: rng.randn(rows, inputSize), y: rng.choice(numClasses, rows), reg };
}).filter(({ net, X }) => hiddenInputs(net, X).every((value) => Math.abs(value) > 1e-3));

function hiddenInputs({ params: { W1, b1 } }: TwoLayerNet, X: Matrix): number[] {
  return X.toArray().flatMap((x) =>
    Array.from(b1.data, (bias, j) => x.reduce((sum, v, i) => sum + v * W1.at(i, j), bias))
  );
}

for (const { name, ignore } of BACKENDS) {
  Deno.test(
    `numeric gradients, ours, and tfjs:${name}'s by hand and by autodiff agree`,
    { ignore },
    async () => {
      const backend = await createTfjsBackend(name);
      // Every new shape compiles shaders on webgpu.
      const numRuns = name === "webgpu" ? 4 : 30;
      await fc.assert(fc.asyncProperty(point, (at) => compareWitnesses(backend, at)), {
        numRuns,
        seed: 1,
      });
    },
  );
}

async function compareWitnesses(backend: TfjsBackend, { net, X, y, reg }: Point): Promise<void> {
  const { loss, grads: ours } = net.loss(X, y, { reg });
  const manual = await tfjsGradients(backend, "manual", { net, X, y, reg }, loss);
  const autodiff = await tfjsGradients(backend, "autodiff", { net, X, y, reg }, loss);
  for (const name of Object.keys(ours)) {
    const numeric = evalNumericalGradient(() => net.loss(X, y, { reg }).loss, net.params[name]);
    for (const [witness, grads] of Object.entries({ ours, manual, autodiff })) {
      const error = scaledError(grads[name], numeric);
      const tolerance = TOLERANCES[witness as keyof typeof TOLERANCES];
      assert(error <= tolerance, `d loss / d ${name}, ${witness} against numeric: ${error}`);
    }
  }
}

async function tfjsGradients(
  backend: TfjsBackend,
  gradients: "manual" | "autodiff",
  { net: { params }, X, y, reg }: Point,
  expectedLoss: number,
): Promise<Params<Matrix>> {
  using net = new TfjsTwoLayerNet({ params, backend, gradients });
  const { loss, grads } = await net.loss(X, y, { reg });
  assertAlmostEquals(loss, expectedLoss, 1e-6 * Math.max(1, expectedLoss));
  const read: Record<string, Matrix> = {};
  for (const [name, matrix] of Object.entries(grads)) {
    using gradient = matrix;
    read[name] = await gradient.read();
  }
  return read;
}
