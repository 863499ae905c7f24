import { assertEquals } from "@std/assert";
import { MT19937 } from "../../lib/random/mt19937.ts";

// The C++ standard, [rand.predef]: the 10000th draw of a mt19937 with the default seed.
Deno.test("MT19937 yields 4123659995 as its 10000th word from seed 5489", () => {
  const bits = new MT19937(5489);
  for (let i = 1; i < 10000; i++) bits.nextInt32();
  assertEquals(bits.nextInt32() >>> 0, 4123659995);
});

Deno.test("MT19937 draws nothing for an integer that can only be 0", () => {
  const bits = new MT19937(1);
  assertEquals(bits.nextInteger(0), 0);
  assertEquals(bits.position, 624);
});
