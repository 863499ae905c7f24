/**
 * What a vector is: an instruction set and an element type.
 *
 * @module
 */

import type { DType } from "../../matrix/matrix.ts";
import type { Assembler } from "./assembler.ts";
import type { InstructionSet } from "./cpu.ts";
import {
  at,
  INSTRUCTIONS,
  type Memory,
  RAX,
  type VectorInstruction,
  type Width,
} from "./instructions.ts";

/** Instructions that exist in both element types. */
type Name = "load" | "store" | "add" | "sub" | "mul" | "fma" | "splat" | "maskload" | "maskstore";

/** AVX-512's mask of the last vector of a row, k1; AVX2's, a vector register where there is a mask. */
const MASK_512 = 1, MASK_256 = 15;

/** Rows that a tile may have, the best first. */
const TILE_ROWS = [12, 8, 6, 4];

/** Vectors of one width and element type, and the instructions on them. */
export class Vectors {
  readonly width: Width;
  /** Bytes of an element. */
  readonly size: 4 | 8;
  /** Elements of a vector. */
  readonly lanes: number;
  /** Bytes of a vector. */
  readonly bytes: number;
  readonly registers: number;
  /** Rows of pixels that are transposed at a time. */
  readonly group: number;

  constructor(readonly set: InstructionSet, readonly dtype: DType) {
    this.width = set === "AVX-512" ? 512 : 256;
    this.size = dtype === "float64" ? 8 : 4;
    this.bytes = this.width / 8;
    this.lanes = this.bytes / this.size;
    this.registers = set === "AVX-512" ? 32 : 16;
    this.group = this.width / 32;
  }

  /** The instruction for the element type. */
  op(name: Name): VectorInstruction {
    return INSTRUCTIONS[`${name}${this.size === 8 ? "pd" : "ps"}`];
  }

  /** Vectors that a tile is wide at most; AVX2 has a register less with a mask. */
  widest(masked: boolean): number {
    return this.set === "AVX2" && masked ? 2 : 3;
  }

  /** Rows of a tile so many vectors wide: as many as leave registers for a row of b and an element of a. */
  tileRows(vectors: number, masked: boolean): number {
    const free = this.registers - Number(this.set === "AVX2" && masked);
    return TILE_ROWS.find((rows) => (rows + 1) * vectors + 1 <= free)!;
  }

  /** Vectors of a tile of so many rows, at most. */
  tileVectors(rows: number): number {
    return Math.floor((this.registers - 1) / (rows + 1));
  }

  /**
   * Sets the mask of the last vector up, of which `tail` lanes count; 0: all.
   *
   * @param ones Native address of 8 words of ones and then 8 of zeros, 32 bits each.
   */
  emitMask(a: Assembler, tail: number, ones: bigint): void {
    if (tail === 0) return;
    a.moveImmediate(
      RAX,
      this.width === 512 ? (1 << tail) - 1 : ones + BigInt(32 - tail * this.size),
    );
    if (this.width === 512) a.moveMask(MASK_512, RAX);
    else a.vector(INSTRUCTIONS.loadps, 256, MASK_256, 0, at(RAX));
  }

  /** Reads a vector, or the lanes of it that count, and zeros in the others. */
  emitLoad(a: Assembler, to: number, from: Memory, masked = false): void {
    if (!masked) a.vector(this.op("load"), this.width, to, 0, from);
    else if (this.width === 256) a.vector(this.op("maskload"), 256, to, MASK_256, from);
    else a.vector(this.op("load"), 512, to, 0, from, { mask: MASK_512, zero: true });
  }

  /** Writes a vector, or the lanes of it that count. */
  emitStore(a: Assembler, to: Memory, from: number, masked = false): void {
    if (!masked) a.vector(this.op("store"), this.width, from, 0, to);
    else if (this.width === 256) a.vector(this.op("maskstore"), 256, from, MASK_256, to);
    else a.vector(this.op("store"), 512, from, 0, to, { mask: MASK_512 });
  }

  /** Reads as many uint8 as a vector has lanes, as floats. */
  emitLoadPixels(a: Assembler, to: number, from: Memory): void {
    const half = this.size === 8 ? this.width / 2 as Width : this.width;
    a.vector(INSTRUCTIONS.widen, half, to, 0, from);
    a.vector(INSTRUCTIONS[this.size === 8 ? "convertpd" : "convertps"], this.width, to, 0, to);
  }
}
