/**
 * What this processor can do, by CPUID and XGETBV.
 *
 * @module
 */

import { Assembler } from "./assembler.ts";
import type { CodeMemory } from "./code_memory.ts";
import { at, R8, RAX, RBX, RCX, RDI, RDX } from "./instructions.ts";
import { notSupported } from "./libc.ts";

/** Vector instructions: with FMA either way, vectors of 512 or 256 bits. */
export type InstructionSet = "AVX-512" | "AVX2";

/** Registers of a leaf of CPUID. */
interface Leaf {
  readonly eax: number;
  readonly ebx: number;
  readonly ecx: number;
}

/** XCR0's bits: the system saves xmm and ymm; and k, zmm0 to zmm31. */
const SAVES_YMM = 0x06, SAVES_ZMM = 0xe6;

/**
 * The instruction sets that both the processor and the system support, the best one first.
 *
 * @throws {Deno.errors.NotSupported} If there is none, or no code can run at all.
 */
export function instructionSets(memory: CodeMemory): InstructionSet[] {
  const words = new Uint32Array(6), bytes = new Uint8Array(words.buffer);
  const address = memory.addressOf(bytes);
  const run = (code: Uint8Array<ArrayBuffer>) => {
    const installed = memory.install(code);
    memory.call(installed, address);
    memory.remove(installed);
  };
  const cpuid = (leaf: number): Leaf => {
    words.set([leaf, 0]);
    run(cpuidCode());
    return { eax: words[2], ebx: words[3], ecx: words[4] };
  };
  const xcr0 = () => {
    run(xgetbvCode());
    return words[2];
  };
  const sets = supportedSets(cpuid, xcr0);
  // Whoever is given an address keeps what it points to: without a use, it might be collected.
  if (bytes.length === 0 || sets.length === 0) {
    throw notSupported("the processor, or the system on it, has no AVX2 with FMA");
  }
  return sets;
}

/** The same, from what the instructions answer. */
export function supportedSets(cpuid: (leaf: number) => Leaf, xcr0: () => number): InstructionSet[] {
  if (cpuid(0).eax < 7) return [];
  const { ecx } = cpuid(1), { ebx } = cpuid(7);
  const [fma, osxsave] = [bit(ecx, 12), bit(ecx, 27)],
    [avx2, avx512] = [bit(ebx, 5), bit(ebx, 16) && bit(ebx, 30)]; // its F and its BW
  if (!fma || !osxsave || !avx2) return [];
  const saved = xcr0();
  if ((saved & SAVES_YMM) !== SAVES_YMM) return [];
  return avx512 && (saved & SAVES_ZMM) === SAVES_ZMM ? ["AVX-512", "AVX2"] : ["AVX2"];
}

function bit(word: number, index: number): boolean {
  return (word >>> index & 1) === 1;
}

/** Reads leaf and subleaf from the words at its argument, writes eax to edx behind them. */
function cpuidCode(): Uint8Array<ArrayBuffer> {
  const a = new Assembler().landingPad().push(RBX).move(R8, RDI);
  a.load32(RAX, at(R8)).load32(RCX, at(R8, 4)).cpuid();
  a.store32(at(R8, 8), RAX).store32(at(R8, 12), RBX).store32(at(R8, 16), RCX);
  return a.store32(at(R8, 20), RDX).pop(RBX).ret().code();
}

function xgetbvCode(): Uint8Array<ArrayBuffer> {
  const a = new Assembler().landingPad().moveImmediate(RCX, 0).xgetbv();
  return a.store32(at(RDI, 8), RAX).ret().code();
}
