/**
 * Columns of the output that are too few for a vector: their lanes are rows of the output instead. Their
 * sums lie column by column in the thread's scratch, and are added to the output element by element.
 *
 * @module
 */

import { type Assembler, Label } from "./assembler.ts";
import { at, R11, R12, R14, R9, RSI } from "./instructions.ts";
import { acrossBytes, type Plan, type Shape } from "./plan.ts";
import { emitCopy, inScratch } from "./prepare.ts";
import type { Vectors } from "./vectors.ts";

/** The sums of so many vectors of rows become 0. */
export function emitClearAcross(a: Assembler, v: Vectors, plan: Plan, vectors: number): void {
  a.zeroVector(0);
  forEach(v, plan, vectors, (offset) => v.emitStore(a, inScratch(plan, "across", offset), 0));
}

/** The sums are added to `count` rows of the output at R14. Changes R9, R11, RDX, RSI. */
export function emitAddAcross(
  a: Assembler,
  v: Vectors,
  { m }: Shape,
  plan: Plan,
  count: number,
): void {
  const { size } = v, column = acrossBytes(v, plan), before = plan.across * column;
  const copy = (scratch: number, isBack: boolean) => {
    a.address(RSI, inScratch(plan, "across", scratch));
    a.address(R9, at(R14, (m - plan.across) * size));
    a.moveImmediate(R11, count).countDown(R11, () => {
      for (let c = 0; c < plan.across; c++) {
        const [copied, out] = [at(RSI, c * column), at(R9, c * size)];
        if (isBack) emitCopy(a, v, out, copied);
        else emitCopy(a, v, copied, out);
      }
      a.addImmediate(RSI, size).addImmediate(R9, m * size);
    });
  };
  const done = new Label();
  a.compareImmediate(R12, 0).jump("zero", done);
  copy(before, false);
  forEach(v, plan, Math.ceil(count / v.lanes), (offset) => {
    const sums = inScratch(plan, "across", offset);
    v.emitLoad(a, 0, sums);
    v.emitLoad(a, 1, inScratch(plan, "across", before + offset));
    a.vector(v.op("add"), v.width, 0, 0, 1);
    v.emitStore(a, sums, 0);
  });
  a.place(done);
  copy(0, true);
}

function forEach(
  v: Vectors,
  plan: Plan,
  vectors: number,
  visit: (offset: number) => void,
): void {
  for (let c = 0; c < plan.across; c++) {
    for (let i = 0; i < vectors; i++) visit(c * acrossBytes(v, plan) + i * v.bytes);
  }
}
