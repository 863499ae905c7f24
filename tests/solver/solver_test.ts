import { assert, assertAlmostEquals, assertEquals, assertRejects, assertThrows } from "@std/assert";
import * as assignment from "two-layer-net/assignment";
import {
  accuracy,
  type EpochInfo,
  Matrix,
  type Model,
  RandomState,
  type Rows,
  Solver,
  type SolverOptions,
  type StepInfo,
  TwoLayerNet,
} from "two-layer-net";
import { arrayOps } from "../optim/array_ops.ts";

const SIZES = { inputSize: 3, hiddenSize: 6, numClasses: 2, std: 0.3 };

function setUp(options: Partial<SolverOptions> = {}, rows = 50) {
  const rng = new RandomState(7);
  const net = new TwoLayerNet({ ...SIZES, rng });
  const X = rng.randn(rows, 3), y = rng.choice(2, rows);
  const data = { XTrain: X, yTrain: y, XVal: X.slice(0, 5), yVal: y.slice(0, 5) };
  return { net, data, rng, solver: new Solver(net, data, { rng, ...options }) };
}

Deno.test("training equals the original's loop, written out, to the last bit", async () => {
  for (const [rows, batchSize] of [[50, 20], [50, 16], [5, 200]]) {
    const options = { learningRate: 0.1, learningRateDecay: 0.9, reg: 0.01, numIters: 25 };
    const { solver, net } = setUp({ ...options, batchSize }, rows);
    const history = await solver.train();

    const { net: other, data: { XTrain, yTrain, XVal, yVal }, rng } = setUp({}, rows);
    const losses = [], trainAccs = [], valAccs = [];
    let rate = 0.1;
    for (let it = 0; it < 25; it++) {
      const index = rng.choice(rows, batchSize);
      const X = Matrix.from(Array.from(index, (i) => XTrain.row(i)));
      const y = Array.from(index, (i) => yTrain[i]);
      const { loss, grads } = other.loss(X, y, { reg: 0.01 });
      losses.push(loss);
      for (const name of ["W1", "b1", "W2", "b2"]) {
        other.params[name].data.forEach((_, i, data) => data[i] -= rate * grads[name].data[i]);
      }
      if (it % Math.max(rows / batchSize, 1) !== 0) continue;
      trainAccs.push(await accuracy(other, X, y));
      valAccs.push(await accuracy(other, XVal, yVal));
      rate *= 0.9;
    }
    assertEquals(history.lossHistory, losses);
    assertEquals(history.trainAccHistory, trainAccs);
    assertEquals(history.valAccHistory, valAccs);
    assertEquals(net.params.W1.toArray(), other.params.W1.toArray());
  }
});

Deno.test("callbacks hear of every step and epoch, in order, and are awaited", async () => {
  const steps: StepInfo[] = [], epochs: EpochInfo[] = [];
  const wait = () => new Promise<void>((resolve) => setTimeout(resolve, 0));
  const { solver } = setUp({
    numIters: 7,
    batchSize: 20,
    learningRate: 1,
    learningRateDecay: 0.5,
    callbacks: [{
      onStep: (info) => wait().then(() => void steps.push(info)),
      onEpoch: (info) => wait().then(() => void epochs.push(info)),
    }],
  });
  const { lossHistory, valAccHistory } = await solver.train();
  assertEquals(steps.map(({ iteration }) => iteration), [0, 1, 2, 3, 4, 5, 6]);
  assertEquals(steps.map(({ learningRate }) => learningRate), [1, 0.5, 0.5, 0.5, 0.5, 0.5, 0.25]);
  assertEquals(steps.map(({ loss }) => loss), lossHistory);
  assertEquals(epochs.map(({ iteration, epoch }) => [iteration, epoch]), [[0, 0], [5, 1]]);
  assertEquals(epochs.map(({ valAccuracy }) => valAccuracy), valAccHistory);
});

Deno.test("verbose prints a line every 100 steps, as the original", async () => {
  const lines: string[] = [];
  const { solver } = setUp({
    numIters: 201,
    batchSize: 2,
    verbose: (line) => void lines.push(line),
  });
  const { lossHistory } = await solver.train();
  assertEquals(
    lines,
    [0, 100, 200].map((i) => `iteration ${i} / 201: loss ${lossHistory[i].toFixed(6)}`),
  );
});

Deno.test("an abort ends training after the step, and keeps what was learned", async () => {
  const controller = new AbortController();
  const onStep = ({ iteration }: StepInfo) => {
    if (iteration === 4) controller.abort();
  };
  const { solver, net } = setUp({
    numIters: 100,
    signal: controller.signal,
    callbacks: [{ onStep }],
  });
  const history = await solver.train();
  const five = setUp({ numIters: 5 });
  assertEquals([history.aborted, history.lossHistory.length], [true, 5]);
  assertEquals(history.lossHistory, (await five.solver.train()).lossHistory);
  assertEquals(net.params.W1.toArray(), five.net.params.W1.toArray());
});

