/**
 * The micro-kernel: rows × vectors of the output stay in registers while k runs, and are then stored
 * or added to what is there.
 *
 * @module
 */

import { type Assembler, Label } from "./assembler.ts";
import { at, type Memory, R10, R12, R9, RAX, RCX, RDX } from "./instructions.ts";
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
  /** Bytes from step to step of k in b. */
  readonly bStep: number;
  /** Bytes from row to row of the output. */
  readonly outRow: number;
}

/** Steps of k between two jumps. */
const UNROLLED = 4;

/**
 * A subroutine: RAX: a, RCX: b, R9: the output, R10: steps of k, at least 1; R12: whether the sums
 * are added to the output. Changes RAX, RCX, RDX and vectors.
 */
export function emitTile(a: Assembler, v: Vectors, t: Tile): void {
  const sums = t.rows * t.vectors, element = sums + t.vectors;
  for (let i = 0; i < sums; i++) a.zeroVector(i);
  a.move(RDX, R10).shiftRight(RDX, Math.log2(UNROLLED));
  a.countDown(RDX, () => emitSteps(a, v, t, UNROLLED));
  a.move(RDX, R10).andImmediate(RDX, UNROLLED - 1);
  a.countDown(RDX, () => emitSteps(a, v, t, 1));
  const store = new Label();
  a.compareImmediate(R12, 0).jump("zero", store);
  forEach(v, t, (r, c, place, masked) => {
    v.emitLoad(a, element, place, masked);
    a.vector(v.op("add"), v.width, r * t.vectors + c, r * t.vectors + c, element);
  });
  a.place(store);
  forEach(v, t, (r, c, place, masked) => v.emitStore(a, place, r * t.vectors + c, masked));
  a.ret();
}

/** A row of b, and each row's element of a times it. */
function emitSteps(a: Assembler, v: Vectors, t: Tile, count: number): void {
  const b = t.rows * t.vectors, element = b + t.vectors;
  for (let step = 0; step < count; step++) {
    for (let c = 0; c < t.vectors; c++) {
      const masked = t.masked && !t.packed && c === t.vectors - 1;
      v.emitLoad(a, b + c, at(RCX, step * t.bStep + c * v.bytes), masked);
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

type Visit = (row: number, vector: number, place: Memory, masked: boolean) => void;

function forEach(v: Vectors, t: Tile, visit: Visit): void {
  for (let r = 0; r < t.rows; r++) {
    for (let c = 0; c < t.vectors; c++) {
      visit(r, c, at(R9, r * t.outRow + c * v.bytes), t.masked && c === t.vectors - 1);
    }
  }
}
