/**
 * The safetensors file format: named arrays and text metadata, readable by Python's `safetensors`.
 *
 * Layout: header length (uint64, little-endian), header (JSON, padded with spaces to a multiple of
 * 8 bytes), the arrays one after the other. See https://github.com/huggingface/safetensors.
 *
 * @module
 */

import { expectation } from "../internal/checks.ts";
import { type FloatArray, newFloatArray } from "./matrix.ts";

/** A named array of a file: its shape, and its elements in row-major order. */
export interface Tensor {
  /** Sizes; `[]` is a single number. */
  readonly shape: readonly number[];
  /** The elements, as many as the product of the sizes. */
  readonly data: FloatArray;
}

/** The content of a file. */
export interface TensorFile {
  /** Arrays by name. */
  readonly tensors: Readonly<Record<string, Tensor>>;
  /** Text by name. */
  readonly metadata: Readonly<Record<string, string>>;
}

interface Entry {
  dtype: string;
  shape: number[];
  data_offsets: number[];
}

const METADATA = "__metadata__";
const LENGTH_BYTES = 8;
/** The bound of the reference implementation. */
const MAX_HEADER_BYTES = 100_000_000;

/** The bytes of a file. */
export function encodeSafetensors({ tensors, metadata }: TensorFile): Uint8Array<ArrayBuffer> {
  const header: Record<string, unknown> = { [METADATA]: metadata };
  let end = 0;
  for (const [name, { shape, data }] of Object.entries(tensors)) {
    const dtype = data instanceof Float64Array ? "F64" : "F32";
    header[name] = { dtype, shape, data_offsets: [end, end += data.byteLength] };
  }
  const json = JSON.stringify(header);
  const length = new TextEncoder().encode(json).length;
  const padded = new TextEncoder().encode(json + " ".repeat((8 - length % 8) % 8));
  const bytes = new Uint8Array(LENGTH_BYTES + padded.length + end);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(padded.length), true);
  bytes.set(padded, LENGTH_BYTES);
  let at = LENGTH_BYTES + padded.length;
  for (const { data } of Object.values(tensors)) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return bytes;
}

/**
 * The content of a file of float64 and float32 arrays.
 *
 * @param bytes The whole file.
 * @param name What errors call the file.
 * @throws {TypeError} If the bytes are not such a file, with what is wrong.
 */
export function decodeSafetensors(bytes: Uint8Array, name = "bytes"): TensorFile {
  const { header, body } = readHeader(bytes, name);
  const { [METADATA]: metadata = {}, ...entries } = header;
  const tensors: Record<string, Tensor> = {};
  for (const [key, entry] of Object.entries(entries)) {
    tensors[key] = readTensor(entry as Entry, body, `${key} in ${name}`);
  }
  return { tensors, metadata: metadata as Record<string, string> };
}

function readHeader(
  bytes: Uint8Array,
  name: string,
): { header: Record<string, unknown>; body: Uint8Array } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = bytes.length < LENGTH_BYTES ? 0 : Number(view.getBigUint64(0, true));
  if (length < 2 || length > Math.min(MAX_HEADER_BYTES, bytes.length - LENGTH_BYTES)) {
    throw new TypeError(expectation(name, "a safetensors file", `${bytes.length} bytes`));
  }
  const text = new TextDecoder().decode(bytes.subarray(LENGTH_BYTES, LENGTH_BYTES + length));
  try {
    const header = JSON.parse(text);
    return { header, body: bytes.subarray(LENGTH_BYTES + length) };
  } catch {
    throw new TypeError(expectation(`the header of ${name}`, "JSON", text.slice(0, 40)));
  }
}

function readTensor(entry: Entry, body: Uint8Array, name: string): Tensor {
  const { dtype, shape, data_offsets } = entry;
  if (![shape, data_offsets].every((list) => Array.isArray(list) && list.every(Number.isInteger))) {
    throw new TypeError(expectation(name, "described by lists of integers", JSON.stringify(entry)));
  }
  const [start, end] = data_offsets;
  if (dtype !== "F64" && dtype !== "F32") {
    throw new TypeError(expectation(`the dtype of ${name}`, '"F64" or "F32"', dtype));
  }
  const data = newFloatArray(
    dtype === "F64" ? "float64" : "float32",
    shape.reduce((product, size) => product * size, 1),
  );
  if (end - start !== data.byteLength || start < 0 || end > body.length) {
    const expected = `${data.byteLength} bytes within ${body.length}`;
    throw new TypeError(expectation(`${name}`, expected, `bytes ${start} to ${end}`));
  }
  new Uint8Array(data.buffer).set(body.subarray(start, end));
  return { shape, data };
}
