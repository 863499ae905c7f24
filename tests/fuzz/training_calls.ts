/**
 * Calls of training by settings and of the assignment as data.
 *
 * @module
 */

import * as lib from "./library.ts";
import { tinyImages } from "../training/tiny_images.ts";
import type { Calls } from "./call.ts";
import { backend, data, file, folder, search, settings, signal, trial } from "./fixtures.ts";

const { assignment } = lib;

const short = (): lib.Settings => ({
  ...lib.PRESETS.quick,
  ...{ hiddenSize: 2, epochs: 1, batchSize: 2, shift: 0, dtype: "float64" },
});
const variant = () => ({ name: "a", settings: short(), data: data() });
const sets = () => ({ ...data(), XTest: tinyImages(2, 3) });
const prepareOptions = () => ({ backend, signal: signal(), onProgress() {} });
const net = () =>
  new lib.TwoLayerNet({
    inputSize: 48,
    hiddenSize: 2,
    numClasses: 10,
    rng: new lib.RandomState(0),
  });
const toSave = (): lib.NetToSave => ({
  params: net().params,
  settings: settings(),
  images: { XTrain: tinyImages(2, 1), transform: null },
});
const measurement = () => ({
  numTraining: 2,
  hiddenSize: 2,
  reg: 0,
  seed: 0,
  trainAccuracy: 1,
  testAccuracy: 0.5,
});

await lib.saveNet(file("net"), toSave());

