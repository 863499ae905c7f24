/**
 * Nets as ONNX models: https://onnx.ai/onnx/repo-docs/IR.html.
 *
 * @module
 */

import { type ExportedNet, foldPreparation } from "./exported_net.ts";
import { attribute, node, tensor, valueInfo } from "./onnx_messages.ts";
import { whiteningGraph } from "./onnx_whitening.ts";
import { message, repeated } from "./protobuf.ts";

/** The first version of the operators whose Softmax goes along an axis, and the format's of its time. */
const OPSET = 13, IR_VERSION = 7;

const PIXELS = "pixels from 0 to 255, an image per row, in the order height, width, channel";

/**
 * The net as an ONNX model that takes stored pixels: input `images` (N × D), outputs `scores` and
 * `probabilities` (N × C), for any N, in float32. Operators: Gemm, Relu and Softmax of opset 13, a mean
 * and a scale of the images being in the first layer. Images that are whitened, or principal
 * components, go through that first, in float64, and are rounded to bytes and cut off at their ends as
 * they were for training (Sub, MatMul, Mul, Add, Floor, Clip, Cast; ReduceMean, Sqrt and Div where
 * they are brought to one contrast). A net that does not say what its images went through takes them
 * as it was trained on them.
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
export function encodeOnnx(net: ExportedNet): Uint8Array<ArrayBuffer> {
  const { whitening, W1, b1, W2, b2 } = foldPreparation(net);
  const { nodes, constants } = whitening ? whiteningGraph(whitening) : { nodes: [], constants: [] };
  const graph = message(
    ...repeated(1, [
      ...nodes,
      node("Gemm", [whitening ? "bytes" : "images", "W1", "b1"], "sums"),
      node("Relu", ["sums"], "hidden"),
      node("Gemm", ["hidden", "W2", "b2"], "scores"),
      node("Softmax", ["scores"], "probabilities", [attribute("axis", 1)]),
    ]),
    [2, "two_layer_net"],
    ...repeated(5, [
      ...constants,
      tensor("W1", [W1.rows, W1.cols], W1.data),
      tensor("b1", [b1.cols], b1.data),
      tensor("W2", [W2.rows, W2.cols], W2.data),
      tensor("b2", [b2.cols], b2.data),
    ]),
    [11, valueInfo("images", whitening?.transform.matrix.rows ?? W1.rows, PIXELS)],
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
