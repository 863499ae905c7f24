/** What the checks say of right answers, and of the mistakes that students make. */

import { assert, assertEquals, assertMatch, assertThrows } from "@std/assert";
import { checkAnswer, type QuestionName } from "two-layer-net/assignment";
import { argmaxRows, Matrix, RandomState, TwoLayerNet } from "two-layer-net";
import {
  CASES,
  drawLabels,
  drawParams,
  type Params,
} from "../../../lib/assignment/grading/inputs.ts";
import { answerCases, judge } from "../../../lib/assignment/grading/judge.ts";
import type { Outcome } from "../../../lib/assignment/grading/outcome.ts";
import { QUESTION_NAMES, QUESTIONS } from "../../../lib/assignment/grading/questions.ts";
import { readOutcomes, writeOutcomes } from "../../../lib/assignment/grading/transfer.ts";

// deno-lint-ignore no-explicit-any
type Answer = (...args: any[]) => unknown;

/** Answers written as students write them, with a mistake, and what must be said of it. */
const WRONG: [QuestionName, Answer, RegExp][] = [
  ["forward", forwardWith((z) => z), /The ReLU is missing/],
  ["forward", forwardWith((z) => Math.abs(z)), /not \|z\|/],
  ["forward", forwardWith((z) => Math.min(z, 0)), /not min\(0, z\)/],
  ["forward", (X: Matrix, { W1, W2, b2 }: Params) => {
    const hidden = X.dot(W1).map(relu);
    return { hidden, scores: hidden.dot(W2).add(b2) };
  }, /The bias b1 is missing/],
  ["forward", (X: Matrix, { W1, b1, W2, b2 }: Params) => {
    const hidden = X.dot(W1).add(b1).map(relu);
    return { hidden, scores: hidden.dot(W2).add(b2).map(relu) };
  }, /ReLU on the scores, too/],
  ["forward", (X: Matrix, { W1, b1, W2 }: Params) => {
    const hidden = X.dot(W1).map(relu).add(b1);
    return { hidden, scores: hidden.dot(W2) };
  }, /b1 is added after the ReLU[^]*The bias b2 is missing/],
  ["forward", (X: Matrix, { W1, b1, W2, b2 }: Params) => {
    const hidden = X.dot(W1).add(b1).map(relu);
    return { hidden, scores: hidden.dot(W2).add(b2).transpose() };
  }, /scores is a 3 × 7 matrix, expected a 7 × 3 matrix: is it transposed\?/],
  ["softmaxLoss", softmaxWith({ axis: 0 }), /runs down the columns/],
  ["softmaxLoss", softmaxWith({ max: false }), /large scores overflow/],
  ["softmaxLoss", softmaxWith({ mean: false }), /the sum over the points, not their mean/],
  ["softmaxLoss", softmaxWith({ log: Math.log10 }), /base 10/],
  ["softmaxLoss", softmaxWith({ sign: 1 }), /The minus sign is missing/],
  ["softmaxLoss", softmaxWith({ label: () => 0 }), /class 0 in every row/],
  [
    "regularization",
    ({ W1, W2 }: Params, reg: number) => 0.5 * reg * (sq(W1) + sq(W2)),
    /factor ½/,
  ],
  [
    "regularization",
    ({ W1, b1, W2, b2 }: Params, reg: number) => reg * (sq(W1) + sq(W2) + sq(b1) + sq(b2)),
    /The biases are regularised, too/,
  ],
  ["regularization", ({ W1 }: Params, reg: number) => reg * sq(W1), /W2 is missing/],
  [
    "trainStep",
    (params: Params, grads: Params, rate: number) =>
      each((name) => params[name].add(grads[name].multiply(rate))),
    /goes up the gradient/,
  ],
  [
    "trainStep",
    (params: Params, grads: Params) => each((name) => params[name].subtract(grads[name])),
    /learning rate is missing/,
  ],
  ["trainStep", () => {}, /returns nothing: is there a `return`\?/],
  ["train", trainWith({ decay: false }), /The learning rate stays the same/],
  ["train", trainWith({ replace: false }), /with replacement/],
  ["train", trainWith({ early: true }), /decays before the first step/],
  ["predict", (X: Matrix, p: Params) => argmaxRows(scoresOf(X, p).multiply(-1)), /lowest score/],
  ["predict", (X: Matrix, p: Params) => scoresOf(X, p), /You returned the scores/],
  ["scoresGradient", (P: Matrix) => P.divide(P.rows), /The −1 at the true class is missing/],
  [
    "scoresGradient",
    (P: Matrix, y: Int32Array) => P.map((p, i, j) => j === y[i] ? p - 1 : p),
    /not divided by N/,
  ],
  [
    "scoresGradient",
    (P: Matrix, y: Int32Array) => P.map((p, i, j) => j === y[i] ? p - 1 : p).divide(P.cols),
    /divided by C, not N/,
  ],
  ["secondLayer", layerWith(1), /misses the factor 2 of the regularisation/],
  ["firstLayer", layerWith(0), /The regularisation is missing/],
  ["firstLayer", (X: Matrix, dZ: Matrix, W: Matrix, reg: number) => (
    { dW: dZ.transpose().dot(X).add(W.transpose().multiply(2 * reg)), db: dZ.sum(0) }
  ), /the wrong way round/],
  ["secondLayer", (A: Matrix, dS: Matrix, W: Matrix, reg: number) => (
    { dW: A.transpose().dot(dS).add(W.multiply(2 * reg)), db: dS.sum(0).divide(dS.rows) }
  ), /db is a mean over the points/],
  [
    "reluGradient",
    (_: Matrix, dS: Matrix, W2: Matrix) => dS.dot(W2.transpose()),
    /mask of the ReLU/,
  ],
  [
    "reluGradient",
    (_: Matrix, dS: Matrix, W2: Matrix) => dS.dot(W2.transpose()).map((d) => d > 0 ? d : 0),
    /taken from the gradient/,
  ],
  [
    "backward",
    backwardWith((grads, X) => scaled(grads, X.rows / X.cols), 1),
    /divided by D, not N/,
  ],
  ["backward", backwardWith((grads) => grads, 0), /regularisation is missing/],
  ["backward", backwardWith((grads) => grads, 0.5), /misses the factor 2/],
  [
    "bestOf",
    (runs: { valAccuracy: number }[]) =>
      runs.reduce((a, b) => b.valAccuracy < a.valAccuracy ? b : a),
    /took the lowest/,
  ],
];

