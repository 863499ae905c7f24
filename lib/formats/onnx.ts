/**
 * Nets as ONNX models: https://onnx.ai/onnx/repo-docs/IR.html.
 *
 * @module
 */

import type { Matrix } from "../matrix/matrix.ts";
import { type ExportedNet, type ExportOptions, foldPreparation } from "./exported_net.ts";
import { message, repeated } from "./protobuf.ts";

/** The first version of the operators that has LayerNormalization, and the format's of its time. */
const OPSET = 17, IR_VERSION = 8;

/** Element type and attribute types, as numbered in onnx.proto. */
const FLOAT = 1, ATTRIBUTE_FLOAT = 1, ATTRIBUTE_INT = 2;

const PIXELS = "pixels from 0 to 255, an image per row, in the order height, width, channel";

/**
 * The net as an ONNX model of float32 that takes stored pixels: input `images` (N × D), outputs
 * `scores` and `probabilities` (N × C), for any N. Operators: Gemm, Relu, Softmax of opset 17, and
 * LayerNormalization where the images are brought to one contrast. What the images went through is in
 * the first layer; a net that does not say what that was takes them as it was trained on them.
 *
 * @param net A net with its preparation, as from `loadNet`.
 * @throws {TypeError} If it is none.
 *
 * @example
 * ```ts
 * import { RandomState, TwoLayerNet } from "two-layer-net";
 * import { encodeOnnx } from "two-layer-net/formats";
 * import { assertEquals } from "@std/assert";
 *
 * const rng = new RandomState(0);
 * const net = new TwoLayerNet({ inputSize: 12, hiddenSize: 4, numClasses: 3, rng });
 * const bytes = encodeOnnx({ net, settings: null, transform: null });
 * assertEquals(bytes[0], 8); // the field of the format's version comes first
 * ```
 */
export function encodeOnnx(
  net: ExportedNet,
  options: ExportOptions = {},
): Uint8Array<ArrayBuffer> {
  const { contrast, W1, b1, W2, b2 } = foldPreparation(net, options);
  const ones = { rows: 1, cols: W1.rows, data: new Float64Array(W1.rows).fill(1) };
  const normalization = contrast === null ? [] : [
    node("LayerNormalization", ["images", "ones"], "even", [
      attribute("axis", 1),
      message([1, "epsilon"], [2, { float: contrast }], [20, ATTRIBUTE_FLOAT]),
    ]),
  ];
  const graph = message(
    ...repeated(1, [
      ...normalization,
      node("Gemm", [contrast === null ? "images" : "even", "W1", "b1"], "sums"),
      node("Relu", ["sums"], "hidden"),
      node("Gemm", ["hidden", "W2", "b2"], "scores"),
      node("Softmax", ["scores"], "probabilities", [attribute("axis", 1)]),
    ]),
    [2, "two_layer_net"],
    ...repeated(5, [
      ...(contrast === null ? [] : [vector("ones", ones)]),
      tensor("W1", [W1.rows, W1.cols], W1),
      vector("b1", b1),
      tensor("W2", [W2.rows, W2.cols], W2),
      vector("b2", b2),
    ]),
    [11, valueInfo("images", W1.rows, PIXELS)],
    [12, valueInfo("scores", W2.cols, "scores (logits) by class")],
    [12, valueInfo("probabilities", W2.cols, "softmax of the scores")],
  );
  return message(
    [1, IR_VERSION],
    [2, "two-layer-net"],
    [7, graph],
    [8, message([1, ""], [2, OPSET])],
    ...repeated(14, [
      net.settings ? message([1, "settings"], [2, JSON.stringify(net.settings)]) : undefined,
    ]),
  );
}

type Values = Pick<Matrix, "cols"> & { readonly data: ArrayLike<number> };

function node(
  operator: string,
  inputs: string[],
  output: string,
  attributes: Uint8Array[] = [],
): Uint8Array {
  return message(
    ...repeated(1, inputs),
    [2, output],
    [3, output],
    [4, operator],
    ...repeated(5, attributes),
  );
}

function attribute(name: string, value: number): Uint8Array {
  return message([1, name], [3, value], [20, ATTRIBUTE_INT]);
}

function vector(name: string, values: Values): Uint8Array {
  return tensor(name, [values.cols], values);
}

function tensor(name: string, shape: number[], { data }: Values): Uint8Array {
  const bytes = new Uint8Array(Float32Array.from(data).buffer);
  return message(...repeated(1, shape), [2, FLOAT], [8, name], [9, bytes]);
}

/** A matrix of any number of rows. */
function valueInfo(name: string, cols: number, description: string): Uint8Array {
  const shape = message([1, message([2, "N"])], [1, message([1, cols])]);
  const type = message([1, message([1, FLOAT], [2, shape])]);
  return message([1, name], [2, type], [3, description]);
}
