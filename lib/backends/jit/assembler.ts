/**
 * A small x86-64 assembler: the few dozen instructions that matrix kernels take.
 *
 * @module
 */

import { expectation } from "../../internal/checks.ts";
import {
  INSTRUCTIONS,
  type Memory,
  operandBytes,
  RBP,
  RSP,
  type VectorInstruction,
  type Width,
} from "./instructions.ts";

/** Which lanes an EVEX instruction works on. */
export interface Masking {
  /** k1 to k7. */
  readonly mask: number;
  /** Whether the other lanes become 0; else they stay as they are. */
  readonly zero?: boolean;
}

/** When a jump is taken, by the result of the last arithmetic or comparison. */
export type Condition = "always" | "zero" | "nonzero" | "less" | "lessOrEqual";

const CONDITIONS = { zero: 0x84, nonzero: 0x85, less: 0x8c, lessOrEqual: 0x8e } as const;

/** A place in the code, which jumps may lead to before it is known. */
export class Label {
  /** Bytes before it; -1 while it is not placed. */
  position = -1;
  /** Where displacements wait for it. */
  readonly uses: number[] = [];
}

/** Code as it grows. Registers are numbers, 64 bits wide where general. */
export class Assembler {
  #bytes = new Uint8Array(4096);
  #length = 0;

  /** Bytes so far. */
  get length(): number {
    return this.#length;
  }

  /** A copy of the code. */
  code(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.#length);
  }

  /** Bytes as they are. */
  raw(...bytes: number[]): this {
    for (const byte of bytes) this.#byte(byte);
    return this;
  }

  /** to = value, of up to 64 bits. */
  moveImmediate(to: number, value: number | bigint): this {
    this.raw(0x48 | to >> 3, 0xb8 | to & 7);
    let rest = BigInt.asUintN(64, BigInt(value));
    for (let i = 0; i < 8; i++, rest >>= 8n) this.#byte(Number(rest & 255n));
    return this;
  }

  /** to = from. */
  move(to: number, from: number): this {
    return this.#registers(0x89, from, to);
  }

  /** Reads 64 bits. */
  load(to: number, from: Memory): this {
    return this.#rexMemory(true, 0x8b, to, from);
  }

  /** Writes 64 bits. */
  store(to: Memory, from: number): this {
    return this.#rexMemory(true, 0x89, from, to);
  }

  /** Reads 32 bits; the upper half becomes 0. */
  load32(to: number, from: Memory): this {
    return this.#rexMemory(false, 0x8b, to, from);
  }

  /** Writes the lower 32 bits. */
  store32(to: Memory, from: number): this {
    return this.#rexMemory(false, 0x89, from, to);
  }

  /** Reads a 32-bit integer with its sign. */
  loadInt32(to: number, from: Memory): this {
    return this.#rexMemory(true, 0x63, to, from);
  }

  /** to = the address of the place. */
  address(to: number, of: Memory): this {
    return this.#rexMemory(true, 0x8d, to, of);
  }

  /** to += from. */
  add(to: number, from: number): this {
    return this.#registers(0x01, from, to);
  }

  /** to -= from. */
  subtract(to: number, from: number): this {
    return this.#registers(0x29, from, to);
  }

  /** Compares two registers, for a jump that follows. */
  compare(left: number, right: number): this {
    return this.#registers(0x39, right, left);
  }

  /** to += value. */
  addImmediate(to: number, value: number): this {
    return this.#arithmetic(0, to, value);
  }

  /** to &= value. */
  andImmediate(to: number, value: number): this {
    return this.#arithmetic(4, to, value);
  }

  /** Compares a register with a value, for a jump that follows. */
  compareImmediate(left: number, value: number): this {
    return this.#arithmetic(7, left, value);
  }

  /** to = from · value. */
  multiplyImmediate(to: number, from: number, value: number): this {
    this.raw(0x48 | to >> 3 << 2 | from >> 3, 0x69, 0xc0 | (to & 7) << 3 | from & 7);
    return this.#int32(value);
  }

