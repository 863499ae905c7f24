/**
 * Nets as models of TensorFlow.js, for `tf.loadLayersModel`.
 *
 * @module
 */

import type { FloatArray } from "../matrix/matrix.ts";
import { checkString } from "../internal/checks.ts";
import { type ExportedNet, type ExportOptions, foldPreparation } from "./exported_net.ts";

/** The two files of a model. */
export interface LayersModelFiles {
  /** The content of `model.json`, which names the other file. */
  readonly json: string;
  /** The weights, float32, one array after the other. */
  readonly weights: Uint8Array<ArrayBuffer>;
}

/**
 * The net as a Sequential model of Keras layers in float32 that takes stored pixels (N × D, from 0 to
 * 255, in the order height, width, channel) and gives probabilities (N × C): Dense with ReLU, Dense,
 * Softmax, and LayerNormalization before them where images are brought to one contrast. What the
 * images went through is in the first layer.
 *
 * @param net A net with its preparation, as from `loadNet`.
 * @param weightsFile Name of the file of weights, beside the other one.
 * @throws {TypeError} If the net is none.
 *
 * @example
 * ```ts
 * import { RandomState, TwoLayerNet } from "two-layer-net";
 * import { encodeLayersModel } from "two-layer-net/formats";
 * import { assertEquals } from "@std/assert";
 *
 * const rng = new RandomState(0);
 * const net = new TwoLayerNet({ inputSize: 12, hiddenSize: 4, numClasses: 3, rng });
 * const model = encodeLayersModel({ net, settings: null, transform: null }, "net.bin");
 * assertEquals(JSON.parse(model.json).weightsManifest[0].paths, ["net.bin"]);
 * assertEquals(model.weights.length, 4 * (12 * 4 + 4 + 4 * 3 + 3));
 * ```
 */
export function encodeLayersModel(
  net: ExportedNet,
  weightsFile: string,
  options: ExportOptions = {},
): LayersModelFiles {
  checkString("weightsFile", weightsFile);
  const { contrast, W1, b1, W2, b2 } = foldPreparation(net, options);
  const input = { batch_input_shape: [null, W1.rows], dtype: "float32" };
  const normalization = { axis: [1], epsilon: contrast, center: false, scale: false };
  const first = contrast === null ? input : {};
  const layers = [
    ...(contrast === null
      ? []
      : [layer("LayerNormalization", "contrast", { ...input, ...normalization })]),
    layer("Dense", "hidden", { ...first, units: W1.cols, activation: "relu", use_bias: true }),
    layer("Dense", "scores", { units: W2.cols, activation: "linear", use_bias: true }),
    layer("Softmax", "probabilities", { axis: -1 }),
  ];
  const manifest = [
    ["hidden/kernel", [W1.rows, W1.cols]],
    ["hidden/bias", [b1.cols]],
    ["scores/kernel", [W2.rows, W2.cols]],
    ["scores/bias", [b2.cols]],
  ].map(([name, shape]) => ({ name, shape, dtype: "float32" }));
  const json = JSON.stringify({
    format: "layers-model",
    generatedBy: "two-layer-net",
    convertedBy: null,
    modelTopology: {
      keras_version: "2.15.0",
      backend: "tensorflow",
      model_config: { class_name: "Sequential", config: { name: "two_layer_net", layers } },
    },
    weightsManifest: [{ paths: [weightsFile], weights: manifest }],
    ...(net.settings ? { userDefinedMetadata: { settings: net.settings } } : {}),
  });
  return { json, weights: concatenated([W1, b1, W2, b2].map(({ data }) => data)) };
}

function concatenated(arrays: readonly FloatArray[]): Uint8Array<ArrayBuffer> {
  const floats = new Float32Array(arrays.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const array of arrays) {
    floats.set(array, at);
    at += array.length;
  }
  return new Uint8Array(floats.buffer);
}

function layer(className: string, name: string, config: object): object {
  return { class_name: className, config: { name, trainable: true, ...config } };
}
