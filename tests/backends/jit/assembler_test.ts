import { assertEquals, assertThrows } from "@std/assert";
import { Assembler, Label } from "../../../lib/backends/jit/assembler.ts";
import { at, R8, RAX, RCX } from "../../../lib/backends/jit/instructions.ts";
import { ENCODINGS } from "./encodings.ts";

function bytes(build: (a: Assembler) => void): string {
  const a = new Assembler();
  build(a);
  return Array.from(a.code(), (byte) => byte.toString(16).padStart(2, "0")).join(" ");
}

for (const [text, build, expected] of ENCODINGS) {
  Deno.test(`assembler: ${text}`, () => assertEquals(bytes(build), expected));
}

Deno.test("assembler: jumps forward and back, and calls", () => {
  const code = bytes((a) => {
    const end = new Label(), top = a.here();
    a.jump("zero", end).jump("always", top).call(end).jump("less", top);
    a.jump("lessOrEqual", top).jump("nonzero", top);
    a.place(end);
  });
  assertEquals(
    code,
    [
      "0f 84 1c 00 00 00", // je +28, over the rest
      "e9 f5 ff ff ff", // jmp -11
      "e8 12 00 00 00", // call +18
      "0f 8c ea ff ff ff", // jl -22
      "0f 8e e4 ff ff ff", // jle -28
      "0f 85 de ff ff ff", // jne -34
    ].join(" "),
  );
});

Deno.test("assembler: a loop counts a register down, and is skipped at 0", () => {
  assertEquals(
    bytes((a) => a.countDown(RCX, () => void a.ret())),
    "48 83 f9 00 0f 8e 0b 00 00 00 c3 48 83 c1 ff 0f 85 f5 ff ff ff",
  );
});

Deno.test("assembler: code grows past its first buffer", () => {
  const a = new Assembler();
  for (let i = 0; i < 5000; i++) a.ret();
  const end = new Label();
  a.jump("always", end);
  a.place(end);
  assertEquals([a.length, a.code()[4999], a.code()[5000]], [5005, 0xc3, 0xe9]);
});

Deno.test("assembler: refuses a displacement of more than 32 bits", () => {
  assertThrows(
    () => new Assembler().load(RAX, at(R8, 2 ** 31)),
    RangeError,
    "an integer of 32 bits but found 2147483648",
  );
});