export const TRAINING_CALLS: Calls = {
  checkSettings: {
    run: lib.checkSettings,
    args: () => ({ settings: settings() }),
    loose: ["settings."],
  },
  parseSettings: {
    run: lib.parseSettings,
    args: () => ({ text: '{"hiddenSize": 3}', base: settings() }),
    loose: ["base."],
  },
  withSettings: {
    run: lib.withSettings,
    args: () => ({ base: settings(), changes: { hiddenSize: 3 } }),
    loose: ["base.", "changes."],
  },
  trainVariants: {
    run: lib.trainVariants,
    args: () => ({ variants: [variant()], options: { backend, seeds: [0], signal: signal() } }),
    loose: ["variants.0.settings."],
    steps: ["variants.0.settings.epochs", "variants.0.settings.hiddenSize"],
  },
  summarizeVariants: {
    run: lib.summarizeVariants,
    args: () => ({
      variants: [variant()],
      results: [{ name: "a", seed: 0, valAccuracy: 1 }],
    }),
    loose: ["variants.0.settings", "variants.0.data", "results.0.seed"],
  },
  ladder: {
    run: lib.ladder,
    args: () => ({
      settings: short(),
      images: { raw: data(), standardized: data(), whitened: data() },
    }),
    loose: ["settings."],
  },
  detours: {
    run: lib.detours,
    args: () => ({ settings: short(), whitened: data(), furtherWhitened: data() }),
    loose: ["settings."],
  },
  prepareImages: {
    run: async (...args: Parameters<typeof lib.prepareImages>) =>
      (await lib.prepareImages(...args)).XVal,
    args: () => ({
      data: sets(),
      preparation: { preparation: "zca", contrast: false, epsilon: 0.3, components: 1 },
      options: prepareOptions(),
    }),
  },
  loadNet: {
    run: async (...args: Parameters<typeof lib.loadNet>) => (await lib.loadNet(...args)).settings,
    args: () => ({ path: file("net"), options: { backend } }),
    paths: ["path"],
  },
  loadNetIfThere: {
    run: lib.loadNetIfThere,
    args: () => ({ path: file("none"), options: { backend } }),
    paths: ["path"],
  },
  presetPath: { run: lib.presetPath, args: () => ({ name: "best", seed: 1 }), loose: ["name"] },
  saveNet: {
    run: lib.saveNet,
    args: () => ({ path: file("net"), net: toSave(), metadata: { a: "b" } }),
    paths: ["path"],
    loose: ["net.settings.", "net.images.transform"],
  },
  trainNet: {
    run: async (...args: Parameters<typeof lib.trainNet>) => (await lib.trainNet(...args)).history,
    args: () => ({
      settings: short(),
      data: data(),
      options: {
        backend,
        callbacks: [],
        checkpoint: { path: file("run") },
        signal: signal(),
        verbose: false,
      },
    }),
    loose: ["settings."],
    steps: ["settings.epochs", "settings.hiddenSize"],
    paths: ["options.checkpoint.path"],
  },

  "assignment.defaultRunSettings": {
    run: () => assignment.defaultRunSettings().hiddenSize,
    args: () => ({}),
  },
  "assignment.gridNetSettings": {
    run: (run: lib.assignment.GridRun) => assignment.gridNetSettings(run).hiddenSize,
    args: () => ({
      run: { hiddenSize: 2, learningRate: 0.1, reg: 0, rng: new lib.RandomState(1) },
    }),
    loose: ["run.hiddenSize", "run.learningRate", "run.reg"],
  },
  "assignment.compareWithOriginal": {
    run: assignment.compareWithOriginal,
    args: () => ({ trials: [trial()] }),
    loose: ["trials.0."],
  },
  "assignment.checkAnswer": {
    run: assignment.checkAnswer,
    args: () => ({
      question: "regularization" as const,
      answer: ({ W1, W2 }: Record<string, lib.Matrix>, reg: number) =>
        reg * (W1.multiply(W1).sum() + W2.multiply(W2).sum()),
    }),
  },
  "assignment.createGridStudy": {
    run: assignment.createGridStudy,
    args: () => ({
      search: search(),
      options: {
        name: "a",
        storage: new lib.MemoryStorage(),
        artifacts: new lib.ArtifactDirectory(folder),
      },
    }),
  },
  "assignment.gridSearch": {
    run: (data: lib.TrainingData, dtype: lib.DType) =>
      assignment.gridSearch(data, dtype).base.dtype,
    args: () => ({ data: data(), dtype: "float32" }),
  },
  "assignment.gridPoints": { run: assignment.gridPoints, args: () => ({}) },
  "assignment.isDiverged": {
    run: assignment.isDiverged,
    args: () => ({ point: { learningRate: 5e-3 } }),
  },
  "assignment.measureGaps": {
    run: assignment.measureGaps,
    args: () => ({
      settings: [{ numTraining: 2, hiddenSize: 2, reg: 0 }],
      data: { XTrain: tinyImages(4, 1), XTest: tinyImages(4, 2), numClasses: 4 },
      options: { backend, seeds: [0], numIters: 1, signal: signal() },
    }),
    steps: ["options.numIters"],
  },
  "assignment.randomStateBeforeDefaultRun": {
    run: () => assignment.randomStateBeforeDefaultRun().rand(1),
    args: () => ({}),
  },
  "assignment.randomStateBeforeGridNet": {
    run: (index: number) => assignment.randomStateBeforeGridNet(index).rand(1),
    args: () => ({ index: 0 }),
  },
  "assignment.readStoredGrid": {
    run: assignment.readStoredGrid,
    args: () => ({ data: data(), options: { database: file("none.db"), backend } }),
    paths: ["options.database"],
  },
  "assignment.replayGrid": {
    run: () => assignment.replayGrid().next().value!.index,
    args: () => ({}),
  },
  "assignment.runGrid": {
    run: async (options: Parameters<typeof assignment.runGrid>[0]) =>
      (await assignment.runGrid(options)).name,
    args: () => ({
      options: {
        data: data(),
        name: "a",
        backend: "wasm",
        size: 1,
        numTrials: 0,
        signal: AbortSignal.abort(),
        callbacks: [],
        storage: new lib.MemoryStorage(),
        artifacts: new lib.ArtifactDirectory(folder),
      },
    }),
    steps: ["options.numTrials"],
  },
  "assignment.summarizeGaps": {
    run: assignment.summarizeGaps,
    args: () => ({ measurements: [measurement()] }),
    loose: ["measurements.0.seed"],
  },
  "assignment.toyData": { run: assignment.toyData, args: () => ({}) },
  "assignment.toyModel": {
    run: (backend: lib.Backend) => assignment.toyModel(backend).net.params.W1,
    args: () => ({ backend }),
  },
  "assignment.trainGrid": {
    run: (...args: Parameters<typeof assignment.trainGrid>) => {
      const nets = assignment.trainGrid(...args);
      return nets.next().then(({ value }) => value?.valAccuracy);
    },
    args: () => ({
      data: data(),
      options: {
        points: [{ index: 0 }],
        backend,
        numIters: 1,
        callbacks: [],
        signal: signal(),
      },
    }),
    steps: ["options.numIters"],
  },
  "assignment.trainGridNet": {
    run: async (...args: Parameters<typeof assignment.trainGridNet>) =>
      (await assignment.trainGridNet(...args)).history,
    args: () => ({
      run: { hiddenSize: 2, learningRate: 0.1, reg: 0, rng: new lib.RandomState(1) },
      data: data(),
      options: { backend, numIters: 1, callbacks: [], signal: signal() },
    }),
    steps: ["options.numIters"],
  },
};
