import { assert, assertEquals, assertThrows } from "@std/assert";
import {
  decodeSafetensors,
  encodeSafetensors,
  type TensorFile,
} from "../../lib/matrix/safetensors.ts";

const FILE = {
  tensors: {
    b: { shape: [3], data: Float32Array.of(0.5, -1, NaN) },
    w: { shape: [2, 3], data: Float64Array.of(1, 2, 3, 4, 5, 6) },
    none: { shape: [0, 4], data: new Float64Array() },
    ["__proto__"]: { shape: [], data: Float32Array.of(7) },
  },
  metadata: { note: "ünïcödé 😀", seed: "0", ["__proto__"]: "own" },
};

/** A file whose header is `header`, with 8 zero bytes behind it. */
function withHeader(header: string, body = new Uint8Array(8)): Uint8Array {
  const text = new TextEncoder().encode(header);
  const file = new Uint8Array(8 + text.length + body.length);
  new DataView(file.buffer).setBigUint64(0, BigInt(text.length), true);
  file.set(text, 8);
  file.set(body, 8 + text.length);
  return file;
}

Deno.test("what is encoded decodes to the same arrays and text", () => {
  const { tensors, metadata, others, isVerified } = decodeSafetensors(encodeSafetensors(FILE));
  assertEquals({ tensors, metadata }, FILE);
  assertEquals([others, isVerified], [{}, true]);
});

Deno.test("the header is padded and the arrays are sorted so that all are aligned", () => {
  for (const note of ["", "1", "12", "123", "1234", "12345", "123456", "1234567"]) {
    const bytes = encodeSafetensors({ ...FILE, metadata: { note } });
    const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
    assertEquals(length % 8, 0);
    const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)));
    assertEquals(header.w.data_offsets, [0, 48]);
  }
});

Deno.test("what no reader could open is not written", () => {
  const tensors = { w: { shape: [1], data: Float64Array.of(1) } };
  const refusals: [unknown, string][] = [
    [{ tensors, metadata: { a: 1 } }, "Expected metadata.a to be a string but found 1"],
    [{ tensors, metadata: { a: null } }, "Expected metadata.a to be a string but found null"],
    [{ tensors, metadata: { a: undefined } }, "to be a string but found undefined"],
    [{ tensors, metadata: { a: "\ud83d" } }, "metadata.a to be a string of whole characters"],
    [{ tensors, metadata: { "\ude00": "" } }, "a name in metadata to be a string of whole"],
    [{ tensors: { "\ude00": tensors.w }, metadata: {} }, "the name of a tensor to be a string of"],
    [{ tensors: { __metadata__: tensors.w }, metadata: {} }, "to be anything but __metadata__"],
    [
      { tensors: { w: { shape: [1], data: Int32Array.of(1) } }, metadata: {} },
      "Expected tensors.w.data to be a Float64Array or a Float32Array but found Int32Array",
    ],
    [{ tensors: { w: { ...tensors.w, shape: [2] } }, metadata: {} }, "to be 2, as [2] says, but"],
    [
      { tensors: { w: { ...tensors.w, shape: [-1] } }, metadata: {} },
      "Expected a size of tensors.w",
    ],
  ];
  for (const [file, message] of refusals) {
    assertThrows(() => encodeSafetensors(file as TensorFile), Error, message);
  }
});

Deno.test("a file that is damaged or foreign is refused with the reason", () => {
  const entry = (dtype: string, shape: string, offsets: string) =>
    withHeader(`{"w":{"dtype":"${dtype}","shape":${shape},"data_offsets":${offsets}}}`);
  const bytes = encodeSafetensors(FILE);
  const refusals: [Uint8Array, string][] = [
    [new Uint8Array(3), "Expected f to be a safetensors file but found only 3 bytes"],
    [new Uint8Array(100).fill(255), "found a header of 18446744073709551615 bytes where 92 is"],
    [bytes.subarray(0, bytes.length - 1), "bytes of arrays but found 63: it is cut short"],
    [new Uint8Array([...bytes, 0]), "bytes of arrays but found 65: something was added to it"],
    [withHeader("{nonsense"), 'Expected the header of f to be JSON but found "{nonsense"'],
    [withHeader('{"a":1,"a":2}'), 'be JSON but found "the same name twice"'],
    [withHeader("[]"), "Expected the header of f to be a JSON object but found []"],
    [
      withHeader('{"w":null}'),
      'Expected "w" in f to be described by dtype, shape, data_offsets but',
    ],
    [
      withHeader('{"__metadata__":{"a":1}}', new Uint8Array()),
      'the metadata "a" of f to be a string but found 1',
    ],
    [entry("f64", "[1]", "[0,8]"), 'Expected the dtype of "w" in f to be one of BOOL, F4'],
    [
      entry("F64", "[2]", "[0,8]"),
      'Expected "w" in f to be 16 bytes, as [2] of F64 are, but found 8',
    ],
    [entry("F32", "[1]", "[4,8]"), 'Expected "w" in f to begin at byte 0, where the one before it'],
    [entry("F64", "1", "[0,8]"), 'Expected the shape of "w" in f to be sizes but found 1'],
    [entry("F64", "[1]", "[0,8,8]"), 'Expected data_offsets of "w" in f to be two positions'],
  ];
  for (const [file, message] of refusals) {
    assertThrows(() => decodeSafetensors(file, "f"), TypeError, message);
  }
});

Deno.test("each flipped bit of a file of ours is noticed", () => {
  const bytes = encodeSafetensors(FILE);
  const unnoticed: string[] = [];
  for (let bit = 0; bit < 8 * bytes.length; bit++) {
    const flipped = bytes.with(bit >> 3, bytes[bit >> 3] ^ (1 << (bit & 7)));
    try {
      if (decodeSafetensors(flipped).isVerified) unnoticed.push(`${bit}`);
    } catch (error) {
      assert(error instanceof TypeError, `${error}`);
    }
  }
  assertEquals(unnoticed, []);
});

/**
 * NumPy 2.4.6: np.array([1, -0.1, 65504, 6e-8, np.inf], np.float16).tobytes().hex(); PyTorch 2.13:
 * torch.tensor([1, -0.1, 3e38, 9.2e-41], dtype=torch.bfloat16).view(torch.int16).numpy().tobytes().hex().
 */
Deno.test("float16 and bfloat16 are read as float32, of other arrays the type", () => {
  const header = `{"h":{"dtype":"F16","shape":[5],"data_offsets":[0,10]},` +
    `"b":{"dtype":"BF16","shape":[4],"data_offsets":[10,18]},` +
    `"i":{"dtype":"I64","shape":[1],"data_offsets":[18,26]}}`;
  const body = Uint8Array.fromHex("003c66aeff7b0100007c" + "803fcdbd627f0100" + "0100000000000000");
  const { tensors, others, isVerified } = decodeSafetensors(withHeader(header, body));
  const halves = [1, -0.0999755859375, 65504, 5.960464477539063e-8, Infinity];
  assertEquals([...tensors.h.data], halves);
  const brain = [1, -0.10009765625, 3.00405527047391e38, 9.183549615799121e-41];
  assertEquals([...tensors.b.data], brain);
  assert(tensors.b.data instanceof Float32Array);
  assertEquals([others, isVerified], [{ i: "I64" }, false]);
});
