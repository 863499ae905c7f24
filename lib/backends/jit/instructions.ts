/**
 * Registers, operands and the vector instructions that matrix kernels take.
 *
 * Source: Intel 64 and IA-32 Architectures Software Developer's Manual, volume 2.
 *
 * @module
 */

// General registers, by their numbers in an instruction.
export const RAX = 0, RCX = 1, RDX = 2, RBX = 3, RSP = 4, RBP = 5, RSI = 6, RDI = 7;
export const R8 = 8, R9 = 9, R10 = 10, R11 = 11, R12 = 12, R13 = 13, R14 = 14, R15 = 15;

/** A place in memory: base + index · scale + disp. */
export interface Memory {
  readonly base: number;
  readonly disp: number;
  readonly index?: number;
  readonly scale?: 1 | 2 | 4 | 8;
}

/** The place `disp` bytes behind the address in a register. */
export function at(base: number, disp = 0): Memory {
  return { base, disp };
}

/** The place `disp` bytes behind base + index · scale. */
export function indexed(base: number, index: number, scale: 1 | 4 | 8, disp = 0): Memory {
  return { base, index, scale, disp };
}

/** Bits of a vector. */
export type Width = 128 | 256 | 512;

/** An instruction on vectors. */
export interface VectorInstruction {
  /** The mandatory prefix: 0: none, 1: 66, 2: F3. */
  readonly prefix: 0 | 1 | 2;
  /** The opcode map: 1: 0F, 2: 0F38. */
  readonly map: 1 | 2;
  readonly opcode: number;
  /** The W bit of the EVEX form, and of the VEX form unless that ignores it. */
  readonly w: 0 | 1;
  /** Whether the VEX form has W = 0 whatever the EVEX form has. */
  readonly vexW0?: true;
  /** What part of the vector's bytes a memory operand has: EVEX counts an 8-bit displacement in it. */
  readonly operand?: "half" | "quarter" | "element32" | "element64";
}

const PS = { prefix: 0, map: 1, w: 0 } as const;
const PD = { prefix: 1, map: 1, w: 1, vexW0: true } as const;
const MAP2 = { prefix: 1, map: 2 } as const;

/** The instructions, in both element types where they have one. */
export const INSTRUCTIONS = {
  loadps: { ...PS, opcode: 0x10 },
  loadpd: { ...PD, opcode: 0x10 },
  storeps: { ...PS, opcode: 0x11 },
  storepd: { ...PD, opcode: 0x11 },
  addps: { ...PS, opcode: 0x58 },
  addpd: { ...PD, opcode: 0x58 },
  mulps: { ...PS, opcode: 0x59 },
  mulpd: { ...PD, opcode: 0x59 },
  subps: { ...PS, opcode: 0x5c },
  subpd: { ...PD, opcode: 0x5c },
  /** first += second · third, rounded once. */
  fmaps: { ...MAP2, opcode: 0xb8, w: 0 },
  fmapd: { ...MAP2, opcode: 0xb8, w: 1 },
  /** One element in all lanes. */
  splatps: { ...MAP2, opcode: 0x18, w: 0, operand: "element32" },
  splatpd: { ...MAP2, opcode: 0x19, w: 1, vexW0: true, operand: "element64" },
  /** AVX2's masked moves: the mask is a vector, in the place of the second operand. */
  maskloadps: { ...MAP2, opcode: 0x2c, w: 0 },
  maskloadpd: { ...MAP2, opcode: 0x2d, w: 0 },
  maskstoreps: { ...MAP2, opcode: 0x2e, w: 0 },
  maskstorepd: { ...MAP2, opcode: 0x2f, w: 0 },
  /** uint8 to int32. */
  widen: { ...MAP2, opcode: 0x31, w: 0, operand: "quarter" },
  /** int32 to float32. */
  convertps: { ...PS, opcode: 0x5b },
  /** int32 to float64, from a vector of half the width. */
  convertpd: { prefix: 2, map: 1, opcode: 0xe6, w: 0, operand: "half" },
  /** uint8 of two vectors in turn, from the lower or upper half of each 128 bits. */
  interleaveLow: { prefix: 1, map: 1, opcode: 0x60, w: 0 },
  interleaveHigh: { prefix: 1, map: 1, opcode: 0x68, w: 0 },
  xor: { prefix: 1, map: 1, opcode: 0xef, w: 0 },
} as const satisfies Record<string, VectorInstruction>;

/** Bytes of an instruction's memory operand. */
export function operandBytes({ operand }: VectorInstruction, width: Width): number {
  const bytes = width / 8;
  switch (operand) {
    case "half":
      return bytes / 2;
    case "quarter":
      return bytes / 4;
    case "element32":
      return 4;
    case "element64":
      return 8;
    default:
      return bytes;
  }
}
