/**
 * Nets as models of TensorFlow.js, for `tf.loadLayersModel`.
 *
 * @module
 */

import { checkString } from "../internal/checks.ts";
import { type ExportedNet, foldPreparation } from "./exported_net.ts";
import { dense, type Layer, layer } from "./keras_layers.ts";
import { whiteningLayers } from "./keras_whitening.ts";

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
 * Softmax, a mean and a scale of the images being in the first layer. Images that are whitened, or
 * principal components, go through that first, and become bytes as they did for training: Dense, ReLU
 * with a maximum, an Embedding that holds the bytes' values, Flatten; and LayerNormalization with the
 * same three where they are brought to one contrast.
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
export function encodeLayersModel(net: ExportedNet, weightsFile: string): LayersModelFiles {
  checkString("weightsFile", weightsFile);
  const { whitening, W1, b1, W2, b2 } = foldPreparation(net);
  const inputs = whitening?.transform.matrix.rows ?? W1.rows;
  const layers = [
    ...(whitening ? whiteningLayers(whitening) : []),
    dense("hidden", "relu", W1, b1.data),
    dense("scores", "linear", W2, b2.data),
    layer("Softmax", "probabilities", { axis: -1 }),
  ];
  const weights = layers.flatMap((own) => own.weights);
  const json = JSON.stringify({
    format: "layers-model",
    generatedBy: "two-layer-net",
    convertedBy: null,
    modelTopology: {
      keras_version: "2.15.0",
      backend: "tensorflow",
      model_config: {
        class_name: "Sequential",
        config: { name: "two_layer_net", layers: described(layers, inputs) },
      },
    },
    weightsManifest: [{
      paths: [weightsFile],
      weights: weights.map(({ name, shape }) => ({ name, shape, dtype: "float32" })),
    }],
    ...(net.settings ? { userDefinedMetadata: { settings: net.settings } } : {}),
  });
  return { json, weights: concatenated(weights.map(({ data }) => data)) };
}

/** The layers as Keras describes them, the first with the size of its input. */
function described(layers: readonly Layer[], inputs: number): object[] {
  const input = { batch_input_shape: [null, inputs], dtype: "float32" };
  return layers.map(({ className, name, config }, i) => ({
    class_name: className,
    config: { name, trainable: true, ...config, ...(i === 0 ? input : {}) },
  }));
}

function concatenated(arrays: readonly ArrayLike<number>[]): Uint8Array<ArrayBuffer> {
  const floats = new Float32Array(arrays.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const array of arrays) {
    floats.set(array, at);
    at += array.length;
  }
  return new Uint8Array(floats.buffer);
}
