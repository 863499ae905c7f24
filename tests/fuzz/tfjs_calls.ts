/**
 * Calls of the nets on TensorFlow.js.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import * as assignment from "two-layer-net/assignment";
import { Matrix, RandomState, sgd, type SolverOptions } from "two-layer-net";
import { createTfjsBackend, TfjsMatrix, TfjsTwoLayerNet } from "two-layer-net/tfjs";
import type { Calls } from "./call.ts";

const backend = await createTfjsBackend("cpu");
const { X, y } = assignment.toyData();
const params = () => ({ ...assignment.toyModel().net.params });
const net = () => new TfjsTwoLayerNet({ params: params(), backend });
const matrix = () => backend.from(Matrix.from([[1, 2], [3, 4]]));
const options = (): SolverOptions => ({
  learningRate: 0.1,
  numIters: 1,
  batchSize: 2,
  rng: new RandomState(0),
  updateRule: sgd(),
});

export const TFJS_CALLS: Calls = {
  createTfjsBackend: {
    run: async (name: "cpu") => (await createTfjsBackend(name)).name,
    args: () => ({ backend: "cpu" }),
  },
  "new TfjsMatrix": {
    run: (...args: ConstructorParameters<typeof TfjsMatrix>) => new TfjsMatrix(...args).rows,
    args: () => ({ backend, tensor: tf.zeros([1, 2]) }),
  },
  "TfjsMatrix#replace": {
    run: (tensor: tf.Tensor2D) => matrix().replace(tensor),
    args: () => ({ tensor: tf.zeros([2, 2]) }),
  },
  "TfjsMatrix#read": { run: () => matrix().read(), args: () => ({}) },
  "TfjsMatrix#write": {
    run: (source: Matrix) => matrix().write(source),
    args: () => ({ source: Matrix.from([[1, 2], [3, 4]]) }),
  },
  "TfjsMatrix#dispose": { run: () => matrix().dispose(), args: () => ({}) },
  "new TfjsTwoLayerNet": {
    run: (...[options]: ConstructorParameters<typeof TfjsTwoLayerNet>) =>
      new TfjsTwoLayerNet(options).readParams(),
    args: () => ({
      options: {
        inputSize: 3,
        hiddenSize: 2,
        numClasses: 2,
        init: "normal",
        std: 0.1,
        patches: { size: 1, height: 1, width: 1, channels: 3 },
        rng: new RandomState(0),
        backend,
        gradients: "autodiff",
      },
    }),
  },
  "new TfjsTwoLayerNet, given": {
    run: (...[options]: ConstructorParameters<typeof TfjsTwoLayerNet>) =>
      new TfjsTwoLayerNet(options).readParams(),
    args: () => ({ options: { params: params(), backend, gradients: "manual" } }),
  },
  "TfjsTwoLayerNet#loss": {
    run: async (...args: Parameters<TfjsTwoLayerNet["loss"]>) =>
      await net().loss(...args as unknown as [Matrix]),
    args: () => ({
      X,
      y,
      options: { reg: 0.1, rng: new RandomState(0), out: { ...net().params } },
    }),
    varies: true,
  },
  "TfjsTwoLayerNet#predict": { run: (X: Matrix) => net().predict(X), args: () => ({ X }) },
  "TfjsTwoLayerNet#train": {
    run: (...args: Parameters<TfjsTwoLayerNet["train"]>) => net().train(...args),
    args: () => ({ X, y, XVal: X, yVal: y, options: options() }),
    steps: ["options.numIters"],
  },
  "TfjsTwoLayerNet#readParams": { run: () => net().readParams(), args: () => ({}) },
};
