/** The part of the suite about updates of parameters and dropout; see conformance.ts. */

import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { type Backend, type DropoutKey, Matrix } from "two-layer-net";
import { ADAM } from "../../lib/optim/adam.ts";
import { RMSPROP } from "../../lib/optim/rmsprop.ts";
import { MOMENTUM } from "../../lib/optim/sgd.ts";
import { INTERPOLATE } from "../../lib/solver/weight_average.ts";
import { elementBits } from "../random/philox.ts";

type Random = () => number;

/** Fewer elements than a vector, whole vectors, a rest, and several tasks of a kernel. */
const SIZES: [number, number][] = [[0, 3], [1, 1], [1, 3], [4, 8], [13, 7], [131, 997]];

/** Each update, on numbers by its textbook formula. */
const UPDATES: Record<string, {
  /** Names of the operands after the gradient, the parameter last. */
  operands: string[];
  run(backend: Backend, ...operands: Matrix[]): void;
  define(g: number, ...operands: number[]): number[];
}> = {
  addScaled: {
    operands: ["y"],
    run: (backend, x, y) => backend.addScaled(-0.3, x, y),
    define: (x, y) => [y - 0.3 * x],
  },
  interpolate: {
    operands: ["y"],
    run: (backend, x, y) => backend.update(INTERPOLATE, [0.3], x, y),
    define: (x, y) => [y + 0.3 * (x - y)],
  },
  "momentum, heavy ball": {
    operands: ["velocity", "param"],
    run: (backend, ...operands) => backend.update(MOMENTUM, [0.1, 0.9, 0, 0], ...operands),
    define: (g, v, p) => [0.9 * v + g, p - 0.1 * (0.9 * v + g)],
  },
  "momentum, Nesterov": {
    operands: ["velocity", "param"],
    run: (backend, ...operands) => backend.update(MOMENTUM, [0.1, 0.9, 1, 0.2], ...operands),
    define: (g, v, p) => {
      const d = g + 0.2 * p, velocity = 0.9 * v + d;
      return [velocity, p - 0.1 * (d + 0.9 * velocity)];
    },
  },
  "RMSProp, which has no kernel": {
    operands: ["square", "param"],
    run: (backend, ...operands) => backend.update(RMSPROP, [0.1, 0.9, 0.01, 0.2], ...operands),
    define: (g, s, p) => {
      const d = g + 0.2 * p, square = 0.9 * s + 0.1 * d * d;
      return [square, p - 0.1 * d / (Math.sqrt(square) + 0.01)];
    },
  },
  Adam: {
    operands: ["mean", "square", "param"],
    run: (backend, ...operands) =>
      backend.update(ADAM, [0.1, 0.8, 0.9, 1.5, 0.01, 0.2, 0.95], ...operands),
    define: (g, m, s, p) => {
      const d = g + 0.2 * p, mean = 0.8 * m + 0.2 * d, square = 0.9 * s + 0.1 * d * d;
      return [mean, square, 0.95 * p - 0.1 * mean / (1.5 * Math.sqrt(square) + 0.01)];
    },
  },
};

/** Every update against its definition, and its refusals. */
export function checkUpdates(backend: Backend, random: Random): void {
  const tolerance = backend.dtype === "float64" ? 1e-14 : 2e-6;
  for (const [name, { operands, run, define }] of Object.entries(UPDATES)) {
    for (const [rows, cols] of SIZES) {
      const own = [null, ...operands].map(() => positive(backend.zeros(rows, cols), random));
      const before = own.map((m) => Float64Array.from(m.data));
      run(backend, ...own);
      assertEquals(Array.from(own[0].data), [...before[0]], `${name} leaves its source`);
      before[0].forEach((_, i) => {
        const [g, ...rest] = before.map((values) => values[i]);
        define(g, ...rest).forEach((expected, k) => {
          assertAlmostEquals(
            own[k + 1].data[i],
            expected,
            tolerance,
            `${name} ${operands[k]} ${i}`,
          );
        });
      });
    }
    const fitting = operands.map(() => backend.zeros(2, 3));
    assertThrows(() => run(backend, backend.zeros(3, 2), ...fitting), RangeError, "found 3 × 2");
  }
}

