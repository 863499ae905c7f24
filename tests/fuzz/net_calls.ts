/**
 * Calls of what handles data and nets.
 *
 * @module
 */

import { join } from "node:path";
import * as lib from "./library.ts";
import { tinyData, tinyImages } from "../training/tiny_images.ts";
import type { Calls } from "./call.ts";

const { Matrix, RandomState } = lib;
const folder = Deno.makeTempDirSync();
const file = (name: string): string => join(folder, name);

const backend = await lib.createBackend("reference");
const single = await lib.createBackend("reference", { dtype: "float32" });
const rng = () => new RandomState(3);
const X = () => Matrix.from([[1, 2, 3], [4, 5, 6], [0, 1, 0]]);
const y = () => [0, 1, 1];
const net = () => new lib.TwoLayerNet({ inputSize: 3, hiddenSize: 4, numClasses: 2, rng: rng() });
const probabilities = () => Matrix.from([[0.9, 0.1], [0.2, 0.8], [0.6, 0.4]]);
const images = () => tinyImages(6, 1);
const pixels = () => ({
  pixels: new Uint8Array(12),
  labels: Uint8Array.of(0, 1),
  height: 2,
  width: 1,
});
const transform = () =>
  new lib.LinearTransform({
    mean: new Float64Array(3),
    matrix: Matrix.from([[1, 0, 0], [0, 1, 0], [0, 0, 1]]),
    step: new Float64Array(3).fill(1),
    shape: { height: 1, width: 1, channels: 3 },
  });
const small = () =>
  new lib.ImageSet({ pixels: new Uint8Array(6), labels: new Uint8Array(2), height: 1, width: 1 });
const options = () => ({
  learningRate: 1e-2,
  learningRateDecay: 0.9,
  reg: 0,
  numIters: 2,
  batchSize: 2,
  sampling: "epochs" as const,
  rng: rng(),
  augment: (rows: lib.Rows) => rows,
  updateRule: lib.sgd(),
  schedule: lib.constantRate(0.1),
  evaluateEvery: 1,
  ema: { decay: 0.9 },
  earlyStopping: { patience: 2, minDelta: 0 },
  keepBest: true,
  checkpoint: { path: file("run"), every: 1, resume: false },
  verbose: false,
  callbacks: [{ onStep: () => {} }],
  signal: new AbortController().signal,
});
const steps = ["options.numIters"];
const paths = ["options.checkpoint.path"];
const onProgress = () => {};
const signal = () => new AbortController().signal;

await lib.saveWeights(file("net"), net());
await lib.saveTransform(file("transform"), transform());

/** Parts of the data that are only handed on. */
const unread = ["data.numClasses", "data.y", "data.meanImage"];

async function refusedFolder(work: Promise<unknown>): Promise<void> {
  await work.catch((error) => {
    if (!error.message.startsWith(`Cannot write ${file("net")}`)) throw error;
  });
}

