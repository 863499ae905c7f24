import { assert, assertEquals, assertThrows } from "@std/assert";
import { Assembler } from "../../../lib/backends/jit/assembler.ts";
import { CodeMemory } from "../../../lib/backends/jit/code_memory.ts";
import { instructionSets, supportedSets } from "../../../lib/backends/jit/cpu.ts";
import { at, RAX, RDI, RSI } from "../../../lib/backends/jit/instructions.ts";
import { type OpenLibc, openLibc } from "../../../lib/backends/jit/libc.ts";
import { linux } from "./available.ts";

const ALL = 0xffff_ffff;

function sets(ecx: number, ebx: number, xcr0: number, leaves = 7): string[] {
  return supportedSets(
    (leaf) => ({ eax: leaf === 0 ? leaves : 0, ebx: leaf === 7 ? ebx : 0, ecx }),
    () => xcr0,
  );
}

Deno.test("jit: an instruction set takes the processor's and the system's support", () => {
  assertEquals(sets(ALL, ALL, 0xe7), ["AVX-512", "AVX2"]);
  assertEquals(sets(ALL, ALL, 0x07), ["AVX2"], "zmm is not saved");
  assertEquals(sets(ALL, ALL, 0x67), ["AVX2"], "zmm16 and up are not saved");
  assertEquals(sets(ALL, ALL & ~(1 << 16), 0xe7), ["AVX2"], "no AVX-512F");
  assertEquals(sets(ALL, ALL & ~(1 << 30), 0xe7), ["AVX2"], "no AVX-512BW");
  assertEquals(sets(ALL, ALL & ~(1 << 5), 0xe7), [], "no AVX2");
  assertEquals(sets(ALL & ~(1 << 12), ALL, 0xe7), [], "no FMA");
  assertEquals(sets(ALL & ~(1 << 27), ALL, 0xe7), [], "no XGETBV");
  assertEquals(sets(ALL, ALL, 0x01), [], "ymm is not saved");
  assertEquals(sets(ALL, ALL, 0xe7, 6), [], "CPUID knows no leaf 7");
});

linux("jit: CPUID agrees with what the system says of the processor", () => {
  const flags = shell("grep -m 1 ^flags /proc/cpuinfo").trim().split(" ");
  using memory = new CodeMemory(openLibc());
  const expected = ["avx512bw", "avx2"].filter((flag) => flags.includes(flag));
  const names: Record<string, string> = { "AVX-512": "avx512bw", AVX2: "avx2" };
  assertEquals(instructionSets(memory).map((set) => names[set]), expected);
  assertEquals(memory.size, 0);
});

linux("jit: code is called with two addresses, and its pages cannot be written", () => {
  using memory = new CodeMemory(openLibc());
  // *key = element
  const code = memory.install(new Assembler().store(at(RDI), RSI).ret().code());
  const word = new BigUint64Array(1);
  memory.call(code, memory.addressOf(new Uint8Array(word.buffer)), 42n);
  assertEquals(word[0], 42n);
  const map = pages(code.address);
  assert(map.includes("r-xp"), map);
  memory.remove(code);
  assertEquals([memory.size, pages(code.address)], [0, ""]);
});

linux("jit: a system that lets no new code run is refused, and nothing is left behind", () => {
  let mapped = 0;
  const real = openLibc();
  const libc = {
    ...real,
    symbols: {
      ...real.symbols,
      mmap: (...all: Parameters<typeof real.symbols.mmap>) => (mapped++, real.symbols.mmap(...all)),
      munmap: (address: bigint, bytes: bigint) => (mapped--, real.symbols.munmap(address, bytes)),
      mprotect: () => -1,
    },
  } as OpenLibc;
  using memory = new CodeMemory(libc);
  const install = () => memory.install(new Assembler().moveImmediate(RAX, 1).ret().code());
  assertThrows(install, Deno.errors.NotSupported, "lets no memory that was written run as code");
  assertEquals([mapped, memory.size], [0, 0]);
});

/** The line of this process's map for an address. */
function pages(address: bigint): string {
  return shell(`grep ^${address.toString(16)}- /proc/${Deno.pid}/maps`);
}

/** What a command prints: Deno itself reads /proc with all permissions only. */
function shell(command: string): string {
  const { stdout } = new Deno.Command("sh", { args: ["-c", command] }).outputSync();
  return new TextDecoder().decode(stdout);
}
