/**
 * The record that a task is called with, and where the code keeps its counters: 64-bit words, filled
 * in by lib/backends/wasm/assembly/code.ts. Addresses are native.
 *
 * @module
 */

import { type Assembler, Label } from "./assembler.ts";
import { at, type Memory, RDI, RDX } from "./instructions.ts";
import type { Plan } from "./plan.ts";

/** Bytes from the record's start, whose address RDI holds while the code runs. */
const WORDS = {
  /** Pixels: the numbers of the images, int32; for a task of rows, from its first one on. */
  index: 0,
  /** Pixels: what is subtracted, and what multiplies the rest; for a task of columns, from there. */
  mean: 8,
  scale: 16,
  /** The first element of a that the task reads; pixels: of image 0. */
  a: 24,
  b: 32,
  out: 40,
  /** The thread's own memory. */
  scratch: 48,
  /** Whole chunks of rows, and whether rows are left after them. */
  chunks: 56,
  hasRest: 64,
  /** Whole panels of columns, and whether the columns at the right come after them. */
  panels: 72,
  isLast: 80,
  /** Whether the product is added to the output. */
  add: 88,
  // Counters of the code itself.
  blocks: 96,
  chunksLeft: 104,
  tilesLeft: 112,
  panelsLeft: 120,
} as const;

/** The place of a word. */
export function word(name: keyof typeof WORDS): Memory {
  return at(RDI, WORDS[name]);
}

/** Runs the body as often as a word says, once at least; changes RDX. */
export function countDownWord(
  a: Assembler,
  counter: "blocks" | "chunksLeft" | "tilesLeft" | "panelsLeft",
  body: () => void,
): void {
  const top = a.here();
  body();
  a.load(RDX, word(counter)).addImmediate(RDX, -1).store(word(counter), RDX).jump("nonzero", top);
}

/**
 * Each panel of the task's columns from left to right: the whole ones, and the rest where the task is
 * the one at the right. Changes RDX.
 */
export function emitPanels(
  a: Assembler,
  { panels, taskPanels, wide, rest, tail }: Plan,
  body: (vectors: number, masked: boolean) => void,
): void {
  if (panels > 0) {
    a.load(RDX, word("panels")).store(word("panelsLeft"), RDX);
    countDownWord(a, "panelsLeft", () => body(wide, false));
  }
  if (rest.length === 0) return;
  const end = new Label();
  if (panels > taskPanels) a.load(RDX, word("isLast")).compareImmediate(RDX, 0).jump("zero", end);
  rest.forEach((vectors, i) => body(vectors, tail > 0 && i === rest.length - 1));
  a.place(end);
}
