/**
 * The safetensors file format: named arrays and text metadata, readable by Python's `safetensors`.
 *
 * Layout: header length (uint64, little-endian), header (JSON, padded with spaces to a multiple of
 * 8 bytes), the arrays one after the other. See https://github.com/huggingface/safetensors.
 *
 * @module
 */

import { checkInteger, expectation } from "../internal/checks.ts";
import { sha256 } from "../internal/sha256.ts";
import { float16Values } from "./float16.ts";
import type { FloatArray } from "./matrix.ts";
import { elementCount } from "./shapes.ts";
import {
  LENGTH_BYTES,
  MAX_HEADER_BYTES,
  METADATA,
  readHeader,
  type TensorInfo,
} from "./safetensors_header.ts";

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

/** What a file gives back. */
export interface DecodedFile extends TensorFile {
  /** Element types of the arrays that are no floating-point numbers, by name. */
  readonly others: Readonly<Record<string, string>>;
  /** Whether the file had a digest, which was right then. */
  readonly isVerified: boolean;
}

/** The metadata that holds the digest of everything else; not among those that are handed on. */
const DIGEST = "content_sha256";

/**
 * The bytes of a file: with a digest, by which {@linkcode decodeSafetensors} knows one that has been
 * damaged since.
 *
 * @throws {TypeError} If a part of it could not be read again: text that is no string or holds half
 * of a surrogate pair, an array of other numbers.
 * @throws {RangeError} If an array has not as many elements as its shape says.
 */
export function encodeSafetensors({ tensors, metadata }: TensorFile): Uint8Array<ArrayBuffer> {
  checkEncodable(tensors, metadata);
  // The wider elements first, so that all are aligned.
  const inOrder = Object.entries(tensors)
    .sort(([, a], [, b]) => b.data.BYTES_PER_ELEMENT - a.data.BYTES_PER_ELEMENT);
  let end = 0;
  const infos = inOrder.map(([name, { shape, data }]): [string, TensorInfo] => {
    const dtype = data instanceof Float64Array ? "F64" : "F32";
    return [name, { dtype, shape, data_offsets: [end, end += data.byteLength] }];
  });
  const arrays = inOrder.map(([, { data }]) => bytesOf(data));
  const text = { ...metadata, [DIGEST]: digestOf(infos, arrays, metadata) };
  const header = encodeHeader(Object.fromEntries([[METADATA, text], ...infos]));
  const bytes = new Uint8Array(header.length + end);
  bytes.set(header);
  let at = header.length;
  for (const array of arrays) {
    bytes.set(array, at);
    at += array.length;
  }
  return bytes;
}

/**
 * The content of a file: arrays of float64 and float32, of float16 and bfloat16 as float32; of any
 * other array only the type.
 *
 * @param bytes The whole file.
 * @param name What errors call the file.
 * @throws {TypeError} If the bytes are not such a file, with what is wrong, or are not those that
 * its digest was made of.
 */
export function decodeSafetensors(bytes: Uint8Array, name = "bytes"): DecodedFile {
  const { tensors: infos, metadata: { [DIGEST]: digest, ...metadata }, body } = readHeader(
    bytes,
    name,
  );
  const arrays = infos.map(([, { data_offsets }]) => body.subarray(...data_offsets));
  if (digest !== undefined && digest !== digestOf(infos, arrays, metadata)) {
    throw new TypeError(
      `Expected ${name} to have the content that its digest was made of: it has been damaged, or ` +
        `changed by a program that kept "${DIGEST}" in its metadata`,
    );
  }
  const tensors: [string, Tensor][] = [];
  const others: [string, string][] = [];
  for (const [i, [key, { dtype, shape }]] of infos.entries()) {
    const data = READERS[dtype]?.(arrays[i].slice().buffer);
    if (data) tensors.push([key, { shape, data }]);
    else others.push([key, dtype]);
  }
  return {
    tensors: Object.fromEntries(tensors),
    metadata,
    others: Object.fromEntries(others),
    isVerified: digest !== undefined,
  };
}

const READERS: Readonly<Record<string, (buffer: ArrayBuffer) => FloatArray>> = {
  F64: (buffer) => new Float64Array(buffer),
  F32: (buffer) => new Float32Array(buffer),
  F16: (buffer) => float16Values(new Uint16Array(buffer)),
  // The upper half of a float32.
  BF16: (buffer) =>
    new Float32Array(Uint32Array.from(new Uint16Array(buffer), (half) => half << 16).buffer),
};

function checkEncodable(tensors: TensorFile["tensors"], metadata: TensorFile["metadata"]): void {
  for (const [name, { shape, data }] of Object.entries(tensors)) {
    checkText("the name of a tensor", name);
    if (name === METADATA) {
      throw new TypeError(expectation("the name of a tensor", `anything but ${METADATA}`, name));
    }
    if (!(data instanceof Float64Array || data instanceof Float32Array)) {
      const expected = "a Float64Array or a Float32Array";
      throw new TypeError(expectation(`tensors.${name}.data`, expected, data));
    }
    for (const size of shape) checkInteger(`a size of tensors.${name}`, size, 0);
    const elements = elementCount(shape);
    if (elements === data.length) continue;
    const expected = `${elements}, as [${shape}] says,`;
    throw new RangeError(expectation(`tensors.${name}.data.length`, expected, data.length));
  }
  for (const [name, text] of Object.entries(metadata)) {
    checkText("a name in metadata", name);
    checkText(`metadata.${name}`, text);
  }
}

function checkText(name: string, text: unknown): void {
  if (typeof text === "string" && text.isWellFormed()) return;
  const expected = typeof text === "string" ? "a string of whole characters" : "a string";
  throw new TypeError(expectation(name, expected, text));
}

function encodeHeader(header: Record<string, unknown>): Uint8Array {
  const json = new TextEncoder().encode(JSON.stringify(header));
  const length = Math.ceil(json.length / 8) * 8;
  if (length > MAX_HEADER_BYTES) {
    const expected = `at most ${MAX_HEADER_BYTES} bytes with all names`;
    throw new RangeError(expectation("metadata", expected, length));
  }
  const bytes = new Uint8Array(LENGTH_BYTES + length).fill(" ".charCodeAt(0));
  new DataView(bytes.buffer).setBigUint64(0, BigInt(length), true);
  bytes.set(json, LENGTH_BYTES);
  return bytes;
}

/** Does not depend on any order, so that a file that was read and written elsewhere keeps it. */
function digestOf(
  infos: readonly (readonly [string, TensorInfo])[],
  arrays: readonly Uint8Array[],
  metadata: TensorFile["metadata"],
): string {
  const texts = Object.entries(metadata).sort(byName).map((entry) => `${JSON.stringify(entry)}\n`);
  const parts = infos.map(([name, info], i) => [name, { ...info, bytes: arrays[i] }] as const);
  const contents = parts.sort(byName).flatMap(([name, { dtype, shape, bytes }]) => [
    `${JSON.stringify([name, dtype, shape])}\n`,
    bytes,
  ]);
  return sha256(...texts, ...contents);
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}

function bytesOf({ buffer, byteOffset, byteLength }: FloatArray): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
