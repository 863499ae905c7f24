/**
 * The limits of one thread, by code of their own: multiply-adds in registers only, and the jit
 * backend's micro-kernels with all their data in the first-level cache.
 */

import type { DType } from "two-layer-net";
import { Assembler, Label } from "../../lib/backends/jit/assembler.ts";
import { CodeMemory } from "../../lib/backends/jit/code_memory.ts";
import type { InstructionSet } from "../../lib/backends/jit/cpu.ts";
import { at, R10, R11, R12, R13, R9, RAX, RCX, RDI } from "../../lib/backends/jit/instructions.ts";
import { openLibc } from "../../lib/backends/jit/libc.ts";
import { emitTile } from "../../lib/backends/jit/tile.ts";
import { Vectors } from "../../lib/backends/jit/vectors.ts";
import { copyLimit, type Limits } from "./kernel_report.ts";
import { bestSeconds } from "./timing.ts";

/** Bytes of a row of a in the measured tiles: 2 KiB and a cache line. */
const A_ROW = 2112;

/** Rounds of one call: half a millisecond or so. */
const ROUNDS = 1000;

/** Measures the limits for vectors and an element type. */
export function measureJitLimits(set: InstructionSet, dtype: DType): Limits {
  using memory = new CodeMemory(openLibc());
  const v = new Vectors(set, dtype);
  const vectors = v.widest(false), rows = v.tileRows(vectors, false);
  return {
    fma: rate(memory, registersOnly(v), 2 * v.lanes * (v.registers - 2) * 100),
    // 1 KiB of a row: a's and b's part of it fit the cache together.
    tile: rate(
      memory,
      tile(v, rows, vectors, 1024 / v.size / 4),
      2 * v.lanes * rows * vectors * 256 / v.size,
    ),
    copy: copyLimit(),
  };
}

/** Operations a second of code that does so many a round. */
function rate(memory: CodeMemory, code: Uint8Array<ArrayBuffer>, operations: number): number {
  const installed = memory.install(code), data = new Uint8Array(2 ** 20);
  const start = memory.addressOf(data) + 4095n & ~4095n;
  const seconds = bestSeconds(() => memory.call(installed, start));
  return data[0] === 0 ? ROUNDS * operations / seconds : NaN;
}

/** As many independent sums as there are registers, but for the two factors. */
function registersOnly(v: Vectors): Uint8Array<ArrayBuffer> {
  const a = new Assembler(), sums = v.registers - 2;
  for (let i = 0; i < v.registers; i++) a.zeroVector(i);
  a.moveImmediate(RAX, 100 * ROUNDS);
  a.countDown(RAX, () => {
    for (let i = 0; i < sums; i++) a.vector(v.op("fma"), v.width, i, sums, sums + 1);
  });
  return a.zeroUpper().ret().code();
}

/** The widest tile again and again: a at the argument, b packed 64 KiB behind it. */
function tile(v: Vectors, rows: number, vectors: number, k: number): Uint8Array<ArrayBuffer> {
  const a = new Assembler(), kernel = new Label();
  a.push(R12, R13).move(R13, RDI).moveImmediate(R11, ROUNDS).moveImmediate(R12, 0);
  a.moveImmediate(R10, k);
  a.countDown(R11, () => {
    a.move(RAX, R13).address(RCX, at(R13, 2 ** 16)).address(R9, at(R13, 2 ** 18)).call(kernel);
  });
  a.zeroUpper().pop(R13, R12).ret();
  a.place(kernel);
  const row = vectors * v.bytes, layout = { aRow: A_ROW, aStep: v.size, bStep: row, outRow: row };
  const bVector = v.bytes;
  emitTile(a, v, { rows, vectors, masked: false, packed: true, bVector, ...layout });
  return a.code();
}
