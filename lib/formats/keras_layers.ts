/**
 * Layers of Keras with their weights.
 *
 * @module
 */

import type { Matrix } from "../matrix/matrix.ts";

/** A layer, as a Sequential model has it. */
export interface Layer {
  readonly className: string;
  readonly name: string;
  /** What Keras keeps of it beside its name. */
  readonly config: object;
  /** Its weights, in Keras's order. */
  readonly weights: readonly Weights[];
}

/** An array of weights, called LAYER/NAME. */
export interface Weights {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: ArrayLike<number>;
}

/** A layer with vectors or matrices by Keras's names for them. */
export function layer(
  className: string,
  name: string,
  config: object,
  weights: Readonly<Record<string, Matrix | ArrayLike<number>>> = {},
): Layer {
  return {
    className,
    name,
    config,
    weights: Object.entries(weights).map(([key, values]) => ({
      name: `${name}/${key}`,
      ...("rows" in values
        ? { shape: [values.rows, values.cols], data: values.data }
        : { shape: [values.length], data: values }),
    })),
  };
}

/** x · kernel + bias, through an activation. */
export function dense(
  name: string,
  activation: "relu" | "linear",
  kernel: Matrix,
  bias: ArrayLike<number>,
): Layer {
  return layer("Dense", name, { units: kernel.cols, activation, use_bias: true }, { kernel, bias });
}
