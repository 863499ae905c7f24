import { assertEquals } from "@std/assert";
import { float16Values } from "../../lib/matrix/float16.ts";

Deno.test("all 65536 numbers of 16 bits are what V8's own array says", () => {
  const bits = Uint16Array.from({ length: 65536 }, (_, i) => i);
  assertEquals([...float16Values(bits)], [...new Float16Array(bits.buffer)]);
});
