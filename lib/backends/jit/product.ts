/**
 * The code of one task of a product: some rows and columns of the output.
 *
 * Registers that last: RDI: the task's record; R8: a, or image 0, at this block of k; R10: steps of
 * the block; R12: whether sums are added to the output; R13, R14: this chunk's rows of a and of the
 * output; R15: b at this block; RBX: the mean there; RBP: the thread's floats.
 *
 * @module
 */

import { emitAddAcross, emitClearAcross } from "./across.ts";
import { Assembler, Label } from "./assembler.ts";
import {
  at,
  R10,
  R11,
  R12,
  R13,
  R14,
  R15,
  R8,
  R9,
  RAX,
  RBP,
  RBX,
  RCX,
  RDX,
  RSI,
  RSP,
} from "./instructions.ts";
import { acrossBytes, type Plan, type Shape } from "./plan.ts";
import { emitGatherColumns, emitPack, inScratch, panelBytes } from "./prepare.ts";
import { countDownWord, emitPanels, word } from "./task.ts";
import { emitTile } from "./tile.ts";
import { emitTransposeRows } from "./transpose.ts";
import type { Vectors } from "./vectors.ts";

/** What System V's calling convention wants back unchanged. */
const SAVED = [RBX, RBP, R12, R13, R14, R15];

/**
 * The code, to be called with the record of a task.
 *
 * @param ones Native address of {@linkcode Vectors.emitMask}'s table.
 */
export function emitProduct(
  v: Vectors,
  shape: Shape,
  plan: Plan,
  ones: bigint,
): Uint8Array<ArrayBuffer> {
  return new ProductEmitter(v, shape, plan).emit(ones);
}

class ProductEmitter {
  readonly #a = new Assembler();
  /** Subroutines that are called: emitted at the end, once each. */
  readonly #subroutines = new Map<string, { label: Label; emit: () => void }>();

  constructor(readonly v: Vectors, readonly shape: Shape, readonly plan: Plan) {}

  emit(ones: bigint): Uint8Array<ArrayBuffer> {
    const a = this.#a, { plan: { block, tail }, shape: { k } } = this;
    a.landingPad().push(...SAVED);
    this.v.emitMask(a, tail, ones);
    a.load(R8, word("a")).load(R15, word("b")).load(R12, word("add"));
    a.load(RBX, word("mean")).load(RBP, word("scratch"));
    a.addImmediate(RBP, this.plan.scratch.floats);
    a.moveImmediate(RDX, Math.floor(k / block)).store(word("blocks"), RDX);
    countDownWord(a, "blocks", () => this.#block(block));
    if (k % block > 0) this.#block(k % block);
    a.zeroUpper().pop(...SAVED.toReversed()).ret();
    for (const { label, emit } of this.#subroutines.values()) {
      a.place(label);
      emit();
    }
    return a.code();
  }

  #call(name: string, emit: () => void): void {
    const known = this.#subroutines.get(name) ?? { label: new Label(), emit };
    this.#subroutines.set(name, known);
    this.#a.call(known.label);
  }