/** What is dropped, against a Philox of the suite's own; a part of a matrix beside one untouched. */
export function checkDropout(backend: Backend, random: Random): void {
  const keys: DropoutKey[] = [[0, 0], [1, 2 ** 32 - 1], [0xdeadbeef, 0x80000000]];
  for (const [rows, cols] of [[0, 5], [1, 1], [3, 5], [5, 8], [9, 31], [41, 1601]]) {
    for (const [index, rate] of [0.1, 0.5, 0.9].entries()) {
      const whole = positive(backend.zeros(rows + 1, cols), random), before = whole.clone();
      backend.dropout(rate, keys[index], whole.slice(0, rows));
      assertEquals([...whole.row(rows)], [...before.row(rows)]);
      const steps = Math.round(rate * 65536), scale = 65536 / (65536 - steps);
      for (let i = 0; i < rows * cols; i += i < 100 ? 1 : 97) {
        const kept = elementBits(i, keys[index]) >= steps;
        const expected = kept ? before.data[i] * scale : 0;
        assertAlmostEquals(whole.data[i], expected, backend.dtype === "float64" ? 0 : 1e-5);
      }
    }
  }
  checkDropoutShares(backend);
}

function checkDropoutShares(backend: Backend): void {
  const ones = backend.from(new Matrix(300, 400, new Float64Array(120_000).fill(1)));
  backend.dropout(0.3, [7, 8], ones);
  const mean = Array.from(ones.data).reduce((a, b) => a + b) / 120_000;
  assertAlmostEquals(mean, 1, 0.01); // eight standard deviations
  const special = backend.from(Matrix.from([[NaN, Infinity, -Infinity]]));
  backend.dropout(0, [1, 1], special);
  assertEquals([...special.data], [NaN, Infinity, -Infinity]);
  const infinite = backend.from(new Matrix(5, 7, new Float64Array(35).fill(Infinity)));
  backend.dropout(0.5, [1, 1], infinite);
  assertEquals(new Set(infinite.data), new Set([NaN, Infinity]));
  const refusals: [number, DropoutKey, string][] = [
    [1, [0, 0], "Expected rate to be a finite number from 0 to 0.9"],
    [-0.1, [0, 0], "Expected rate to be a finite number from 0 to 0.9"],
    [0.5, [0, 2 ** 32], "Expected key[1] to be an integer from 0 to 4294967295"],
    [0.5, [0.5, 0], "Expected key[0] to be an integer"],
  ];
  for (const [rate, key, message] of refusals) {
    assertThrows(() => backend.dropout(rate, key, ones), RangeError, message);
  }
  assert(ones.data.some((x) => x > 0));
}

/**
 * PyTorch 2.13, float64:
 *   s = torch.tensor([[1.5, -2.25, 0.75], [100., -900., 3.], [0., 0., 0.]], requires_grad=True)
 *   l = F.cross_entropy(s, torch.tensor([0, 1, 2]), label_smoothing=0.1); l.backward()
 */
export function checkLabelSmoothing(backend: Backend): void {
  const scores = backend.from(Matrix.from([[1.5, -2.25, 0.75], [100, -900, 3], [0, 0, 0]]));
  const grad = backend.zeros(3, 3);
  const tolerance = backend.dtype === "float64" ? 1e-12 : 1e-4;
  const loss = backend.softmaxLoss(scores, [0, 1, 2], grad, 0.1);
  assertAlmostEquals(loss, 312.7393321637954, tolerance);
  TORCH_GRADIENT.forEach((g, i) => assertAlmostEquals(grad.data[i], g, tolerance));
}

// deno-fmt-ignore
const TORCH_GRADIENT = [
  -0.08827747775727243, -0.005870566353724416, 0.09414804411099685,
  0.32222222222222224, -0.3111111111111111, -0.011111111111111112,
  0.09999999999999999, 0.09999999999999999, -0.2,
];

/** Values from 0.5 to 1.5: as far from the roots' singularity as from rounding's. */
function positive(m: Matrix, random: Random): Matrix {
  for (let i = 0; i < m.data.length; i++) m.data[i] = 0.5 + random();
  return m;
}
