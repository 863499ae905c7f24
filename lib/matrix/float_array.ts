/**
 * Memory of matrices and its element types.
 *
 * @module
 */

import { allocate } from "../internal/allocate.ts";
import { checkChoice } from "../internal/checks.ts";

/** Element type of a matrix. */
export type DType = "float64" | "float32";

/** Memory of a matrix: an ordinary, shared or WebAssembly buffer. */
export type FloatArray = Float64Array | Float32Array;

/** A zeroed typed array of the element type. */
export function newFloatArray(dtype: DType, length: number): FloatArray {
  return allocate<FloatArray>(
    "rows * cols",
    length,
    dtype === "float64" ? Float64Array : Float32Array,
  );
}

/** Throws a RangeError unless `value` is the name of an element type. */
export function checkDType(name: string, value: unknown): asserts value is DType {
  checkChoice(name, value, ["float64", "float32"]);
}
