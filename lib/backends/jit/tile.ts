/**
 * The micro-kernel: rows × vectors of the output stay in registers while k runs, and are then stored
 * or added to what is there.
 *
 * @module
 */

import { type Assembler, Label } from "./assembler.ts";
import { at, indexed, type Memory, R10, R12, R13, R9, RAX, RBX, RCX, RDX } from "./instructions.ts";
import type { Vectors } from "./vectors.ts";

/** A tile of the output, and how its operands lie. */
export interface Tile {
  readonly rows: number;
  /** Vectors of a row. */
  readonly vectors: number;
  /** Whether the last vector counts as far as the mask says. */
  readonly masked: boolean;
  /** Whether b is padded to whole vectors, so that no mask is needed to read it. */
  readonly packed: boolean;
  /** Bytes from row to row of a, and from step to step of k. */
  readonly aRow: number;
  readonly aStep: number;
  /** Bytes from step to step of k in b, and from vector to vector. */
  readonly bStep: number;
  readonly bVector: number;
  /** Bytes from row to row of the output. */
  readonly outRow: number;
  /** Asks for a cache line every few steps: that far behind the addresses at RBX, from 8 bytes on. */
  readonly ahead?: number;
  /** Whether the sums go on from the output, whatever R12 says. */
  readonly resumes?: boolean;
}

/** Steps of k between two jumps. */
const UNROLLED = 4;

/**
 * A subroutine: RAX: a, RCX: b, R9: the output, R10: steps of k, at least 1; R12: whether the sums
 * are added to the output. Changes RAX, RCX, RDX, R13 if lines are asked for, and vectors.
 */
export function emitTile(a: Assembler, v: Vectors, t: Tile): void {
  const sums = t.rows * t.vectors, element = sums + t.vectors;
  if (t.resumes) forEach(v, t, (sum, place, masked) => v.emitLoad(a, sum, place, masked));
  else for (let i = 0; i < sums; i++) a.zeroVector(i);
  a.move(RDX, R10).shiftRight(RDX, Math.log2(UNROLLED));
  a.countDown(RDX, () => {
    if (t.ahead) a.load(R13, indexed(RBX, RDX, 8)).prefetch(at(R13, t.ahead));
    emitSteps(a, v, t, UNROLLED);
  });
  a.move(RDX, R10).andImmediate(RDX, UNROLLED - 1);
  a.countDown(RDX, () => emitSteps(a, v, t, 1));
  if (!t.resumes) {
    const store = new Label();
    a.compareImmediate(R12, 0).jump("zero", store);
    forEach(v, t, (sum, place, masked) => {
      v.emitLoad(a, element, place, masked);
      a.vector(v.op("add"), v.width, sum, sum, element);
    });
    a.place(store);
  }
  forEach(v, t, (sum, place, masked) => v.emitStore(a, place, sum, masked));
  a.ret();
}

/** A row of b, and each row's element of a times it. */
function emitSteps(a: Assembler, v: Vectors, t: Tile, count: number): void {
  const b = t.rows * t.vectors, element = b + t.vectors;
  for (let step = 0; step < count; step++) {
    for (let c = 0; c < t.vectors; c++) {
      const masked = t.masked && !t.packed && c === t.vectors - 1;
      v.emitLoad(a, b + c, at(RCX, step * t.bStep + c * t.bVector), masked);
    }
    for (let r = 0; r < t.rows; r++) {
      a.vector(v.op("splat"), v.width, element, 0, at(RAX, r * t.aRow + step * t.aStep));
      for (let c = 0; c < t.vectors; c++) {
        a.vector(v.op("fma"), v.width, r * t.vectors + c, element, b + c);
      }
    }
  }
  a.addImmediate(RAX, count * t.aStep).addImmediate(RCX, count * t.bStep);
}

type Visit = (sum: number, place: Memory, masked: boolean) => void;

function forEach(v: Vectors, t: Tile, visit: Visit): void {
  for (let r = 0; r < t.rows; r++) {
    for (let c = 0; c < t.vectors; c++) {
      const place = at(R9, r * t.outRow + c * v.bytes);
      visit(r * t.vectors + c, place, t.masked && c === t.vectors - 1);
    }
  }
}