Deno.test("timers and signals get through while training goes on", async () => {
  const controller = new AbortController();
  const { solver } = setUp({ numIters: 1e9, batchSize: 50, signal: controller.signal });
  setTimeout(() => controller.abort(), 50);
  const { aborted } = await solver.train();
  assert(aborted);
});

Deno.test("timers get through while a large validation set is predicted", async () => {
  const { net } = setUp();
  let ticks = 0;
  const timer = setInterval(() => ticks++, 1);
  await accuracy(net, new Matrix(2_000_000, 3), new Uint8Array(2_000_000));
  clearInterval(timer);
  assert(ticks > 1, `${ticks} ticks`);
});

Deno.test("a schedule takes the place of the decayed learning rate", async () => {
  const rates: number[] = [];
  const { solver } = setUp({
    numIters: 3,
    schedule: (step) => 1 / (step + 1),
    callbacks: [{ onStep: ({ learningRate }) => void rates.push(learningRate) }],
  });
  await solver.train();
  assertEquals(rates, [1, 1 / 2, 1 / 3]);
});

Deno.test("any model will do, an asynchronous one too", async () => {
  const params = { w: Float64Array.of(0) };
  const model: Model<Float64Array> = {
    params,
    inputSize: 3,
    numClasses: 2,
    ops: arrayOps(),
    loss: () =>
      Promise.resolve({
        loss: (params.w[0] - 3) ** 2,
        grads: { w: params.w.map((w) => 2 * w - 6) },
      }),
    predict: (X) => Promise.resolve(new Int32Array(X.rows)),
  };
  const { data, rng } = setUp();
  const options = { learningRate: 0.1, learningRateDecay: 1, numIters: 100, rng };
  const { lossHistory } = await new Solver(model, data, options).train();
  assert(lossHistory[0] === 9 && lossHistory.at(-1)! < 1e-12);
});

Deno.test("training that diverges goes on, as the original's did", async () => {
  const { net, rng } = assignment.toyModel();
  const { X, y } = assignment.toyData();
  const options = { learningRate: 1e9, numIters: 20, rng };
  const { lossHistory, valAccHistory } = await net.train(X, y, X, y, options);
  assert(Number.isNaN(lossHistory.at(-1)));
  assertEquals(valAccHistory.at(-1), 1 / 5); // every prediction is class 0
});

Deno.test("by epochs, accuracies are recorded at the ends of epochs, and rates decay there", async () => {
  const rates: number[] = [], recorded: number[] = [];
  const { solver } = setUp({
    epochs: 5,
    batchSize: 16, // 3 steps per epoch
    sampling: "epochs",
    learningRate: 1,
    learningRateDecay: 0.5,
    evaluateEvery: 2,
    callbacks: [{
      onStep: ({ learningRate }) => void rates.push(learningRate),
      onEpoch: ({ iteration }) => void recorded.push(iteration),
    }],
  });
  await solver.train();
  assertEquals(rates, [0, 1, 2, 3, 4].flatMap((epoch) => Array(3).fill(0.5 ** epoch)));
  assertEquals(recorded, [5, 11, 14]);
});

Deno.test("epochs count steps with replacement too, rounded up", async () => {
  const { lossHistory } = await setUp({ epochs: 3, batchSize: 20 }).solver.train();
  assertEquals(lossHistory.length, 8); // 3 * 50 / 20
});

Deno.test("augmented rows are learned from, plain ones are evaluated", async () => {
  const augment = (rows: Rows) => Matrix.zeros(rows.rows, rows.cols);
  const { solver, net } = setUp({ augment, numIters: 20, learningRate: 1, reg: 0 });
  const before = net.params.W1.toArray();
  const { trainAccHistory } = await solver.train();
  assertEquals(net.params.W1.toArray(), before); // zeros have no gradient
  assertEquals(trainAccHistory.length, 20);
});

Deno.test("the model ends with the averaged weights, which the accuracies are of", async () => {
  const options = { numIters: 11, batchSize: 20, learningRate: 1, reg: 0 };
  const seen: number[][] = [];
  const plain = setUp({
    ...options,
    callbacks: [{ onStep: () => void seen.push([...plain.net.params.W1.data]) }],
  });
  await plain.solver.train();
  const { solver, net, data } = setUp({ ...options, ema: { decay: 0.8 } });
  const { valAccHistory } = await solver.train();
  const weights = seen.map((_, i) => 0.8 ** (seen.length - 1 - i));
  const total = weights.reduce((a, b) => a + b);
  net.params.W1.data.forEach((value, j) => {
    const mean = seen.reduce((sum, W1, i) => sum + weights[i] * W1[j], 0) / total;
    assertAlmostEquals(value, mean, 1e-14);
  });
  assertEquals(valAccHistory.at(-1), await accuracy(net, data.XVal, data.yVal));
});

/** Diverges from the second step on. */
const RUINOUS = { batchSize: 50, schedule: (step: number) => step === 0 ? 1 : 1e6 };

