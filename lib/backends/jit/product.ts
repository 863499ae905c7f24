/**
 * The code of one task of a product: some rows and columns of the output.
 *
 * Registers that last: RDI: the task's record; R8: a, or image 0, at this block of k; R10: steps of
 * the block; R12: whether sums are added to the output; R13, R14: this chunk's rows of a and of the
 * output; R15: b at this block; RBX: the mean there; RBP: the thread's floats.
 *
 * @module
 */

import { Assembler, Label } from "./assembler.ts";
import {
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
} from "./instructions.ts";
import { COLUMNS, type Plan, rowBytes, type Shape } from "./plan.ts";
import { emitConvertRows, emitGatherColumns, emitPack, panelBytes } from "./prepare.ts";
import { countDownWord, emitPanels, word } from "./task.ts";
import { at } from "./instructions.ts";
import { emitTile } from "./tile.ts";
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
    if (plan.way === "rows") {
      a.moveImmediate(R11, count);
      this.#call("convert", () => emitConvertRows(a, v, shape, plan));
      return this.#tiles(count, RBP);
    }
    if (plan.way === "direct") {
      this.#tiles(count, R13);
      a.addImmediate(R13, count * (shape.transposedA ? size : shape.k * size));
      return;
    }
    this.#call(`gather ${count}`, () => emitGatherColumns(a, v, shape, count));
    a.move(RSI, RBP);
    const whole = Math.floor(count / plan.rows), left = count % plan.rows;
    if (whole > 0) {
      a.moveImmediate(RDX, whole).store(word("tilesLeft"), RDX);
      countDownWord(a, "tilesLeft", () => {
        this.#tiles(plan.rows, RSI);
        a.addImmediate(RSI, plan.rows * size);
      });
    }
    if (left > 0) this.#tiles(left, RSI);
    a.addImmediate(R13, COLUMNS * (shape.pixels ? 1 : size));
  }

  /** The tiles of `rows` rows of a, which lie where a register says. */
  #tiles(rows: number, from: number): void {
    const a = this.#a, { v, shape, plan } = this;
    const panel = panelBytes(v, plan).panel;
    a.move(R9, R14);
    if (plan.packed) a.address(R11, at(RBP, plan.floatBytes));
    else a.move(R11, R15);
    emitPanels(a, v, plan, (vectors, masked) => {
      a.move(RAX, from).move(RCX, R11);
      this.#tile(rows, vectors, masked);
      a.addImmediate(R9, vectors * v.bytes);
      a.addImmediate(R11, plan.packed ? panel : vectors * v.bytes);
    });
    a.addImmediate(R14, rows * shape.m * v.size);
  }

  #tile(rows: number, vectors: number, masked: boolean): void {
    const { v, shape, plan } = this, { packed } = plan, outRow = shape.m * v.size;
    const bStep = packed ? panelBytes(v, plan).row : outRow;
    this.#call(
      `tile ${rows} × ${vectors}${masked ? ", masked" : ""}`,
      () =>
        emitTile(this.#a, v, { rows, vectors, masked, packed, ...this.#aSteps(), bStep, outRow }),
    );
  }

  /** How the elements of a lie for a tile. */
  #aSteps(): { aRow: number; aStep: number } {
    const { v, v: { size }, shape: { transposedA, n, k }, plan: { way, block } } = this;
    if (way === "rows") return { aRow: rowBytes(v, block), aStep: size };
    if (way === "columns") return { aRow: size, aStep: COLUMNS * size };
    return transposedA ? { aRow: size, aStep: n * size } : { aRow: k * size, aStep: size };
  }
}
