/**
 * Calls of recipes and of the assignment as data.
 *
 * @module
 */

import * as lib from "two-layer-net";
import { tinyImages } from "../recipes/tiny_images.ts";
import type { Calls } from "./call.ts";
import { backend, data, experiment, file, folder, signal, solverData, trial } from "./fixtures.ts";

const { assignment } = lib;

const recipe = (): lib.Recipe => ({
  ...lib.RECIPES.quick,
  hiddenSize: 2,
  epochs: 1,
  batchSize: 2,
  shift: 0,
});
const variant = () => ({ name: "a", recipe: recipe(), data: data() });
const whitening = await lib.fitZca(tinyImages(6, 1), { backend });
const preparation = () => ({ contrast: false, epsilon: 0.3 });
const prepareOptions = () => ({ backend, signal: signal(), onProgress() {} });
const net = () =>
  new lib.TwoLayerNet({
    inputSize: 48,
    hiddenSize: 2,
    numClasses: 10,
    rng: new lib.RandomState(0),
  });
const recipeNet = () => ({ net: net(), recipe: recipe(), whitening });
const measurement = () => ({
  numTraining: 2,
  hiddenSize: 2,
  reg: 0,
  seed: 0,
  trainAccuracy: 1,
  testAccuracy: 0.5,
});

await lib.saveRecipeNet(file("recipe"), recipeNet());

export const RECIPE_CALLS: Calls = {
  trainVariants: {
    run: lib.trainVariants,
    args: () => ({ variants: [variant()], options: { backend, seeds: [0], signal: signal() } }),
    steps: ["variants.0.recipe.epochs"],
    loose: ["variants.0.recipe.epochs"],
  },
  summarizeVariants: {
    run: lib.summarizeVariants,
    args: () => ({
      variants: [variant()],
      results: [{ name: "a", seed: 0, valAccuracy: 1 }],
    }),
    loose: ["variants.0.recipe", "variants.0.data", "results.0.seed"],
  },
  recipeLadder: {
    run: lib.recipeLadder,
    args: () => ({
      recipe: recipe(),
      images: { raw: data(), standardized: data(), whitened: data() },
    }),
  },
  recipeDetours: {
    run: lib.recipeDetours,
    args: () => ({ recipe: recipe(), whitened: data(), furtherWhitened: data() }),
  },
  prepareImages: {
    run: async (...args: Parameters<typeof lib.prepareImages>) =>
      (await lib.prepareImages(...args)).XVal,
    args: () => ({
      data: { ...data(), XTest: tinyImages(2, 3) },
      preparation: preparation(),
      options: prepareOptions(),
    }),
  },
  prepareLike: {
    run: lib.prepareLike,
    args: () => ({
      images: tinyImages(2, 1),
      preparation: preparation(),
      whitening,
      options: prepareOptions(),
    }),
  },
  loadRecipeNet: {
    run: lib.loadRecipeNet,
    args: () => ({ path: file("recipe"), options: { backend } }),
    paths: ["path"],
  },
  loadRecipeNetIfThere: {
    run: lib.loadRecipeNetIfThere,
    args: () => ({ path: file("none"), options: { backend } }),
    paths: ["path"],
  },
  presetPath: { run: lib.presetPath, args: () => ({ name: "best", seed: 1 }) },
  saveRecipeNet: {
    run: lib.saveRecipeNet,
    args: () => ({ path: file("recipe"), recipeNet: recipeNet(), metadata: { a: "b" } }),
    paths: ["path"],
  },
  recipeObjective: {
    run: lib.recipeObjective,
    args: () => ({
      options: {
        base: recipe(),
        backend,
        prepare: () => Promise.resolve(data()),
        suggest: () => ({}),
      },
    }),
  },
  trainRecipe: {
    run: async (...args: Parameters<typeof lib.trainRecipe>) =>
      (await lib.trainRecipe(...args)).history,
    args: () => ({
      recipe: recipe(),
      images: data(),
      options: {
        backend,
        seed: 1,
        augment: (rows: lib.Rows) => rows,
        ema: { decay: 0.9 },
        schedule: lib.constantRate(0.1),
        updateRule: lib.sgd(),
        callbacks: [],
        checkpoint: { path: file("run") },
        evaluateEvery: 1,
        signal: signal(),
      },
    }),
    steps: ["recipe.epochs"],
    paths: ["options.checkpoint.path"],
  },

  "assignment.compareWithOriginal": {
    run: assignment.compareWithOriginal,
    args: () => ({ trials: [trial()] }),
    loose: ["trials.0."],
  },
  "assignment.createGridStudy": {
    run: assignment.createGridStudy,
    args: () => ({
      experiment: experiment(),
      options: {
        name: "a",
        storage: new lib.MemoryStorage(),
        artifacts: new lib.ArtifactDirectory(folder),
      },
    }),
  },
  "assignment.gridExperiment": {
    run: (data: lib.NetData, dtype: lib.DType) => assignment.gridExperiment(data, dtype).dtype,
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
      data: { XTrain: tinyImages(4, 1), XTest: tinyImages(4, 2) },
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
      data: solverData(),
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
      data: solverData(),
      options: { backend, numIters: 1, callbacks: [], signal: signal() },
    }),
    steps: ["options.numIters"],
  },
};
