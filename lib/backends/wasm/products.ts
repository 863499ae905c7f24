/**
 * A product as the kernels are told of it.
 *
 * @module
 */

import type { Kernels } from "./kernels.ts";

/** Vectors of b packed at a time: 128 × 2 KiB of k is half of a second-level cache of 1 MB. */
const SLAB_VECTORS = 128;
/** Bytes of b packed at a time, unless six vectors of each row take more. */
const SLAB_BYTES = 2 ** 24;

/** out (n × m) = a · b with k terms an element; addresses are bytes in the kernels' memory. */
export interface Product {
  /** Whether a is stored as k × n. */
  readonly transposedA: boolean;
  /** Whether b is stored as m × k. */
  readonly transposedB: boolean;
  readonly n: number;
  readonly k: number;
  readonly m: number;
  readonly a: number;
  /** Where a is pixels, the address of the mean to subtract; else null. */
  readonly mean: number | null;
  /** Where a is pixels, the address of the scale, or 0 for none. */
  readonly scale: number;
  readonly b: number;
  readonly out: number;
  /** Whether the product is added to what is in `out`. */
  readonly accumulate: boolean;
}

/** How the operands of a product are stored. */
export type Form = Pick<Product, "transposedA" | "transposedB">;

/** Tells the kernels of a product, for a call of one of those that do it. */
export function setProduct(kernels: Kernels, single: boolean, p: Product): void {
  kernels.setProduct(
    single,
    p.mean !== null,
    p.transposedA,
    p.transposedB,
    p.accumulate,
    p.n,
    p.k,
    p.m,
    p.a,
    p.mean ?? 0,
    p.scale,
    p.b,
    p.out,
  );
}

/** Rows of the output and terms of each element, for an a of `rows` × `cols`. */
export function sizesOf(
  { transposedA }: Form,
  rows: number,
  cols: number,
): Pick<Product, "n" | "k"> {
  return transposedA ? { n: cols, k: rows } : { n: rows, k: cols };
}

/** Vectors of each row of b that one slab holds, of `vectors` in all: even, so that pairs fit. */
export function slabVectors(k: number, vectors: number): number {
  const room = Math.floor(SLAB_BYTES / (16 * Math.max(1, k)));
  return Math.max(1, Math.min(vectors, SLAB_VECTORS, Math.max(6, room & ~1)));
}
