/**
 * Rows of pixels become what tiles read: uint8 is transposed in registers, four or eight times as
 * little to move as the floats would be, and then widened.
 *
 * @module
 */

import { type Assembler, Label } from "./assembler.ts";
import {
  at,
  indexed,
  INSTRUCTIONS,
  R10,
  R11,
  R12,
  R13,
  R8,
  R9,
  RAX,
  RBP,
  RBX,
  RCX,
  RDX,
  RSI,
} from "./instructions.ts";
import { CACHE_LINE, type Plan, READ_ON, type Shape } from "./plan.ts";
import { emitCentre, emitImage, inScratch } from "./prepare.ts";
import { word } from "./task.ts";
import type { Vectors } from "./vectors.ts";

/**
 * `count` rows of pixels from the index at R13 on become floats at RBP: vector by vector of rows, and
 * for each of them one step of k after the other. R8: image 0 at this block of k, R10: its length, RBX:
 * the mean there. Changes R9, R11, RAX, RCX, RDX, RSI.
 *
 * A vector of bytes of each image is read at a time. Where the block does not end with one, the last
 * starts earlier and overlaps the one before: what is written twice is written alike.
 *
 * @param then Emits what is to be done with the steps from RDX on, a vector of bytes or what is left,
 *   while they are in the cache; leaves RDX and R10 as they are.
 */
export function emitTransposeRows(
  a: Assembler,
  v: Vectors,
  shape: Shape,
  plan: Plan,
  count: number,
  then: () => void,
): void {
  const groups = Math.ceil(count / v.group);
  emitLines(a, shape, plan, count, groups * v.group - count + READ_ON);
  a.moveImmediate(RDX, 0);
  const top = a.here();
  a.push(RDX);
  if (shape.k % v.bytes > 0) {
    const whole = new Label();
    a.address(RAX, at(RDX, v.bytes)).compare(RAX, R10).jump("lessOrEqual", whole);
    a.address(RDX, at(R10, -v.bytes));
    a.place(whole);
  }
  if (shape.scaled) a.load(RCX, word("scale"));
  a.multiplyImmediate(RAX, RDX, plan.aStep).add(RAX, RBP);
  a.address(RSI, inScratch(plan, "lines")).moveImmediate(R11, groups);
  a.countDown(R11, () => {
    emitTransposeGroup(a, v, shape, plan);
    a.addImmediate(RAX, v.group / v.lanes * plan.aVector);
    a.addImmediate(RSI, 8 * plan.lines * v.group);
  });
  a.pop(RDX);
  then();
  a.addImmediate(RDX, v.bytes).compare(RDX, R10).jump("less", top);
}

/**
 * The addresses of the cache lines of `count` images at this block of k, and of the last one again as
 * often as somebody reads on. Those of the first block are asked for.
 */
function emitLines(a: Assembler, shape: Shape, plan: Plan, count: number, padding: number): void {
  a.move(RDX, R13).address(RSI, inScratch(plan, "lines")).moveImmediate(RCX, count + padding);
  a.countDown(RCX, () => {
    const known = new Label(), last = new Label();
    emitImage(a, RDX, shape.k, R8);
    a.compareImmediate(R12, 0).jump("nonzero", known);
    for (let i = 0; i < plan.block; i += CACHE_LINE) a.prefetch(at(R9, i));
    a.place(known);
    for (let i = 0; i < plan.lines; i++) a.store(at(RSI, 8 * i), R9).addImmediate(R9, CACHE_LINE);
    a.addImmediate(RSI, 8 * plan.lines).compareImmediate(RCX, padding + 1);
    a.jump("lessOrEqual", last).addImmediate(RDX, 4);
    a.place(last);
  });
}

/** A vector of bytes from RDX on of the images whose lines are at RSI, to RAX. */
function emitTransposeGroup(a: Assembler, v: Vectors, { scaled }: Shape, plan: Plan): void {
  const { group, width, size, lanes } = v, { aStep, aVector } = plan;
  for (let i = 0; i < group; i++) {
    a.load(R9, at(RSI, 8 * plan.lines * i));
    a.vector(INSTRUCTIONS.loadps, width, i, 0, indexed(R9, RDX, 1));
  }
  emitTranspose(a, v).forEach((register, i) => {
    a.vector(INSTRUCTIONS.storeps, width, register, 0, inScratch(plan, "bytes", i * v.bytes));
  });
  const [value, mean, scale] = [0, 1, 2], splat = v.op("splat");
  for (let column = 0; column < v.bytes; column++) {
    a.vector(splat, width, mean, 0, indexed(RBX, RDX, size, column * size));
    if (scaled) a.vector(splat, width, scale, 0, indexed(RCX, RDX, size, column * size));
    for (let i = 0; i < group / lanes; i++) {
      v.emitLoadPixels(a, value, inScratch(plan, "bytes", transposedAt(v, column) + i * lanes));
      emitCentre(a, v, value, mean, scaled ? scale : undefined);
      v.emitStore(a, at(RAX, column * aStep + i * aVector), value);
    }
  }
}

/**
 * Transposes as many vectors of bytes as there are rows in a group, within each 128 bits. A bit of a
 * byte's place that told the vector tells the byte after each round of interleaving, and the other way
 * round.
 *
 * @returns The registers with the result, in order.
 */
function emitTranspose(a: Assembler, { group, width }: Vectors): number[] {
  let registers = Array.from({ length: group }, (_, i) => i), free = group;
  for (let bit = 1; bit < group; bit *= 2) {
    const next: number[] = [];
    for (let i = 0; i < group / 2; i++) {
      const [low, high] = [registers[i], registers[i + group / 2]];
      a.vector(INSTRUCTIONS.interleaveLow, width, free, low, high);
      a.vector(INSTRUCTIONS.interleaveHigh, width, high, low, high);
      next.push(free, high);
      free = low;
    }
    registers = next;
  }
  return registers;
}

/** Where a column's bytes lie in the transposed vectors. */
function transposedAt({ group, bytes }: Vectors, column: number): number {
  const inLane = column % 16 * group;
  return Math.floor(inLane / 16) * bytes + Math.floor(column / 16) * 16 + inLane % 16;
}
