/**
 * The header of a safetensors file, read as strictly as the format's own library does (Python's
 * `safetensors` 0.8.0): what it refuses is refused here.
 *
 * @module
 */

import { expectation, quote } from "../internal/checks.ts";

/** What the header says of an array. */
export interface TensorInfo {
  /** Element type: "F64", "F32", and so on. */
  readonly dtype: string;
  /** Sizes; `[]` is a single number. */
  readonly shape: readonly number[];
  /** First byte, and the one behind the last, counted from the end of the header. */
  readonly data_offsets: readonly [number, number];
}

/** A header that has been checked against the length of its file. */
export interface Header {
  /** Arrays by name, in the order of their bytes. */
  readonly tensors: readonly (readonly [string, TensorInfo])[];
  /** Text by name. */
  readonly metadata: Readonly<Record<string, string>>;
  /** The bytes behind the header. */
  readonly body: Uint8Array;
}

/** The name under which the header keeps the text. */
export const METADATA = "__metadata__";
/** Bytes before the header: its length. */
export const LENGTH_BYTES = 8;
/** The bound of the reference implementation. */
export const MAX_HEADER_BYTES = 100_000_000;

/** Bits of an element. */
// deno-fmt-ignore
const BITS: Readonly<Record<string, number>> = {
  BOOL: 8, F4: 4, F6_E2M3: 6, F6_E3M2: 6, U8: 8, I8: 8,
  F8_E5M2: 8, F8_E4M3: 8, F8_E8M0: 8, F8_E4M3FNUZ: 8, F8_E5M2FNUZ: 8,
  I16: 16, U16: 16, F16: 16, BF16: 16, I32: 32, U32: 32, F32: 32, C64: 64, F64: 64, I64: 64, U64: 64,
};
const FIELDS = ["dtype", "shape", "data_offsets"];

/**
 * Reads the header and checks that the arrays fill the rest of the file, one after the other.
 *
 * @param bytes The whole file.
 * @param name What errors call the file.
 * @throws {TypeError} With what is wrong.
 */
export function readHeader(bytes: Uint8Array, name: string): Header {
  const length = readLength(bytes, name);
  const json = parse(bytes.subarray(LENGTH_BYTES, LENGTH_BYTES + length), `the header of ${name}`);
  if (!isObject(json)) {
    throw new TypeError(expectation(`the header of ${name}`, "a JSON object", json));
  }
  const { [METADATA]: metadata, ...entries } = json;
  const tensors = Object.entries(entries).map(([key, value]) => {
    return [key, checkInfo(value, `${quote(key)} in ${name}`)] as const;
  });
  const body = bytes.subarray(LENGTH_BYTES + length);
  return {
    tensors: checkLayout(tensors, body.length, name),
    metadata: checkMetadata(metadata ?? {}, name),
    body,
  };
}

function readLength(bytes: Uint8Array, name: string): number {
  const what = `${name} to be a safetensors file`;
  if (bytes.length < LENGTH_BYTES) {
    throw new TypeError(`Expected ${what} but found only ${bytes.length} bytes`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getBigUint64(0, true);
  const most = Math.min(MAX_HEADER_BYTES, bytes.length - LENGTH_BYTES);
  if (length <= BigInt(most)) return Number(length);
  throw new TypeError(
    `Expected ${what} but found a header of ${length} bytes where ${most} is the most`,
  );
}

/** Parses JSON without the liberties of `JSON.parse`; a number that is no size becomes -1. */
function parse(bytes: Uint8Array, name: string): unknown {
  const refusal = (found: unknown) => new TypeError(expectation(name, "JSON", found));
  let text = "";
  let keys = -1; // the root has none
  function revive(this: unknown, key: string, value: unknown, { source = "" }): unknown {
    if (!Array.isArray(this)) keys++;
    if (!key.isWellFormed() || typeof value === "string" && !value.isWellFormed()) {
      throw new SyntaxError("half of a surrogate pair");
    }
    if (typeof value !== "number") return value;
    if (!Number.isFinite(value)) throw new SyntaxError("a number out of range");
    return /^\d+$/.test(source) && Number.isSafeInteger(value) ? value : -1;
  }
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    const json = JSON.parse(text, revive as (key: string, value: unknown) => unknown);
    if (countKeys(text) === keys) return json;
  } catch {
    throw refusal(text.slice(0, 40) || "bytes that are no UTF-8");
  }
  throw refusal("the same name twice");
}

/** How many strings of a JSON text are followed by a colon. */
function countKeys(text: string): number {
  let keys = 0;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at)) {
    for (at++; text[at] !== '"'; at++) if (text[at] === "\\") at++;
    for (at++; " \n\r\t".includes(text[at] ?? "x"); at++);
    if (text[at] === ":") keys++;
  }
  return keys;
}

