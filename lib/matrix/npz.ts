/**
 * NumPy's archives of named arrays: what `np.savez` writes and `np.load` reads.
 *
 * @module
 */

import { crc32 } from "node:zlib";
import { unzipSync, type Zippable, zipSync } from "fflate";
import { checkInstance, checkObject, checkString, expectation } from "../internal/checks.ts";
import { decodeNpy, encodeNpy, type NpyArray } from "./npy.ts";

/** Most bytes that an archive may hold once it is unpacked: as many as an array can have here. */
const MOST_BYTES = 2 ** 32;

/** Without a time of its own, so that the same arrays give the same bytes; zip's time begins here. */
const TIME = new Date(1980, 0, 1);

/**
 * The bytes of an archive of arrays, uncompressed as by `np.savez`.
 *
 * @param arrays Arrays by name.
 * @throws {TypeError} If the elements of an array are of another type than NumPy's numbers.
 * @throws {RangeError} If an array has not as many elements as its shape says.
 *
 * @example
 * ```ts
 * import { decodeNpz, encodeNpz } from "two-layer-net/formats";
 * import { assertEquals } from "@std/assert";
 *
 * const arrays = { b1: { shape: [3], data: Float64Array.of(1, 2, 3) } };
 * assertEquals(decodeNpz(encodeNpz(arrays)), arrays);
 * ```
 */
export function encodeNpz(arrays: Readonly<Record<string, NpyArray>>): Uint8Array<ArrayBuffer> {
  checkObject("arrays", arrays);
  const files: Zippable = {};
  for (const [name, array] of Object.entries(arrays)) {
    checkObject(`arrays.${name}`, array);
    files[`${name}.npy`] = encodeNpy(array);
  }
  return zipSync(files, { level: 0, mtime: TIME });
}

/**
 * The arrays of an archive that `np.savez` or `np.savez_compressed` wrote, by name.
 *
 * @param bytes The whole file.
 * @param name What errors call the file.
 * @throws {TypeError} If the bytes are not such an archive or are damaged, or if one of its files
 * holds anything but numbers.
 * @throws {RangeError} If it would unpack to more than 4 GiB.
 */
export function decodeNpz(bytes: Uint8Array, name = "bytes"): Record<string, NpyArray> {
  checkInstance("bytes", bytes, Uint8Array);
  checkString("name", name);
  const arrays = Object.entries(unzip(bytes, name)).map(([file, content]) => {
    const key = file.replace(/\.npy$/, "");
    return [key, decodeNpy(content, `${key} in ${name}`)] as const;
  });
  return Object.fromEntries(arrays);
}

function unzip(bytes: Uint8Array, name: string): Record<string, Uint8Array> {
  let total = 0;
  try {
    const files = unzipSync(bytes, {
      filter({ name: file, originalSize }) {
        if (!file.endsWith(".npy")) return false;
        total += originalSize;
        if (total <= MOST_BYTES) return true;
        throw new RangeError(expectation(name, "at most 4 GiB of arrays", `${total} bytes`));
      },
    });
    for (const [file, sum] of checksums(bytes)) {
      if (file in files && crc32(files[file]) !== sum) throw new Error(`a damaged ${file}`);
    }
    return files;
  } catch (error) {
    if (error instanceof RangeError) throw error;
    const found = error instanceof Error ? error.message : error;
    throw new TypeError(expectation(name, "a whole .npz file, a zip of arrays,", found));
  }
}

/** Bytes of an entry of a zip's directory before its name, and of the record that ends the file. */
const ENTRY_BYTES = 46, END_BYTES = 22;

/** The checksum of each file, from the directory at the end, which fflate does not compare. */
function* checksums(bytes: Uint8Array): Generator<[file: string, sum: number]> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let end = bytes.length - END_BYTES;
  while (view.getUint32(end, true) !== 0x06054b50) end--;
  let at = view.getUint32(end + 16, true);
  while (at < end && view.getUint32(at, true) === 0x02014b50) {
    const lengths = [28, 30, 32].map((field) => view.getUint16(at + field, true));
    const name = bytes.subarray(at + ENTRY_BYTES, at + ENTRY_BYTES + lengths[0]);
    yield [new TextDecoder().decode(name), view.getUint32(at + 16, true)];
    at += ENTRY_BYTES + lengths[0] + lengths[1] + lengths[2];
  }
}
