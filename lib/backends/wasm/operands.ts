/**
 * Brings operands to where the kernels reach them.
 *
 * @module
 */

import type { DType, Matrix } from "../../matrix/matrix.ts";
import type { PixelRows } from "../../matrix/rows.ts";
import { sliceTransforms } from "../../matrix/transforms.ts";
import type { Scope, WasmMemory } from "./memory.ts";

/** The address of `matrix`, or of a copy in the element type that lives as long as `scope`. */
export function operandAddress(
  memory: WasmMemory,
  scope: Scope,
  dtype: DType,
  matrix: Matrix,
): number {
  const address = matrix.dtype === dtype ? memory.addressOf(matrix) : undefined;
  return address ?? copyFloats(memory, scope, dtype, matrix.data);
}

/** The address of a matrix that a kernel writes. */
export function outputAddress(
  memory: WasmMemory,
  dtype: DType,
  name: string,
  matrix: Matrix,
): number {
  const address = matrix.dtype === dtype ? memory.addressOf(matrix) : undefined;
  if (address !== undefined) return address;
  const found = `a ${matrix.dtype} matrix from elsewhere`;
  throw new TypeError(
    `Expected ${name} to be a ${dtype} matrix that this backend made but found ${found}`,
  );
}

/** Copies floats, converting them to the element type. */
export function copyFloats(
  memory: WasmMemory,
  scope: Scope,
  dtype: DType,
  values: ArrayLike<number>,
): number {
  const size = dtype === "float64" ? 8 : 4;
  const address = scope.take(values.length * size, "a copy of an operand");
  const { buffer } = memory.bytes(address, 0);
  const copy = dtype === "float64"
    ? new Float64Array(buffer, address, values.length)
    : new Float32Array(buffer, address, values.length);
  copy.set(values);
  return address;
}

/** Copies the transforms of rows `start` to `end`. */
export function copyTransforms(
  memory: WasmMemory,
  scope: Scope,
  transforms: Int32Array,
  start: number,
  end: number,
): number {
  const { byteLength, length } = sliceTransforms(transforms, start, end);
  const address = scope.take(byteLength, "transforms of a batch");
  const copy = new Int32Array(memory.bytes(address, 0).buffer, address, length);
  copy.set(sliceTransforms(transforms, start, end));
  return address;
}

/** Copies the bytes of rows `start` to `end` to `target`, one after the other. */
export function copyPixels(rows: PixelRows, start: number, end: number, target: Uint8Array): void {
  const { cols, pixels, index } = rows;
  if (!index) return target.set(pixels.subarray(start * cols, end * cols));
  for (let i = start; i < end; i++) {
    const image = index[i] * cols;
    target.set(pixels.subarray(image, image + cols), (i - start) * cols);
  }
}

/** Copies the numbers of the images of rows `start` to `end`. */
export function copyIndex(
  memory: WasmMemory,
  scope: Scope,
  { index }: PixelRows,
  start: number,
  end: number,
): number {
  const address = scope.take(4 * (end - start), "indices of a batch");
  const copy = new Int32Array(memory.bytes(address, 0).buffer, address, end - start);
  if (index) copy.set(index.subarray(start, end));
  else for (let i = start; i < end; i++) copy[i - start] = i;
  return address;
}