function checkMetadata(metadata: unknown, name: string): Record<string, string> {
  if (!isObject(metadata)) {
    throw new TypeError(expectation(`the metadata of ${name}`, "an object of strings", metadata));
  }
  for (const [key, value] of Object.entries(metadata)) {
    if (typeof value === "string") continue;
    throw new TypeError(expectation(`the metadata ${quote(key)} of ${name}`, "a string", value));
  }
  return metadata as Record<string, string>;
}

function checkInfo(info: unknown, name: string): TensorInfo {
  if (!isObject(info) || FIELDS.some((field) => !Object.hasOwn(info, field))) {
    throw new TypeError(expectation(name, `described by ${FIELDS.join(", ")}`, info));
  }
  const { dtype, shape, data_offsets } = info;
  if (typeof dtype !== "string" || !Object.hasOwn(BITS, dtype)) {
    const expected = `one of ${Object.keys(BITS).join(", ")}`;
    throw new TypeError(expectation(`the dtype of ${name}`, expected, dtype));
  }
  if (!isSizes(shape)) throw new TypeError(expectation(`the shape of ${name}`, "sizes", shape));
  if (!isSizes(data_offsets) || data_offsets.length !== 2) {
    throw new TypeError(expectation(`data_offsets of ${name}`, "two positions", data_offsets));
  }
  return { dtype, shape, data_offsets: [data_offsets[0], data_offsets[1]] };
}

function checkLayout(
  tensors: readonly (readonly [string, TensorInfo])[],
  length: number,
  name: string,
): readonly (readonly [string, TensorInfo])[] {
  const inOrder = tensors.toSorted(([, { data_offsets: a }], [, { data_offsets: b }]) =>
    a[0] - b[0] || a[1] - b[1]
  );
  let position = 0;
  for (const [key, info] of inOrder) {
    const { dtype, shape, data_offsets: [start, end] } = info;
    const of = `${quote(key)} in ${name}`;
    if (start !== position) {
      const expected = `at byte ${position}, where the one before it ends,`;
      throw new TypeError(`Expected ${of} to begin ${expected} but found byte ${start}`);
    }
    const bits = shape.reduce(multiply, 1) * BITS[dtype];
    if (bits !== 8 * (end - start)) {
      const expected = `${bits / 8} bytes, as [${shape}] of ${dtype} are,`;
      throw new TypeError(`Expected ${of} to be ${expected} but found ${end - start}`);
    }
    position = end;
  }
  if (position === length) return inOrder;
  const remedy = position > length ? "it is cut short" : "something was added to it";
  throw new TypeError(
    `Expected ${name} to hold ${position} bytes of arrays but found ${length}: ${remedy}`,
  );
}

/** NaN, which is equal to nothing, once a product is beyond what numbers hold. */
function multiply(product: number, size: number): number {
  return Number.isSafeInteger(product * size) ? product * size : NaN;
}

function isSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((size) => Number.isInteger(size) && size >= 0);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