  #block(steps: number): void {
    this.#a.moveImmediate(R10, steps);
    this.#call("block", () => this.#emitBlock());
  }

  /** All rows of the task, for R10 steps of k. */
  #emitBlock(): void {
    const a = this.#a, { v, shape, plan } = this;
    if (plan.packed) this.#call("pack", () => emitPack(a, v, shape, plan));
    if (plan.way === "rows") a.load(R13, word("index"));
    else a.move(R13, R8);
    a.load(R14, word("out"));
    const rest = new Label(), end = new Label();
    a.load(RDX, word("chunks")).store(word("chunksLeft"), RDX);
    a.compareImmediate(RDX, 0).jump("zero", rest);
    countDownWord(a, "chunksLeft", () => this.#chunk(plan.chunk));
    a.place(rest);
    if (shape.n % plan.chunk > 0) {
      a.load(RDX, word("hasRest")).compareImmediate(RDX, 0).jump("zero", end);
      this.#chunk(shape.n % plan.chunk);
    }
    a.place(end);
    this.#advance();
    a.ret();
  }

  /** On to the next block of k. */
  #advance(): void {
    const a = this.#a, { v: { size }, shape, plan } = this;
    const step = (register: number, bytes: number) =>
      a.multiplyImmediate(RAX, R10, bytes).add(register, RAX);
    a.moveImmediate(R12, 1);
    step(R15, shape.transposedB ? size : shape.m * size);
    if (plan.way === "rows") {
      a.add(R8, R10);
      step(RBX, size);
      if (shape.scaled) a.load(RCX, word("scale")).add(RCX, RAX).store(word("scale"), RCX);
    } else if (shape.pixels) a.load(RCX, word("index")), step(RCX, 4).store(word("index"), RCX);
    else step(R8, shape.transposedA ? shape.n * size : size);
  }

  /** `count` rows of the output. */
  #chunk(count: number): void {
    const a = this.#a, { v, shape, plan } = this, { size } = v;
    if (plan.way === "direct") {
      this.#tiles(count, R13);
      a.addImmediate(R13, count * (shape.transposedA ? size : shape.k * size));
      return;
    }
    this.#call(`prepare ${count}`, () => this.#emitPrepare(count));
    this.#preparedTiles(count);
    a.addImmediate(R13, plan.way === "rows" ? 4 * count : count * (shape.pixels ? 1 : size));
  }

  /** The tiles of `count` prepared rows of a; rows of pixels lie together as far as a vector goes. */
  #preparedTiles(count: number): void {
    const a = this.#a, { v, plan } = this, ahead = plan.lines > 1;
    const together = plan.way === "rows" ? v.lanes : plan.rows;
    const tiles = (all: number) => {
      for (let row = 0; row < all; row += plan.rows) {
        const rows = Math.min(plan.rows, all - row);
        this.#tiles(rows, RSI);
        a.addImmediate(RSI, rows * v.size);
        if (ahead) a.addImmediate(RBX, 8 * plan.lines * rows);
      }
    };
    if (ahead) a.push(RBX, R13).address(RBX, inScratch(plan, "lines", -8));
    const whole = Math.floor(count / together);
    a.move(RSI, RBP);
    if (whole > 0) {
      a.moveImmediate(RDX, whole).store(word("tilesLeft"), RDX);
      countDownWord(a, "tilesLeft", () => {
        tiles(together);
        if (plan.way === "rows") a.addImmediate(RSI, plan.aVector - v.bytes);
      });
    }
    tiles(count % together);
    if (ahead) a.pop(R13, RBX);
  }

  /** A subroutine: `count` rows of a become what tiles read, and the columns across are done. */
  #emitPrepare(count: number): void {
    const a = this.#a, { v, shape, plan } = this;
    const vectors = Math.ceil(count / v.lanes);
    if (plan.across > 0) emitClearAcross(a, v, plan, vectors);
    if (plan.way === "rows") {
      emitTransposeRows(a, v, shape, plan, count, () => this.#across(vectors, v.bytes));
    } else {
      emitGatherColumns(a, v, shape, plan, count);
      a.moveImmediate(RDX, 0);
      this.#across(vectors, plan.block);
    }
    if (plan.across > 0) emitAddAcross(a, v, shape, plan, count);
    a.ret();
  }

  /**
   * The columns that are across, for the next steps of k, `most` or what is left: RDX: the first. In
   * their tile, a and b have changed places.
   */
  #across(all: number, most: number): void {
    const a = this.#a, { v, shape: { m }, plan } = this, { size } = v;
    if (plan.across === 0) return;
    const tile = { rows: plan.across, masked: false, packed: true, resumes: true };
    const steps = { aRow: size, aStep: m * size, bStep: plan.aStep, bVector: plan.aVector };
    const outRow = acrossBytes(v, plan), widest = v.tileVectors(plan.across), few = new Label();
    a.push(R10, RDX).subtract(R10, RDX).compareImmediate(R10, most).jump("lessOrEqual", few);
    a.moveImmediate(R10, most);
    a.place(few);
    for (let start = 0; start < all; start += widest) {
      const vectors = Math.min(widest, all - start), first = start * plan.aVector;
      a.load(RDX, at(RSP));
      a.multiplyImmediate(RAX, RDX, m * size).add(RAX, R15);
      a.addImmediate(RAX, (m - plan.across) * size);
      a.multiplyImmediate(RCX, RDX, plan.aStep).add(RCX, RBP).addImmediate(RCX, first);
      a.address(R9, inScratch(plan, "across", start * v.bytes));
      const shape = { ...tile, ...steps, vectors, outRow };
      this.#call(`tile across ${vectors}`, () => emitTile(a, v, shape));
    }
    a.pop(RDX, R10);
  }

  /** The tiles of `rows` rows of a, which lie where a register says. */
  #tiles(rows: number, from: number): void {
    const a = this.#a, { v, shape, plan } = this;
    const panel = panelBytes(v, plan).panel;
    a.move(R9, R14);
    if (plan.packed) a.address(R11, inScratch(plan, "packed"));
    else a.move(R11, R15);
    emitPanels(a, plan, (vectors, masked) => {
      a.move(RAX, from).move(RCX, R11);
      this.#tile(rows, vectors, masked);
      a.addImmediate(R9, vectors * v.bytes);
      a.addImmediate(R11, plan.packed ? panel : vectors * v.bytes);
    });
    a.addImmediate(R14, rows * shape.m * v.size);
  }

  #tile(rows: number, vectors: number, masked: boolean): void {
    const { v, shape, plan } = this, { packed } = plan, outRow = shape.m * v.size;
    const bStep = packed ? panelBytes(v, plan).row : outRow, bVector = v.bytes;
    const { aRow, aStep } = plan, ahead = plan.lines > 1 ? plan.block : undefined;
    const tile = { rows, vectors, masked, packed, aRow, aStep, bStep, bVector, outRow, ahead };
    const name = `tile ${rows} × ${vectors}${masked ? ", masked" : ""}`;
    this.#call(name, () => emitTile(this.#a, v, tile));
  }
}