  /** to >>= bits, without a sign. */
  shiftRight(to: number, bits: number): this {
    return this.raw(0x48 | to >> 3, 0xc1, 0xe8 | to & 7, bits);
  }

  push(...registers: number[]): this {
    for (const r of registers) r > 7 ? this.raw(0x41, 0x50 | r & 7) : this.raw(0x50 | r);
    return this;
  }

  pop(...registers: number[]): this {
    for (const r of registers) r > 7 ? this.raw(0x41, 0x58 | r & 7) : this.raw(0x58 | r);
    return this;
  }

  /** Brings a line into the first-level cache; any address will do. */
  prefetch(from: Memory): this {
    const rex = (from.index ?? 0) >> 3 << 1 | from.base >> 3;
    if (rex) this.#byte(0x40 | rex);
    this.raw(0x0f, 0x18);
    return this.#memory(1, from, 1);
  }

  /** What may be called through a pointer starts with this on processors that check it. */
  landingPad(): this {
    return this.raw(0xf3, 0x0f, 0x1e, 0xfa);
  }

  ret(): this {
    return this.raw(0xc3);
  }

  cpuid(): this {
    return this.raw(0x0f, 0xa2);
  }

  xgetbv(): this {
    return this.raw(0x0f, 0x01, 0xd0);
  }

  /** A label at this place. */
  here(): Label {
    const label = new Label();
    this.place(label);
    return label;
  }

  place(label: Label): void {
    label.position = this.#length;
    for (const use of label.uses) this.#patch(use, label);
  }

  jump(condition: Condition, to: Label): this {
    if (condition === "always") this.#byte(0xe9);
    else this.raw(0x0f, CONDITIONS[condition]);
    return this.#displacement(to);
  }

  call(label: Label): this {
    return this.raw(0xe8).#displacement(label);
  }

  /** Runs the body as often as a register says, and leaves 0 in it; never if it is 0. */
  countDown(counter: number, body: () => void): void {
    const end = new Label();
    this.compareImmediate(counter, 0).jump("lessOrEqual", end);
    const top = this.here();
    body();
    this.addImmediate(counter, -1).jump("nonzero", top);
    this.place(end);
  }

  /**
   * A vector instruction in Intel's order of operands; those with two have `second` 0. The VEX form
   * where it can say it all, else EVEX.
   */
  vector(
    instruction: VectorInstruction,
    width: Width,
    first: number,
    second: number,
    third: number | Memory,
    masking?: Masking,
  ): this {
    const wide = width === 512 || first > 15 || second > 15 || masking !== undefined ||
      typeof third === "number" && third > 15;
    if (wide) this.#evex(instruction, width, first, second, third, masking);
    else this.#vex(instruction, width, first, second, third);
    this.#byte(instruction.opcode);
    if (typeof third === "number") return this.raw(0xc0 | (first & 7) << 3 | third & 7);
    return this.#memory(first, third, wide ? operandBytes(instruction, width) : 1);
  }

  /** All of a vector register becomes 0. */
  zeroVector(register: number): this {
    const width = register > 15 ? 512 : 128;
    return this.vector(INSTRUCTIONS.xor, width, register, register, register);
  }

  /** Mask register k1 to k7 = the low 16 bits of RAX to RDI. */
  moveMask(mask: number, from: number): this {
    return this.raw(0xc5, 0xf8, 0x92, 0xc0 | mask << 3 | from);
  }

  /** Clears the upper halves, which code with older instructions would have to preserve. */
  zeroUpper(): this {
    return this.raw(0xc5, 0xf8, 0x77);
  }

