/**
 * NumPy's file format for one array: what `np.save` writes and `np.load` reads.
 *
 * Layout: "\x93NUMPY", version, header length, header (a Python dict as text), the elements. See
 * https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html.
 *
 * @module
 */

import {
  checkArray,
  checkInstance,
  checkInteger,
  checkObject,
  checkString,
  expectation,
} from "../internal/checks.ts";
import { float16Values } from "./float16.ts";
import { elementCount } from "./shapes.ts";

/** Elements of an array that NumPy wrote, in a type that has room for each of them. */
export type NpyData =
  | Float64Array
  | Float32Array
  | Int32Array
  | Uint32Array
  | Int16Array
  | Uint16Array
  | Int8Array
  | Uint8Array;

/** An array of a file: its shape, and its elements in row-major order. */
export interface NpyArray {
  /** Sizes; `[]` is a single number. */
  readonly shape: readonly number[];
  /** The elements, as many as the product of the sizes. */
  readonly data: NpyData;
}

const MAGIC = Uint8Array.of(0x93, ...new TextEncoder().encode("NUMPY"));

/** Where NumPy lets the elements begin: at a multiple of so many bytes. */
const ALIGNMENT = 64;

/** NumPy leaves room for as many digits of the first size, so that a file can grow in place. */
const LONGEST_SIZE = 21;

/** A Python dict of three entries, as `np.save` writes it. */
const HEADER =
  /^\{'descr': (?<descr>'[^']*'|\[.*\]), 'fortran_order': (?<fortran>True|False), 'shape': \((?<shape>[\d, ]*)\),? *\}\s*$/;

/** Element types that are written, by the kind of array. */
const WRITTEN = [
  [Float64Array, "<f8"],
  [Float32Array, "<f4"],
  [Int32Array, "<i4"],
  [Uint32Array, "<u4"],
  [Int16Array, "<i2"],
  [Uint16Array, "<u2"],
  [Int8Array, "|i1"],
  [Uint8Array, "|u1"],
] as const;

type Reader = (buffer: ArrayBuffer, name: string) => NpyData;

/** Element types that are read, without their byte order. */
const READERS: Readonly<Record<string, { size: number; read: Reader }>> = {
  f8: { size: 8, read: (buffer) => new Float64Array(buffer) },
  f4: { size: 4, read: (buffer) => new Float32Array(buffer) },
  f2: { size: 2, read: (buffer) => float16Values(new Uint16Array(buffer)) },
  i8: { size: 8, read: (buffer, name) => safeIntegers(new BigInt64Array(buffer), name) },
  u8: { size: 8, read: (buffer, name) => safeIntegers(new BigUint64Array(buffer), name) },
  i4: { size: 4, read: (buffer) => new Int32Array(buffer) },
  u4: { size: 4, read: (buffer) => new Uint32Array(buffer) },
  i2: { size: 2, read: (buffer) => new Int16Array(buffer) },
  u2: { size: 2, read: (buffer) => new Uint16Array(buffer) },
  i1: { size: 1, read: (buffer) => new Int8Array(buffer) },
  u1: { size: 1, read: (buffer) => new Uint8Array(buffer) },
  b1: { size: 1, read: (buffer) => new Uint8Array(buffer) },
};

/**
 * The bytes of a file with one array, equal to those that `np.save` writes.
 *
 * @throws {TypeError} If the elements are not in one of the arrays of {@linkcode NpyData}.
 * @throws {RangeError} If there are not as many elements as the shape says.
 *
 * @example
 * ```ts
 * import { decodeNpy, encodeNpy } from "two-layer-net/formats";
 * import { assertEquals } from "@std/assert";
 *
 * const array = { shape: [2, 2], data: Float32Array.of(1, 2, 3, 4) };
 * assertEquals(decodeNpy(encodeNpy(array)), array);
 * ```
 */
export function encodeNpy(array: NpyArray): Uint8Array<ArrayBuffer> {
  checkObject("array", array);
  const { shape, data } = array;
  checkArray("shape", shape, (name, size) => checkInteger(name, size, 0));
  const written = WRITTEN.find(([kind]) => data instanceof kind);
  if (!written) checkInstance("data", data, Float64Array);
  const count = elementCount(shape);
  if (count !== data.length) {
    throw new RangeError(expectation("data.length", `${count}, as [${shape}] says,`, data.length));
  }
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(", ");
  const room = " ".repeat(shape.length > 0 ? LONGEST_SIZE - String(shape[0]).length : 0);
  const dict = `{'descr': '${written![1]}', 'fortran_order': False, 'shape': (${sizes}), }${room}`;
  const start = Math.ceil((10 + dict.length + 1) / ALIGNMENT) * ALIGNMENT;
  const bytes = new Uint8Array(start + data.byteLength).fill(0x20, 0, start);
  bytes.set(MAGIC);
  bytes.set([1, 0], MAGIC.length);
  new DataView(bytes.buffer).setUint16(8, start - 10, true);
  bytes.set(new TextEncoder().encode(dict), 10);
  bytes[start - 1] = 0x0a;
  bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), start);
  return bytes;
}