function relu(z: number): number {
  return Math.max(0, z);
}

function sq(m: Matrix): number {
  return m.multiply(m).sum();
}

function each(f: (name: keyof Params) => Matrix): Params {
  return { W1: f("W1"), b1: f("b1"), W2: f("W2"), b2: f("b2") };
}

function scaled(grads: Params, factor: number): Params {
  return each((name) => grads[name].multiply(factor));
}

function forwardWith(activation: (z: number) => number): Answer {
  return (X: Matrix, { W1, b1, W2, b2 }: Params) => {
    const hidden = X.dot(W1).add(b1).map(activation);
    return { hidden, scores: hidden.dot(W2).add(b2) };
  };
}

function scoresAndHidden(X: Matrix, params: Params): { hidden: Matrix; scores: Matrix } {
  return forwardWith(relu)(X, params) as { hidden: Matrix; scores: Matrix };
}

function scoresOf(X: Matrix, params: Params): Matrix {
  return scoresAndHidden(X, params).scores;
}

function softmaxWith(
  { axis = 1, max = true, mean = true, log = Math.log, sign = -1, label = (y: number) => y }: {
    axis?: 0 | 1;
    max?: boolean;
    mean?: boolean;
    log?: (p: number) => number;
    sign?: number;
    label?: (y: number) => number;
  },
): Answer {
  return (scores: Matrix, y: Int32Array) => {
    const exp = (max ? scores.subtract(scores.max(axis)) : scores).map(Math.exp);
    const probabilities = exp.divide(exp.sum(axis));
    const losses = Array.from(y, (c, i) => sign * log(probabilities.at(i, label(c))));
    const sum = losses.reduce((a, b) => a + b);
    return { loss: mean ? sum / y.length : sum, probabilities };
  };
}

function trainWith({ decay = true, replace = true, early = false }): Answer {
  return (params: Params, X: Matrix, y: Int32Array, rng: RandomState) => {
    const lossHistory: number[] = [];
    let rate = early ? 0.1 * 0.95 : 0.1;
    for (let it = 0; it < 100; it++) {
      const batch = replace ? rng.choice(5, 200) : rng.permutation(5);
      const points = Matrix.from(Array.from(batch, (i) => X.row(i)));
      const labels = Int32Array.from(batch, (i) => y[i]);
      const { loss, grads } = new TwoLayerNet({ params }).loss(points, labels, { reg: 5e-6 });
      lossHistory.push(loss);
      const now = params, step = rate;
      params = each((name) => now[name].subtract(grads[name].multiply(step)));
      if (decay) rate *= 0.95;
    }
    return { params, lossHistory };
  };
}

function layerWith(factor: number): Answer {
  return (input: Matrix, dout: Matrix, W: Matrix, reg: number) => (
    { dW: input.transpose().dot(dout).add(W.multiply(factor * reg)), db: dout.sum(0) }
  );
}

/** The library's gradients at a part of the regularisation, changed. */
function backwardWith(change: (grads: Params, X: Matrix) => Params, part: number): Answer {
  return (X: Matrix, y: Int32Array, params: Params, reg: number) => {
    const own = new TwoLayerNet({ params }).loss(X, y, { reg: 0 }).grads;
    const penalty = (name: "W1" | "W2") => params[name].multiply(2 * reg);
    const { W1, b1, W2, b2 } = change(own, X);
    return {
      W1: W1.add(penalty("W1").multiply(part)),
      b1,
      W2: W2.add(penalty("W2").multiply(part)),
      b2,
    };
  };
}

