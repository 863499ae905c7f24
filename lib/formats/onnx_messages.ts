/**
 * The parts of an ONNX graph as messages, as numbered in onnx.proto.
 *
 * @module
 */

import { message, repeated } from "./protobuf.ts";

/** Types of elements. */
export const FLOAT = 1, DOUBLE = 11;

/** Types of attributes. */
const INT = 2, INTS = 7;

/** A node, called as its output. */
export function node(
  operator: string,
  inputs: readonly string[],
  output: string,
  attributes: readonly Uint8Array[] = [],
): Uint8Array {
  return message(
    ...repeated(1, inputs),
    [2, output],
    [3, output],
    [4, operator],
    ...repeated(5, attributes),
  );
}

/** An attribute of a node: an integer, or several. */
export function attribute(name: string, value: number | readonly number[]): Uint8Array {
  if (typeof value === "number") return message([1, name], [3, value], [20, INT]);
  return message([1, name], ...repeated(8, value), [20, INTS]);
}

/** Constants in float32 or float64; a scalar has no sizes. */
export function tensor(
  name: string,
  shape: readonly number[],
  data: ArrayLike<number>,
  type = FLOAT,
): Uint8Array {
  const values = type === DOUBLE ? Float64Array.from(data) : Float32Array.from(data);
  const bytes = new Uint8Array(values.buffer);
  return message(...repeated(1, shape), [2, type], [8, name], [9, bytes]);
}

/** An input or an output: a matrix in float32 of any number of rows. */
export function valueInfo(name: string, cols: number, description: string): Uint8Array {
  const shape = message([1, message([2, "N"])], [1, message([1, cols])]);
  const type = message([1, message([1, FLOAT], [2, shape])]);
  return message([1, name], [2, type], [3, description]);
}