export const NET_CALLS: Calls = {
  "new Matrix": {
    run: (rows: number, cols: number, data: Float64Array) => new Matrix(rows, cols, data),
    args: () => ({ rows: 2, cols: 2, data: new Float64Array(4) }),
  },
  "Matrix.zeros": { run: Matrix.zeros, args: () => ({ rows: 2, cols: 2, dtype: "float32" }) },
  "Matrix.from": {
    run: (rows: number[][], dtype: lib.DType) => Matrix.from(rows, dtype),
    args: () => ({ rows: [[1, 2], [3, 4]], dtype: "float64" }),
  },
  "Matrix#at": { run: (i: number, j: number) => X().at(i, j), args: () => ({ i: 1, j: 2 }) },
  "Matrix#row": { run: (i: number) => X().row(i), args: () => ({ i: 1 }) },
  "Matrix#slice": {
    run: (start: number, end: number) => X().slice(start, end),
    args: () => ({ start: 1, end: 2 }),
  },
  "Matrix#clone": {
    run: (dtype: lib.DType) => X().clone(dtype),
    args: () => ({ dtype: "float32" }),
  },
  "Matrix#toArray": { run: () => X().toArray(), args: () => ({}) },
  "Matrix#toString": { run: () => X().toString(), args: () => ({}) },
  ...Object.fromEntries((["add", "subtract", "multiply", "divide"] as const).map((name) => [
    `Matrix#${name}`,
    { run: (other: lib.Matrix) => X()[name](other), args: () => ({ other: X() }) },
  ])),
  "Matrix#dot": { run: (other: lib.Matrix) => X().dot(other), args: () => ({ other: X() }) },
  "Matrix#transpose": { run: () => X().transpose(), args: () => ({}) },
  "Matrix#map": {
    run: (f: (value: number) => number) => X().map(f),
    args: () => ({ f: Math.exp }),
  },
  "Matrix#sum": { run: (axis: 0 | 1) => X().sum(axis), args: () => ({ axis: 0 }) },
  "Matrix#max": { run: (axis: 0 | 1) => X().max(axis), args: () => ({ axis: 1 }) },
  argmaxRows: { run: lib.argmaxRows, args: () => ({ m: X() }) },
  createBackend: {
    run: lib.createBackend,
    args: () => ({ backend: "reference", options: { dtype: "float64", threads: 1 } }),
  },
  bestBackend: {
    run: async (options: lib.BestBackendOptions) => (await lib.bestBackend(options)).dtype,
    args: () => ({ options: { dtype: "float64", threads: 1, onFallback() {} } }),
  },
  "new RandomState": {
    run: (seed: number) => new RandomState(seed).rand(1),
    args: () => ({ seed: 1 }),
  },
  "RandomState#randn": {
    run: (rows: number, cols: number) => rng().randn(rows, cols),
    args: () => ({ rows: 2, cols: 2 }),
  },
  "RandomState#rand": { run: (n: number) => rng().rand(n), args: () => ({ n: 2 }) },
  "RandomState#randint": {
    run: (low: number, high: number, size: number) => rng().randint(low, high, size),
    args: () => ({ low: 0, high: 9, size: 3 }),
  },
  "RandomState#choice": {
    run: (n: number, size: number) => rng().choice(n, size),
    args: () => ({ n: 5, size: 3 }),
  },
  "RandomState#permutation": { run: (n: number) => rng().permutation(n), args: () => ({ n: 5 }) },
  "RandomState#shuffle": {
    run: (array: number[]) => rng().shuffle(array),
    args: () => ({ array: [1, 2, 3] }),
    loose: ["array.0"],
  },
  "RandomState#getState": { run: () => rng().getState(), args: () => ({}) },
  "RandomState#setState": {
    run: (state: lib.RandomGeneratorState) => rng().setState(state),
    args: () => ({ state: rng().getState() }),
  },
  sliceRows: { run: lib.sliceRows, args: () => ({ rows: X(), start: 0, end: 2 }) },
  takeRows: { run: lib.takeRows, args: () => ({ rows: images(), index: Int32Array.of(1, 0) }) },

  augmentation: {
    run: lib.augmentation,
    args: () => ({ options: { flip: 0.5, shift: 1, cutout: 2 } }),
  },
  getCifar10Data: {
    // The folder is a file: nothing is read or fetched.
    run: (options: lib.Cifar10Options) => refusedFolder(lib.getCifar10Data(options)),
    args: () => ({
      options: {
        dir: file("net"),
        numTraining: 2,
        numValidation: 1,
        numTest: 1,
        download: { source: "npm", signal: AbortSignal.abort(), onProgress, onMessage() {} },
      },
    }),
    paths: ["options.dir"],
  },
  formatShapes: {
    run: lib.formatShapes,
    args: () => ({ data: tinyData() }),
    loose: ["data.meanImage", "data.numClasses", "data.y"],
  },
  contrastNormalized: {
    run: lib.contrastNormalized,
    args: () => ({ images: images(), options: { epsilon: 1, onProgress, signal: signal() } }),
  },
  downscaled: { run: lib.downscaled, args: () => ({ data: tinyData(), factor: 2 }), loose: unread },
  "new LinearTransform": {
    run: (options: lib.LinearTransformOptions) => new lib.LinearTransform(options),
    args: () => ({ options: { ...transform() } }),
  },
  "LinearTransform#apply": {
    run: (images: lib.ImageSet, options: lib.ApplyOptions) => transform().apply(images, options),
    args: () => ({ images: small(), options: { backend, onProgress, signal: signal() } }),
  },
  fitPca: {
    run: lib.fitPca,
    args: () => ({
      images: images(),
      options: { backend, components: 2, epsilon: 0.1, onProgress, signal: signal() },
    }),
  },
  fitZca: {
    run: lib.fitZca,
    args: () => ({
      images: images(),
      options: { backend, epsilon: 0.1, onProgress, signal: signal() },
    }),
  },
  pictures: { run: lib.pictures, args: () => ({ rows: images(), reach: 1 }) },
  standardized: {
    run: lib.standardized,
    args: () => ({ data: tinyData(), per: "pixel" }),
    loose: unread,
  },
  loadTransform: {
    run: lib.loadTransform,
    args: () => ({ path: file("transform") }),
    paths: ["path"],
  },
  decodeTransform: {
    run: lib.decodeTransform,
    args: () => ({ bytes: lib.encodeTransform(transform()), name: "a" }),
    loose: ["name"],
  },
  encodeTransform: { run: lib.encodeTransform, args: () => ({ transform: transform() }) },
  saveTransform: {
    run: lib.saveTransform,
    args: () => ({ path: file("transform"), transform: transform() }),
    paths: ["path"],
  },
  fetchCifar10: {
    run: (options: lib.FetchCifar10Options) => refusedFolder(lib.fetchCifar10(options)),
    args: () => ({
      options: {
        dir: file("net"),
        source: "npm",
        signal: AbortSignal.abort(),
        onProgress,
        onMessage() {},
        showDenoProgress: false,
      },
    }),
    paths: ["options.dir"],
  },
  "new ImageSet": {
    run: (options: lib.ImageSetOptions) => new lib.ImageSet(options),
    args: () => ({
      options: {
        ...pixels(),
        mean: new Float64Array(6),
        scale: new Float64Array(6).fill(1),
        channels: 3,
      },
    }),
  },
  "ImageSet#take": {
    run: (indices: number[]) => images().take(indices),
    args: () => ({ indices: [0, 2] }),
  },
  "ImageSet#slice": {
    run: (start: number, end: number) => images().slice(start, end),
    args: () => ({ start: 0, end: 2 }),
  },
  "ImageSet#with": {
    run: (options: Pick<lib.ImageSetOptions, "mean" | "scale">) =>
      new lib.ImageSet(pixels()).with(options),
    args: () => ({ options: { mean: new Float64Array(6), scale: new Float64Array(6).fill(1) } }),
  },
  "ImageSet#image": { run: (i: number) => images().image(i), args: () => ({ i: 1 }) },
  views: { run: lib.views, args: () => ({ rows: images(), count: 2 as const }) },
  formatProgress: {
    run: lib.formatProgress,
    args: () => ({
      report: { label: "a", unit: "rows", done: 1, total: 2, elapsed: 1, rate: 1, timeLeft: 1 },
    }),
  },

  adam: {
    run: lib.adam,
    args: () => ({ options: { beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0 } }),
  },
  adamw: {
    run: lib.adamw,
    args: () => ({ options: { beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0 } }),
  },
  sgd: {
    run: lib.sgd,
    args: () => ({ options: { momentum: 0.9, nesterov: true, weightDecay: 0 } }),
  },
  rmsprop: {
    run: lib.rmsprop,
    args: () => ({ options: { alpha: 0.9, epsilon: 1e-8, weightDecay: 0 } }),
  },
  cosineDecay: { run: lib.cosineDecay, args: () => ({ learningRate: 1, numIters: 5, minimum: 0 }) },
  oneCycle: {
    run: lib.oneCycle,
    args: () => ({
      greatestRate: 1,
      options: { numIters: 9, riseShare: 0.3, startDivisor: 25, endDivisor: 1e4 },
    }),
  },
  warmupCosine: {
    run: lib.warmupCosine,
    args: () => ({
      learningRate: 1,
      options: { numIters: 9, warmupSteps: 2, startFactor: 0, minimum: 0 },
    }),
  },
  constantRate: { run: lib.constantRate, args: () => ({ learningRate: 1 }) },
  epochDecay: {
    run: lib.epochDecay,
    args: () => ({ learningRate: 1, learningRateDecay: 0.9, stepsPerEpoch: 2 }),
  },
  exponentialDecay: { run: lib.exponentialDecay, args: () => ({ learningRate: 1, decay: 0.9 }) },
  stepDecay: { run: lib.stepDecay, args: () => ({ learningRate: 1, decay: 0.9, stepSize: 2 }) },

  calibration: {
    run: lib.calibration,
    args: () => ({ probabilities: probabilities(), y: y(), numBins: 5 }),
  },
  accuracy: { run: lib.accuracy, args: () => ({ model: net(), X: X(), y: y() }) },
  evaluateProbabilities: {
    run: lib.evaluateProbabilities,
    args: () => ({ probabilities: probabilities(), y: y(), options: { bins: 5 } }),
  },
  confidentMistakes: {
    run: lib.confidentMistakes,
    args: () => ({ probabilities: probabilities(), y: y() }),
  },
  confusionCounts: {
    run: lib.confusionCounts,
    args: () => ({ y: y(), predicted: y(), numClasses: 2 }),
  },
  "new Solver": {
    run: (model: lib.Model, data: lib.SolverData, options: lib.SolverOptions) =>
      void new lib.Solver(model, data, options),
    args: () => ({
      model: net(),
      data: { XTrain: X(), yTrain: y(), XVal: X(), yVal: y() },
      options: options(),
    }),
  },
  "Solver#train": {
    run: () =>
      new lib.Solver(
        net() as lib.Model,
        { XTrain: X(), yTrain: y(), XVal: X(), yVal: y() },
        options(),
      ).train(),
    args: () => ({}),
  },

  evaluate: {
    run: lib.evaluate,
    args: () => ({
      nets: [new lib.TwoLayerNet({ inputSize: 48, hiddenSize: 2, numClasses: 4, rng: rng() })],
      images: images(),
      options: { bins: 5, views: 18 as const, onProgress, signal: signal() },
    }),
  },
  evalNumericalGradient: {
    run: lib.evalNumericalGradient,
    args: () => ({ f: (x: lib.Matrix) => x.data[0], x: X(), h: 1e-5 }),
  },
  relError: { run: lib.relError, args: () => ({ a: [1, 2], b: [1, 3] }) },
  meanProbabilities: { run: lib.meanProbabilities, args: () => ({ all: [probabilities()] }) },
  predictProbabilities: {
    run: lib.predictProbabilities,
    args: () => ({
      net: net(),
      X: X(),
      options: { views: 1 as const, onProgress, signal: signal() },
    }),
  },
  softmax: { run: lib.softmax, args: () => ({ scores: X() }) },
  "new TwoLayerNet": {
    run: (options: lib.TwoLayerNetOptions) => new lib.TwoLayerNet(options).params.W1,
    args: () => ({
      options: {
        inputSize: 3,
        hiddenSize: 4,
        numClasses: 2,
        init: "normal",
        std: 0.1,
        patches: { size: 1, height: 1, width: 1, channels: 3 },
        rng: rng(),
        dropout: { input: 0.1, hidden: 0.5 },
        labelSmoothing: 0.1,
        backend: single,
      },
    }),
  },
  "new TwoLayerNet, given": {
    run: (options: lib.GivenParams) => new lib.TwoLayerNet(options).params.W1,
    args: () => ({
      options: { params: { ...net().params }, dropout: {}, labelSmoothing: 0, backend },
    }),
  },
  "TwoLayerNet#loss": {
    run: (X: lib.Matrix, y: number[], options: lib.LossOptions) => net().loss(X, y, options).loss,
    args: () => ({ X: X(), y: y(), options: { reg: 0.1, rng: rng(), out: { ...net().params } } }),
  },
  "TwoLayerNet#predict": { run: (X: lib.Matrix) => net().predict(X), args: () => ({ X: X() }) },
  "TwoLayerNet#train": {
    run: (...[X, y, XVal, yVal, options]: Parameters<lib.TwoLayerNet["train"]>) =>
      net().train(X, y, XVal, yVal, options),
    args: () => ({ X: X(), y: y(), XVal: X(), yVal: y(), options: options() }),
    steps,
    paths,
  },
  decodeWeights: {
    run: lib.decodeWeights,
    args: () => ({ bytes: lib.encodeWeights(net()), options: { name: "a", backend } }),
    loose: ["options.name"],
  },
  encodeWeights: {
    run: lib.encodeWeights,
    args: () => ({
      net: net(),
      options: { meanImage: new Float64Array(3), metadata: { a: "b" } },
    }),
  },
  loadWeights: {
    run: lib.loadWeights,
    args: () => ({ path: file("net"), options: { backend } }),
    paths: ["path"],
  },
  loadWeightsIfThere: {
    run: lib.loadWeightsIfThere,
    args: () => ({ path: file("none"), options: { backend } }),
    paths: ["path"],
  },
  saveWeights: {
    run: lib.saveWeights,
    args: () => ({
      path: file("saved"),
      net: net(),
      options: { meanImage: new Float64Array(3), metadata: { a: "b" } },
    }),
    paths: ["path"],
  },
};
