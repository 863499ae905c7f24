/**
 * A fitted transform in a safetensors file, to lie beside the weights of the nets that it feeds.
 *
 * @module
 */

import { checkInstance, checkString, expectation } from "../internal/checks.ts";
import { writeWholeFile } from "../internal/whole_file.ts";
import { Matrix } from "../matrix/matrix.ts";
import { decodeSafetensors, encodeSafetensors } from "../matrix/safetensors.ts";
import { LinearTransform } from "./linear_transform.ts";

const TENSORS = ["mean", "matrix", "step"] as const;
const SIZES = ["height", "width", "channels"] as const;

/**
 * Writes mean (D, float64), matrix (D × K, float32) and step (K, float64) as safetensors, and the
 * sizes of the images as its text. The file is written whole: one of the same name is replaced only
 * by a complete one.
 *
 * @throws {Error} If the file cannot be written, naming it and the reason.
 *
 * @example
 * ```ts
 * import { LinearTransform, loadTransform, Matrix, saveTransform } from "two-layer-net";
 * import { assertEquals } from "@std/assert";
 *
 * const transform = new LinearTransform({
 *   mean: Float64Array.of(1, 2),
 *   matrix: Matrix.from([[1, 0], [0, 2]], "float32"),
 *   step: Float64Array.of(0.1, 0.2),
 *   shape: { height: 1, width: 2, channels: 1 },
 * });
 * const path = await Deno.makeTempFile();
 * await saveTransform(path, transform);
 * assertEquals(await loadTransform(path), transform);
 * await Deno.remove(path);
 * ```
 */
export async function saveTransform(path: string, transform: LinearTransform): Promise<void> {
  checkString("path", path);
  await writeWholeFile(path, encodeTransform(transform));
}

/** The bytes that {@linkcode saveTransform} writes, for where there are no files, as in browsers. */
export function encodeTransform(transform: LinearTransform): Uint8Array<ArrayBuffer> {
  checkInstance("transform", transform, LinearTransform);
  const { mean, matrix, step, shape } = transform;
  const tensors = {
    mean: { shape: [mean.length], data: mean },
    matrix: { shape: [matrix.rows, matrix.cols], data: matrix.data },
    step: { shape: [step.length], data: step },
  };
  const metadata = Object.fromEntries(SIZES.map((name) => [name, String(shape[name])]));
  return encodeSafetensors({ tensors, metadata });
}

/**
 * Reads what {@linkcode saveTransform} wrote: a transform that gives the same bytes.
 *
 * @throws {TypeError} If the file is not safetensors, or no transform.
 * @throws {RangeError} If the sizes in it do not fit together.
 */
export async function loadTransform(path: string): Promise<LinearTransform> {
  checkString("path", path);
  return decodeTransform(await Deno.readFile(path), path);
}

/**
 * What {@linkcode loadTransform} reads, from the bytes of the file.
 *
 * @param bytes The whole file.
 * @param name What errors call the file.
 * @throws {TypeError} As there.
 * @throws {RangeError} As there.
 *
 * @example
 * ```ts
 * import { decodeTransform, encodeTransform, LinearTransform, Matrix } from "two-layer-net";
 * import { assertEquals } from "@std/assert";
 *
 * const transform = new LinearTransform({
 *   mean: Float64Array.of(1, 2),
 *   matrix: Matrix.from([[1], [2]], "float32"),
 *   step: Float64Array.of(0.1),
 *   shape: { height: 1, width: 1, channels: 1 },
 * });
 * assertEquals(decodeTransform(encodeTransform(transform)), transform);
 * ```
 */
export function decodeTransform(bytes: Uint8Array, name = "bytes"): LinearTransform {
  checkInstance("bytes", bytes, Uint8Array);
  checkString("name", name);
  const { tensors, metadata } = decodeSafetensors(bytes, name);
  const missing = [
    ...TENSORS.filter((tensor) => !Object.hasOwn(tensors, tensor)),
    ...SIZES.filter((size) => !Object.hasOwn(metadata, size)),
  ];
  if (missing.length > 0) {
    const found = Object.keys(tensors).join(", ");
    throw new TypeError(expectation(name, `a transform with ${missing.join(", ")}`, found));
  }
  const [rows, cols = 1] = tensors.matrix.shape;
  const [height, width, channels] = SIZES.map((size) => Number(metadata[size]));
  return new LinearTransform({
    mean: Float64Array.from(tensors.mean.data),
    matrix: new Matrix(rows, cols, tensors.matrix.data),
    step: Float64Array.from(tensors.step.data),
    shape: { height, width, channels },
  });
}