Deno.test("at least twenty typical mistakes, as students write them, are each named", () => {
  assert(WRONG.length >= 20);
  for (const [question, answer, words] of WRONG) {
    const { message } = assertThrows(() => checkAnswer(question, answer), Error);
    assertMatch(message, words, `${question}: ${message}`);
  }
});

const SEEDS = [1, 2, 3, 231];

for (const name of QUESTION_NAMES) {
  const { solve, mistakes } = QUESTIONS[name];
  const judged = (made: (mistake: string) => boolean, seed: number) =>
    judge(name, answerCases(name, (...args) => solve(made, args), seed), seed);

  Deno.test(`${name}: the right answer is right, each mistake has its own words`, () => {
    for (const seed of name === "train" ? SEEDS.slice(0, 1) : SEEDS) {
      assertEquals(judged(() => false, seed).status, "right");
      for (const [mistake, words] of Object.entries(mistakes)) {
        const lines = judged((other) => other === mistake, seed).words.split("\n");
        assertEquals(lines.slice(0, 2), [`${name} is not right yet.`, words]);
      }
    }
  });
}

Deno.test("the right answers are those of the library", () => {
  const rng = new RandomState(5);
  for (const sizes of CASES) {
    const params = drawParams(rng, sizes), X = rng.randn(sizes.N, sizes.D);
    const y = drawLabels(rng, sizes), net = new TwoLayerNet({ params });
    const { loss, grads } = net.loss(X, y, { reg: 0.1 });
    const right = (name: QuestionName, ...args: unknown[]) =>
      QUESTIONS[name].solve(() => false, args) as never;
    const { scores } = right("forward", X, params) as { scores: Matrix };
    assertClose(scores, net.loss(X));
    const data = right("softmaxLoss", scores, y) as { loss: number };
    const total = data.loss + (right("regularization", params, 0.1) as number);
    assert(Math.abs(total - loss) < 1e-12 * loss);
    const ours = right("backward", X, y, params, 0.1) as Params;
    for (const key of ["W1", "b1", "W2", "b2"] as const) assertClose(ours[key], grads[key]);
    assertEquals(right("predict", X, params), net.predict(X) as never);
  }
});

function assertClose(found: Matrix, expected: Matrix): void {
  const largest = found.subtract(expected).map(Math.abs).max();
  assert(largest <= 1e-12 * expected.map(Math.abs).max(), `${largest}`);
}

Deno.test("what is no answer at all is named", () => {
  const cases: [Answer, RegExp][] = [
    [() => {
      throw new Error("forward is not written yet");
    }, /^forward is not written yet$/],
    [() => {
      throw new TypeError("no");
    }, /^forward throws an error: TypeError: no$/],
    [() => 5, /the result is a number, expected an object \{ hidden, scores \}/i],
    [() => "5", /the result is "5", expected/i],
    [async () => await 5, /returns a promise: take `async` away/],
    [(X, p) => ({ hidden: scoresAndHidden(X, p).hidden }), /scores is missing/],
    [(X: Matrix) => ({ hidden: X.data.fill(0), scores: X }), /changes X, its argument/],
    [
      (X, p) => ({ ...forwardWith(relu)(X, p) as object, scores: new Matrix(1, 1) }),
      /a 1 × 1 matrix/,
    ],
    [(X: Matrix, p: Params) => {
      const { hidden, scores } = scoresAndHidden(X, p);
      return { hidden, scores: scores.map(() => NaN) };
    }, /scores\[0, 0\] is NaN, expected/i],
    [
      (X: Matrix, p: Params) =>
        X.rows === 7 ? forwardWith(relu)(X, p) : forwardWith((z) => 2 * z)(X, p),
      /first inputs have the right result, others not/,
    ],
  ];
  for (const [answer, words] of cases) {
    const { message } = assertThrows(() => checkAnswer("forward", answer), Error);
    assertMatch(message, words);
  }
});

Deno.test("outcomes survive the way between processes; what is none is refused", () => {
  const outcomes: Outcome[] = [
    { threw: "no" },
    ...answerCases("forward", () => ({ a: [NaN, -0, Infinity], b: new Matrix(1, 2), c: true }), 1),
  ];
  assertEquals(readOutcomes(JSON.parse(writeOutcomes(outcomes)), 3), outcomes);
  const number = { kind: "number", value: 1 };
  const bad = [
    null,
    [],
    [{ returned: number }],
    [{ returned: { kind: "matrix", rows: 2, cols: 2, values: [1] }, changed: [] }],
    [{ returned: { kind: "list", values: ["1"] }, changed: [] }],
    [{ returned: { kind: "object", fields: [["a"]] }, changed: [] }],
    [{ returned: { kind: "number", value: {} }, changed: [] }],
  ];
  for (const json of bad) assertEquals(readOutcomes(json, 1), null);
});
