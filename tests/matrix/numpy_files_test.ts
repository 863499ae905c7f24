/** Files that NumPy wrote, read; and ours, equal to NumPy's. */

import { assert, assertEquals, assertThrows } from "@std/assert";
import { decodeNpy, encodeNpy, type NpyArray } from "../../lib/matrix/npy.ts";
import { decodeNpz, encodeNpz } from "../../lib/matrix/npz.ts";
import numpy from "../fixtures/numpy_arrays.json" with { type: "json" };

const fromBase64 = (text: string) => Uint8Array.fromBase64(text);
const files = Object.entries(numpy.arrays);

for (const [name, { file, shape, values }] of files) {
  Deno.test(`npy: NumPy's ${name} has its shape and its values`, () => {
    const array = decodeNpy(fromBase64(file), name);
    assertEquals([array.shape, Array.from(array.data)], [shape, values]);
  });
}

/** Element types that are written as they are read. */
const KEPT = ["float64", "float32", "number", "empty", "int32", "uint32", "int16", "uint16"];

for (const name of [...KEPT, "int8", "uint8"] as (keyof typeof numpy.arrays)[]) {
  Deno.test(`npy: ${name} is written in NumPy's very bytes`, () => {
    const bytes = fromBase64(numpy.arrays[name].file);
    assertEquals(encodeNpy(decodeNpy(bytes)), bytes);
  });
}

const REASONS = {
  objects: "pickled Python objects",
  text: "<U2",
  complex: "<c16",
  structured: "[('a', '<f4'), ('b', '<i4')]",
  dates: "<M8[D]",
  too_large: "an integer below 2^53",
};

for (const [name, reason] of Object.entries(REASONS)) {
  Deno.test(`npy: ${name} are refused by their type`, () => {
    const bytes = fromBase64(numpy.refused[name as keyof typeof REASONS]);
    const error = assertThrows(() => decodeNpy(bytes, "there.npy"), Error, reason);
    assert(error.message.includes("there.npy"), error.message);
  });
}

Deno.test("npy: a bare pickle is named", () => {
  assertThrows(() => decodeNpy(Uint8Array.of(0x80, 4, 0x95), "net.npy"), TypeError, "pickled");
});

Deno.test("npy: every prefix of a file is refused, and so is a longer one", () => {
  const bytes = fromBase64(numpy.arrays.float64.file);
  for (let length = 0; length < bytes.length; length++) {
    assertThrows(() => decodeNpy(bytes.subarray(0, length), "cut.npy"), TypeError, "cut.npy");
  }
  const longer = new Uint8Array([...bytes, 0]);
  assertThrows(() => decodeNpy(longer), TypeError, "48 bytes of elements");
});

Deno.test("npy: an array whose shape and elements differ is not written", () => {
  const wrong = { shape: [2, 2], data: new Float64Array(3) };
  assertThrows(() => encodeNpy(wrong), RangeError, "4, as [2,2] says, but found 3");
  const strange = { shape: [1], data: [1] } as unknown as NpyArray;
  assertThrows(() => encodeNpy(strange), TypeError, "data");
});

for (const kind of ["npz", "compressed"] as const) {
  Deno.test(`npz: NumPy's archive is read, ${kind}`, () => {
    const { W1, b1, ...others } = decodeNpz(fromBase64(numpy[kind]), "net.npz");
    assertEquals([W1.shape, [...W1.data]], [[2, 3], numpy.arrays.float64.values]);
    assertEquals([b1.shape, [...b1.data]], [[3, 2], numpy.arrays.float32.values]);
    assertEquals(others, {});
  });
}

Deno.test("npz: what is written is read again, and always in the same bytes", () => {
  const arrays = {
    W: { shape: [2, 1], data: Float32Array.of(1, 2) },
    n: decodeNpy(encodeNpy({ shape: [], data: Float64Array.of(5) })),
  };
  const bytes = encodeNpz(arrays);
  assertEquals(decodeNpz(bytes), arrays);
  assertEquals(encodeNpz(arrays), bytes);
});

Deno.test("npz: damaged archives are refused by name", () => {
  const bytes = fromBase64(numpy.compressed);
  assertThrows(() => decodeNpz(new Uint8Array(10), "x.npz"), TypeError, "x.npz");
  assertThrows(() => decodeNpz(bytes.subarray(0, 300), "x.npz"), TypeError, "x.npz");
  const flipped = fromBase64(numpy.npz);
  flipped[flipped.length >> 2] ^= 1; // in the middle of W1
  assertThrows(() => decodeNpz(flipped, "x.npz"), TypeError, "a damaged W1.npy");
});
