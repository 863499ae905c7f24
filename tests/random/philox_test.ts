import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { philox4x32, type Words } from "../../lib/random/philox.ts";
import { philox } from "./philox.ts";

Deno.test("Philox4x32-10 gives Random123's known answers", () => {
  // "philox4x32 10" in tests/kat_vectors of Random123 1.14: counter, key, answer
  const ones = 0xffffffff;
  const known: [Words, [number, number], Words][] = [
    [[0, 0, 0, 0], [0, 0], [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8]],
    [[ones, ones, ones, ones], [ones, ones], [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd]],
    [
      [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
      [0xa4093822, 0x299f31d0],
      [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
    ],
  ];
  for (const [counter, key, answer] of known) {
    assertEquals(philox4x32(counter, key), answer);
    assertEquals(philox(counter.map(BigInt), key.map(BigInt)), answer.map(BigInt));
  }
});

Deno.test("Philox4x32-10 equals its definition in integers of any size", () => {
  const word = fc.integer({ min: 0, max: 2 ** 32 - 1 });
  const block = fc.tuple(word, word, word, word), keys = fc.tuple(word, word);
  fc.assert(fc.property(block, keys, (counter, key) => {
    assertEquals(
      philox4x32(counter, key).map(BigInt),
      philox(counter.map(BigInt), key.map(BigInt)),
    );
  }));
});
