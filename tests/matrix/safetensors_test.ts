import { assertEquals, assertThrows } from "@std/assert";
import { decodeSafetensors, encodeSafetensors } from "../../lib/matrix/safetensors.ts";

const FILE = {
  tensors: {
    w: { shape: [2, 3], data: Float64Array.of(1, 2, 3, 4, 5, 6) },
    b: { shape: [3], data: Float32Array.of(0.5, -1, NaN) },
    none: { shape: [0, 4], data: new Float64Array() },
  },
  metadata: { note: "ünïcödé", seed: "0" },
};

Deno.test("what is encoded decodes to the same arrays and text", () => {
  assertEquals(decodeSafetensors(encodeSafetensors(FILE)), FILE);
});

Deno.test("the header is padded so that the arrays are aligned", () => {
  for (const note of ["", "1", "12", "123", "1234", "12345", "123456", "1234567"]) {
    const bytes = encodeSafetensors({ ...FILE, metadata: { note } });
    assertEquals(new DataView(bytes.buffer).getBigUint64(0, true) % 8n, 0n);
  }
});

Deno.test("a file that is damaged or foreign is refused with the reason", () => {
  const bytes = encodeSafetensors(FILE);
  const withHeader = (header: string) => {
    const text = new TextEncoder().encode(header);
    const file = new Uint8Array(8 + text.length + 8);
    new DataView(file.buffer).setBigUint64(0, BigInt(text.length), true);
    file.set(text, 8);
    return file;
  };
  const entry = (dtype: string, shape: string, offsets: string) =>
    withHeader(`{"w":{"dtype":"${dtype}","shape":${shape},"data_offsets":${offsets}}}`);
  const refusals: [Uint8Array, string][] = [
    [new Uint8Array(3), "Expected f to be a safetensors file but found"],
    [new Uint8Array(100).fill(255), "Expected f to be a safetensors file"],
    [bytes.subarray(0, bytes.length - 1), "Expected b in f to be"],
    [withHeader("{nonsense"), "Expected the header of f to be JSON"],
    [entry("I64", "[1]", "[0,8]"), 'Expected the dtype of w in f to be "F64" or "F32"'],
    [entry("F64", "[2]", "[0,8]"), "Expected w in f to be 16 bytes"],
    [entry("F64", "[1]", "[8,16]"), "within 8 but found"],
    [entry("F64", "1", "[0,8]"), "Expected w in f to be described by lists of integers"],
  ];
  for (const [file, message] of refusals) {
    assertThrows(() => decodeSafetensors(file, "f"), TypeError, message);
  }
});