/**
 * The array of a file that `np.save` wrote: of floats or integers of any size and byte order, in row
 * or column order. Booleans become 0 and 1; float16 becomes float32, 64-bit integers float64.
 *
 * @param bytes The whole file.
 * @param name What errors call the file.
 * @throws {TypeError} If the bytes are not such a file or are damaged, or if it holds anything but
 * numbers: Python objects, above all, which are pickled, and a pickle is a program.
 * @throws {RangeError} If an integer is too large for float64.
 */
export function decodeNpy(bytes: Uint8Array, name = "bytes"): NpyArray {
  checkInstance("bytes", bytes, Uint8Array);
  checkString("name", name);
  const { descr, fortran, shape, start } = readHeader(bytes, name);
  const [order, code] = [descr[0], descr.slice(1)], reader = READERS[code];
  if (!Object.hasOwn(READERS, code)) throw new TypeError(refusal(descr, name));
  const count = elementCount(shape), wanted = count * reader.size;
  if (bytes.length - start !== wanted) {
    const expected = `${wanted} bytes of elements, as its shape [${shape}] and type ${descr} say,`;
    throw new TypeError(expectation(name, expected, bytes.length - start));
  }
  const own = bytes.slice(start);
  if (order === ">") swap(own, reader.size);
  const data = reader.read(own.buffer, name);
  return { shape, data: fortran ? rowMajor(data, shape) : data };
}

interface Header {
  descr: string;
  fortran: boolean;
  shape: number[];
  start: number;
}

function readHeader(bytes: Uint8Array, name: string): Header {
  if (bytes[0] === 0x80) throw new TypeError(refusal("|O", name));
  if (bytes.length < 12 || MAGIC.some((byte, i) => byte !== bytes[i])) {
    throw new TypeError(expectation(name, "a .npy file, which begins with \\x93NUMPY,", "none"));
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isLong = bytes[6] > 1; // versions 2 and 3 have four bytes for the length
  const at = isLong ? 12 : 10;
  const start = at + (isLong ? view.getUint32(8, true) : view.getUint16(8, true));
  const text = new TextDecoder("latin1").decode(bytes.subarray(at, start));
  const parts = start <= bytes.length ? text.match(HEADER)?.groups : undefined;
  if (!parts) throw new TypeError(expectation(name, "a .npy file with a whole header", text));
  const shape = parts.shape.split(",").map((size) => size.trim()).filter(Boolean).map(Number);
  const descr = parts.descr.startsWith("'") ? parts.descr.slice(1, -1) : parts.descr;
  return { descr, fortran: parts.fortran === "True", shape, start };
}

function refusal(descr: string, name: string): string {
  if (!descr.startsWith("|O")) {
    return expectation(name, "an array of floats or integers", descr);
  }
  return `Expected ${name} to be an array of numbers but found pickled Python objects, which are ` +
    "programs and are not run. Save the arrays themselves: np.save(path, array) or np.savez(path, **arrays)";
}

function safeIntegers(values: BigInt64Array | BigUint64Array, name: string): Float64Array {
  return Float64Array.from(values as ArrayLike<unknown> as ArrayLike<bigint>, (value, i) => {
    const number = Number(value);
    if (Number.isSafeInteger(number)) return number;
    throw new RangeError(expectation(`element ${i} of ${name}`, "an integer below 2^53", value));
  });
}

/** Reverses the bytes of each element. */
function swap(bytes: Uint8Array, size: number): void {
  for (let at = 0; at < bytes.length; at += size) bytes.subarray(at, at + size).reverse();
}

/** Elements that lie in column order, in row order. */
function rowMajor<T extends NpyData>(data: T, shape: readonly number[]): T {
  const out = data.slice() as T, steps = shape.map((_, axis) => elementCount(shape.slice(0, axis)));
  const place = shape.map(() => 0);
  for (let i = 0; i < out.length; i++) {
    out[i] = data[place.reduce((sum, index, axis) => sum + index * steps[axis], 0)];
    for (let axis = shape.length - 1; axis >= 0 && ++place[axis] === shape[axis]; axis--) {
      place[axis] = 0;
    }
  }
  return out;
}