  #vex(
    { w, vexW0, prefix, map }: VectorInstruction,
    width: Width,
    first: number,
    second: number,
    third: number | Memory,
  ): void {
    const [x, b] = upperBits(third);
    this.#byte(0xc4);
    this.#byte((~first >> 3 & 1) << 7 | (x ^ 1) << 6 | (b ^ 1) << 5 | map);
    this.#byte((vexW0 ? 0 : w) << 7 | (~second & 15) << 3 | (width === 256 ? 4 : 0) | prefix);
  }

  #evex(
    { w, prefix, map }: VectorInstruction,
    width: Width,
    first: number,
    second: number,
    third: number | Memory,
    masking?: Masking,
  ): void {
    let [x, b] = upperBits(third);
    if (typeof third === "number") x = third >> 4 & 1;
    const length = width === 512 ? 2 : width === 256 ? 1 : 0, high = ~first >> 4 & 1;
    this.#byte(0x62);
    this.#byte((~first >> 3 & 1) << 7 | (x ^ 1) << 6 | (b ^ 1) << 5 | high << 4 | map);
    this.#byte(w << 7 | (~second & 15) << 3 | 4 | prefix);
    const { mask = 0, zero = false } = masking ?? {};
    this.#byte(Number(zero) << 7 | length << 5 | (~second >> 4 & 1) << 3 | mask);
  }

  #registers(opcode: number, reg: number, rm: number): this {
    return this.raw(0x48 | reg >> 3 << 2 | rm >> 3, opcode, 0xc0 | (reg & 7) << 3 | rm & 7);
  }

  #rexMemory(wide: boolean, opcode: number, reg: number, memory: Memory): this {
    const [x, b] = upperBits(memory);
    const rex = Number(wide) << 3 | reg >> 3 << 2 | x << 1 | b;
    if (rex) this.#byte(0x40 | rex);
    return this.raw(opcode).#memory(reg, memory, 1);
  }

  #arithmetic(extension: number, to: number, value: number): this {
    const modrm = 0xc0 | extension << 3 | to & 7;
    if (fitsByte(value)) return this.raw(0x48 | to >> 3, 0x83, modrm, value);
    return this.raw(0x48 | to >> 3, 0x81, modrm).#int32(value);
  }

  /** ModRM, SIB and displacement; one of 8 bits counts in units of `unit` bytes. */
  #memory(reg: number, { base, disp, index, scale = 1 }: Memory, unit: number): this {
    const short = disp % unit === 0 && fitsByte(disp / unit);
    const mod = disp === 0 && (base & 7) !== RBP ? 0 : short ? 1 : 2;
    const sib = index !== undefined || (base & 7) === RSP;
    this.#byte(mod << 6 | (reg & 7) << 3 | (sib ? 4 : base & 7));
    if (sib) this.#byte(Math.log2(scale) << 6 | ((index ?? RSP) & 7) << 3 | base & 7);
    if (mod === 1) this.#byte(disp / unit);
    return mod === 2 ? this.#int32(disp) : this;
  }

  #displacement(to: Label): this {
    const use = this.#length;
    this.#int32(0);
    if (to.position >= 0) this.#patch(use, to);
    else to.uses.push(use);
    return this;
  }

  #patch(use: number, { position }: Label): void {
    new DataView(this.#bytes.buffer).setInt32(use, position - (use + 4), true);
  }

  #int32(value: number): this {
    if (value !== (value | 0)) {
      throw new RangeError(expectation("value", "an integer of 32 bits", value));
    }
    return this.raw(value, value >> 8, value >> 16, value >> 24);
  }

  #byte(value: number): void {
    if (this.#length === this.#bytes.length) {
      const grown = new Uint8Array(2 * this.#length);
      grown.set(this.#bytes);
      this.#bytes = grown;
    }
    this.#bytes[this.#length++] = value;
  }
}

/** The fourth bits of index and base, or of a register. */
function upperBits(rm: number | Memory): [number, number] {
  return typeof rm === "number" ? [0, rm >> 3 & 1] : [(rm.index ?? 0) >> 3, rm.base >> 3];
}

function fitsByte(value: number): boolean {
  return value >= -128 && value < 128;
}