Deno.test("training ends when the accuracy has not improved for long enough", async () => {
  const earlyStopping = { patience: 4 };
  const { valAccHistory } = await setUp({ ...RUINOUS, numIters: 50, earlyStopping }).solver.train();
  const best = valAccHistory.indexOf(Math.max(...valAccHistory));
  assertEquals(valAccHistory.length, best + 1 + 4);
});

Deno.test("the best weights are given back at the end", async () => {
  const { solver, net, data } = setUp({ ...RUINOUS, numIters: 10, keepBest: true });
  const { valAccHistory } = await solver.train();
  const best = Math.max(...valAccHistory);
  assert(best > valAccHistory.at(-1)!);
  assertEquals(await accuracy(net, data.XVal, data.yVal), best);
  const bestStep = valAccHistory.indexOf(best) + 1;
  const shorter = setUp({ ...RUINOUS, numIters: bestStep });
  await shorter.solver.train();
  assertEquals(net.params.W1.toArray(), shorter.net.params.W1.toArray());
});

Deno.test("weights that cannot be read are refused where they are to be kept", () => {
  const { data, rng } = setUp();
  const params = { w: Float64Array.of(0) };
  const methods = { loss() {}, predict() {} };
  const model = { params, inputSize: 3, numClasses: 2, ...methods } as unknown as Model<
    Float64Array
  >;
  for (
    const options of [{ keepBest: true }, { ema: { decay: 0 } }, { checkpoint: { path: "x" } }]
  ) {
    const make = () => new Solver(model, data, { rng, ...options });
    assertThrows(make, TypeError, "Expected params.w to be a Matrix, or a matrix with read() and");
  }
});

Deno.test("bad options and data are refused by name, before any step", () => {
  const { net, data, rng } = setUp();
  const X = data.XTrain;
  const spoiled = X.clone();
  spoiled.data[4] = NaN;
  const refusals: [object, object, string][] = [
    [{ learningRate: -1 }, {}, "learningRate to be a finite number of at least 0 but found -1"],
    [{ learningRate: NaN }, {}, "learningRate to be a finite number"],
    [{ learningRateDecay: -0.1 }, {}, "learningRateDecay to be a finite number of at least 0"],
    [{ reg: Infinity }, {}, "reg to be a finite number of at least 0 but found Infinity"],
    [{ numIters: 1.5 }, {}, "numIters to be an integer of at least 0 but found 1.5"],
    [{ batchSize: 0 }, {}, "batchSize to be an integer of at least 1 but found 0"],
    [
      { sampling: "epochs", batchSize: 51 },
      {},
      "batchSize to be an integer from 1 to 50 but found",
    ],
    [{ sampling: "shuffled" }, {}, 'sampling to be one of "replacement", "epochs" but found "shu'],
    [{ epochs: -1 }, {}, "epochs to be an integer of at least 0 but found -1"],
    [{ epochs: 1, numIters: 1 }, {}, "numIters to be left out beside epochs but found 1"],
    [{ evaluateEvery: 0 }, {}, "evaluateEvery to be an integer of at least 1 but found 0"],
    [{ ema: { decay: 1 } }, {}, "ema.decay to be a number from 0 to less than 1 but found 1"],
    [{ earlyStopping: { patience: 0 } }, {}, "earlyStopping.patience to be an integer of at least"],
    [
      { earlyStopping: { patience: 1, minDelta: -1 } },
      {},
      "earlyStopping.minDelta to be a finite number of at least 0 but found -1",
    ],
    [
      { checkpoint: { path: "x", every: 0 } },
      {},
      "checkpoint.every to be an integer of at least 1",
    ],
    [{}, { XTrain: new Matrix(0, 3), yTrain: [] }, "XTrain.rows to be at least 1"],
    [{}, { XTrain: spoiled }, "XTrain[1, 1] to be finite but found NaN"],
    [{}, { XTrain: new Matrix(50, 4) }, "XTrain.cols to be the net's input size 3 but found 4"],
    [{}, { XVal: new Matrix(5, 4) }, "XVal.cols to be the net's input size 3 but found 4"],
    [{}, { yTrain: [0, 1] }, "yTrain.length to be 50, one label per row, but found 2"],
    [{}, { yVal: new Uint8Array(5).fill(2) }, "yVal[0] to be an integer from 0 to 1 but found 2"],
  ];
  for (const [options, changed, message] of refusals) {
    const make = () => new Solver(net, { ...data, ...changed }, { rng, ...options });
    assertThrows(make, RangeError, `Expected ${message}`);
  }
  assertThrows(
    () => new Solver(net, data, {} as SolverOptions),
    TypeError,
    "rng to be a RandomState",
  );
});

Deno.test("net.train rejects what the Solver refuses", async () => {
  const { net, data: { XTrain: X, yTrain: y }, rng } = setUp();
  await assertRejects(
    async () => await net.train(X, y, X, y, { batchSize: 0, rng }),
    RangeError,
    "batchSize",
  );
});
