/**
 * Whitening in an ONNX graph, with the bytes that it ends in.
 *
 * @module
 */

import { CONTRAST_STEP } from "../datasets/contrast.ts";
import { BYTE_CENTER } from "../datasets/linear_transform.ts";
import type { Whitening } from "./exported_net.ts";
import { attribute, DOUBLE, FLOAT, node, tensor } from "./onnx_messages.ts";

/** Nodes and constants of a graph. */
export interface Subgraph {
  readonly nodes: readonly Uint8Array[];
  readonly constants: readonly Uint8Array[];
}

/**
 * From `images` to `bytes`, whitened, less their center, in float32. All between is in float64:
 * float32 would round another way wherever its error reaches over the half between two bytes.
 */
export function whiteningGraph({ contrast, transform }: Whitening): Subgraph {
  const { mean, matrix, step } = transform;
  return {
    nodes: [
      node("Cast", ["images"], "pixels", [attribute("to", DOUBLE)]),
      ...(contrast === null ? [] : contrastNodes()),
      node("Sub", [contrast === null ? "pixels" : "even", "whitening_mean"], "differences"),
      node("Cast", ["whitening_matrix"], "wide_matrix", [attribute("to", DOUBLE)]),
      node("MatMul", ["differences", "wide_matrix"], "white"),
      ...byteNodes("white", "white_rate", "white_bytes"),
      node("Sub", ["white_bytes", "center"], "centered_bytes"),
      node("Cast", ["centered_bytes"], "bytes", [attribute("to", FLOAT)]),
    ],
    constants: [
      ...(contrast === null ? [] : [
        scalar("epsilon", contrast),
        scalar("even_rate", 1 / CONTRAST_STEP),
      ]),
      tensor("whitening_mean", [mean.length], mean, DOUBLE),
      tensor("whitening_matrix", [matrix.rows, matrix.cols], matrix.data),
      tensor("white_rate", [step.length], step.map((value) => 1 / value), DOUBLE),
      scalar("least", 0),
      scalar("most", 255),
      scalar("center", BYTE_CENTER),
      scalar("zero_byte", BYTE_CENTER + 0.5),
    ],
  };
}

/** `pixels` of each image less their mean, over the root of their variance and epsilon: `even`. */
function contrastNodes(): Uint8Array[] {
  const alongRow = [attribute("axes", [1])];
  return [
    node("ReduceMean", ["pixels"], "brightness", alongRow),
    node("Sub", ["pixels", "brightness"], "deviations"),
    node("Mul", ["deviations", "deviations"], "squares"),
    node("ReduceMean", ["squares"], "variance", alongRow),
    node("Add", ["variance", "epsilon"], "padded_variance"),
    node("Sqrt", ["padded_variance"], "spread"),
    node("Div", ["deviations", "spread"], "even_values"),
    ...byteNodes("even_values", "even_rate", "even"),
  ];
}

/** The nearest byte of each value times a rate, the bytes' center being 0. */
function byteNodes(values: string, rate: string, output: string): Uint8Array[] {
  const [steps, moved, whole] = ["steps", "moved", "whole"].map((name) => `${output}_${name}`);
  return [
    node("Mul", [values, rate], steps),
    node("Add", [steps, "zero_byte"], moved),
    node("Floor", [moved], whole),
    node("Clip", [whole, "least", "most"], output),
  ];
}

function scalar(name: string, value: number): Uint8Array {
  return tensor(name, [], [value], DOUBLE);
}
