/**
 * What Python's safetensors 0.8.0 refuses is refused here, and what it reads is read: fixtures by
 * `python tests/fixtures/safetensors_verdicts.py`.
 */

import { assertEquals, assertThrows } from "@std/assert";
import { decodeSafetensors } from "../../lib/matrix/safetensors.ts";
import verdicts from "../fixtures/safetensors_verdicts.json" with { type: "json" };

/** What Python reads though the format's text says otherwise, or no program would write it. */
const REFUSED_HERE = new Set([
  "dup extra", // "Duplicate keys are disallowed"
  "dup tensor same",
  "dup tensor bad first",
  "meta dupkey",
  "seq", // an array is described by a JSON object
  "dtype obj",
  "big0", // a size beyond 2 ** 53, in an array without elements
]);

/** What Python refuses and we read: deep nesting in a field that nobody knows. */
const READ_HERE = new Set(["deep", "deep127"]);

const BASE = Uint8Array.fromHex(verdicts.base);

function reads(bytes: Uint8Array): boolean {
  try {
    decodeSafetensors(bytes, "f");
    return true;
  } catch (error) {
    if (!(error instanceof TypeError && error.message.startsWith("Expected "))) throw error;
    return false;
  }
}

/** The numbers of the mutations that are judged otherwise. */
function differing(expected: string, mutate: (i: number) => Uint8Array): number[] {
  return [...expected].keys().toArray().filter((i) => reads(mutate(i)) !== (expected[i] === "1"));
}

Deno.test("each flipped bit of a file is judged as Python judges it", () => {
  const flip = (i: number) => BASE.with(i >> 3, BASE[i >> 3] ^ (1 << (i & 7)));
  assertEquals(differing(verdicts.flips, flip), []);
});

Deno.test("each beginning of a file is judged as Python judges it", () => {
  assertEquals(differing(verdicts.prefixes, (length) => BASE.subarray(0, length)), []);
});

for (const [verdict, name, header, claimed, behind] of verdicts.files) {
  Deno.test(`a header of the kind "${name}" is judged as Python judges it`, () => {
    const text = Uint8Array.from(`${header}`, (character) => character.charCodeAt(0));
    const bytes = new Uint8Array(8 + text.length + Number(behind));
    new DataView(bytes.buffer).setBigUint64(0, BigInt(claimed), true);
    bytes.set(text, 8);
    const expected = verdict === 1 ? !REFUSED_HERE.has(`${name}`) : READ_HERE.has(`${name}`);
    assertEquals(reads(bytes), expected);
  });
}

Deno.test("a header of 100,000,000 bytes is read, one more is refused", () => {
  for (const [length, isRead] of [[100_000_000, true], [100_000_001, false]] as const) {
    const bytes = new Uint8Array(8 + length).fill(0x20);
    new DataView(bytes.buffer).setBigUint64(0, BigInt(length), true);
    bytes.set(new TextEncoder().encode("{}"), 8);
    assertEquals(reads(bytes), isRead);
  }
});

Deno.test("the sizes are checked before anything is allocated for them", () => {
  const header =
    '{"w":{"dtype":"F64","shape":[1000000,3000000],"data_offsets":[0,24000000000000]}}';
  const text = new TextEncoder().encode(header);
  const bytes = new Uint8Array(8 + text.length);
  bytes[0] = text.length;
  bytes.set(text, 8);
  assertThrows(
    () => decodeSafetensors(bytes, "f"),
    TypeError,
    "Expected f to hold 24000000000000 bytes of arrays but found 0: it is cut short",
  );
});
