/**
 * Whitening in layers of Keras, with the bytes that it ends in.
 *
 * @module
 */

import { CONTRAST_STEP } from "../datasets/contrast.ts";
import { BYTE_CENTER } from "../datasets/linear_transform.ts";
import { Matrix } from "../matrix/matrix.ts";
import type { Whitening } from "./exported_net.ts";
import { dense, type Layer, layer } from "./keras_layers.ts";

/** What stands for 0 before it is rounded down to a byte. */
const ZERO_BYTE = BYTE_CENTER + 0.5;

/** From pixels to whitened bytes less their center. */
export function whiteningLayers({ contrast, transform }: Whitening): Layer[] {
  const { mean, matrix, step } = transform, values = new Float64Array(mean.length);
  const normalization = contrast === null ? [] : [
    layer("LayerNormalization", "contrast", { axis: [1], epsilon: contrast }, {
      gamma: values.map(() => 1 / CONTRAST_STEP),
      beta: values.map(() => ZERO_BYTE),
    }),
    ...byteLayers("contrast"),
  ];
  const kernel = new Matrix(matrix.rows, matrix.cols, Float64Array.from(matrix.data));
  const bias = new Float64Array(matrix.cols).fill(ZERO_BYTE);
  for (let i = 0; i < kernel.rows; i++) {
    const row = kernel.row(i), center = mean[i] - (contrast === null ? 0 : BYTE_CENTER);
    for (let j = 0; j < row.length; j++) {
      row[j] /= step[j];
      bias[j] -= center * row[j];
    }
  }
  return [...normalization, dense("whitening", "linear", kernel, bias), ...byteLayers("whitening")];
}

/**
 * The values cut off at the ends of a byte and rounded down to whole ones, less the bytes' center. An
 * embedding takes the whole part of a number and looks up a value for it.
 */
function byteLayers(name: string): Layer[] {
  const table = Float64Array.from({ length: 256 }, (_, byte) => byte - BYTE_CENTER);
  return [
    layer("ReLU", `${name}_range`, { max_value: 255 }),
    layer("Embedding", `${name}_bytes`, { input_dim: 256, output_dim: 1 }, {
      embeddings: new Matrix(256, 1, table),
    }),
    layer("Flatten", `${name}_flat`, {}),
  ];
}
