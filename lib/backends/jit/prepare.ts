/**
 * What comes before the tiles: a transposed a is brought together, and b is packed; pixels become floats
 * less the mean on the way.
 *
 * Where a row does not end with a vector, its last vector starts earlier and overlaps the one before:
 * nothing is read beyond the row, and what is written twice is written alike. So a row must be as
 * long as a vector.
 *
 * @module
 */

import type { Assembler } from "./assembler.ts";
import {
  at,
  indexed,
  type Memory,
  R10,
  R11,
  R13,
  R14,
  R15,
  R8,
  R9,
  RAX,
  RBP,
  RCX,
  RDX,
  RSI,
} from "./instructions.ts";
import type { Plan, Scratch, Shape } from "./plan.ts";
import { emitPanels, word } from "./task.ts";
import type { Vectors } from "./vectors.ts";

/** Rows of b that are asked for before they are packed: each lies in pages of its own. */
const AHEAD = 8;

/** A place in the thread's scratch. */
export function inScratch({ scratch }: Plan, part: keyof Scratch, offset = 0): Memory {
  return at(RBP, scratch[part] - scratch.floats + offset);
}

/**
 * `count` columns from R13 on, of R10 rows of a transposed a, come together at RBP. R8: where the
 * task's columns start. Changes R9, R11, RAX, RCX, RDX, RSI.
 */
export function emitGatherColumns(
  a: Assembler,
  v: Vectors,
  shape: Shape,
  plan: Plan,
  count: number,
): void {
  const { n, pixels, scaled } = shape, starts = vectorStarts(v, count);
  a.move(RSI, RBP).move(R9, R13);
  if (pixels) {
    a.move(RAX, R13).subtract(RAX, R8); // columns before these
    a.load(RCX, word("mean"));
    starts.forEach((start, i) => v.emitLoad(a, 1 + i, indexed(RCX, RAX, v.size, start * v.size)) // stays there
    );
    if (scaled) a.load(RCX, word("scale")).address(RCX, indexed(RCX, RAX, v.size));
    a.load(RDX, word("index"));
  }
  a.move(R11, R10).countDown(R11, () => {
    if (pixels) {
      emitImage(a, RDX, n, R13);
      a.addImmediate(RDX, 4).prefetch(at(R9, 64));
    }
    starts.forEach((start, i) => {
      if (pixels) {
        v.emitLoadPixels(a, 0, at(R9, start));
        emitCentre(a, v, 0, 1 + i, scaled ? at(RCX, start * v.size) : undefined);
      } else v.emitLoad(a, 0, at(R9, start * v.size));
      v.emitStore(a, at(RSI, start * v.size), 0);
    });
    if (!pixels) a.addImmediate(R9, n * v.size);
    a.addImmediate(RSI, plan.aStep);
  });
}

/** R9 = the address of an image, whose number lies at `index`, from `base` on. */
export function emitImage(a: Assembler, index: number, bytes: number, base: number): void {
  a.loadInt32(R9, at(index)).multiplyImmediate(R9, R9, bytes).add(R9, base);
}

/** A vector of pixels, less the mean and times the scale. */
export function emitCentre(
  a: Assembler,
  v: Vectors,
  register: number,
  mean: number,
  scale?: Memory | number,
): void {
  a.vector(v.op("sub"), v.width, register, register, mean);
  if (scale !== undefined) a.vector(v.op("mul"), v.width, register, register, scale);
}

function vectorStarts(v: Vectors, count: number): number[] {
  return Array.from(
    { length: Math.ceil(count / v.lanes) },
    (_, i) => Math.min(i * v.lanes, count - v.lanes),
  );
}

/**
 * A subroutine: R10 rows of b from R15 on are copied to the panels behind a's floats. Changes R9,
 * R11, R13, R14, RAX, RCX, RDX, RSI.
 */
export function emitPack(a: Assembler, v: Vectors, shape: Shape, plan: Plan): void {
  if (shape.transposedB) emitPackTransposed(a, v, shape, plan);
  else emitPackRows(a, v, shape, plan);
  a.ret();
}

/** Bytes from panel to panel of the packed b, and from row to row of each. */
export function panelBytes(v: Vectors, plan: Plan): { panel: number; row: number } {
  const row = plan.wide * v.bytes;
  return { panel: row * plan.block, row };
}

function emitPackRows(a: Assembler, v: Vectors, shape: Shape, plan: Plan): void {
  const { panel, row } = panelBytes(v, plan);
  a.move(R9, R15).address(R11, inScratch(plan, "packed")).move(RSI, R10);
  a.countDown(RSI, () => {
    a.move(RCX, R9).move(R13, R11);
    emitPanels(a, plan, (vectors, masked) => {
      for (let c = 0; c < vectors; c++) {
        v.emitLoad(a, c, at(RCX, c * v.bytes), masked && c === vectors - 1);
      }
      for (let c = 0; c < vectors; c++) v.emitStore(a, at(R13, c * v.bytes), c);
      for (let c = 0; c < vectors; c++) a.prefetch(at(RCX, AHEAD * shape.m * v.size + c * v.bytes));
      a.addImmediate(RCX, vectors * v.bytes).addImmediate(R13, panel);
    });
    a.addImmediate(R9, shape.m * v.size).addImmediate(R11, row);
  });
}

function emitPackTransposed(a: Assembler, v: Vectors, shape: Shape, plan: Plan): void {
  const { panel, row } = panelBytes(v, plan);
  a.move(R9, R15).address(R11, inScratch(plan, "packed"));
  emitPanels(a, plan, (vectors, masked) => {
    const columns = vectors * v.lanes - (masked ? v.lanes - plan.tail : 0);
    a.move(R14, R11).moveImmediate(RSI, columns);
    a.countDown(RSI, () => {
      a.move(RCX, R9).move(R13, R14).move(RAX, R10);
      a.countDown(RAX, () => {
        emitCopy(a, v, at(R13), at(RCX));
        a.addImmediate(RCX, v.size).addImmediate(R13, row);
      });
      a.addImmediate(R9, shape.k * v.size).addImmediate(R14, v.size);
    });
    a.addImmediate(R11, panel);
  });
}

/** Copies an element; changes RDX. */
export function emitCopy(a: Assembler, { size }: Vectors, to: Memory, from: Memory): void {
  if (size === 8) a.load(RDX, from).store(to, RDX);
  else a.load32(RDX, from).store32(to, RDX);
}
