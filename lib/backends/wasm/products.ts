/**
 * The three forms of the product, brought down to one call on addresses.
 *
 * @module
 */

import type { Matrix } from "../../matrix/matrix.ts";
import { isPixelRows, type PixelRows, type Rows } from "../../matrix/rows.ts";
import { checkMatmul, checkMatmulTransA, checkMatmulTransB } from "../../matrix/shapes.ts";
import { UpdateKernels } from "./updates.ts";

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

/** A backend with its products. */
export abstract class ProductKernels extends UpdateKernels {
  matmul(a: Rows, b: Matrix, out: Matrix): void {
    checkMatmul(a, b, out);
    this.#product({ transposedA: false, transposedB: false }, a, b, out);
  }

  matmulTransA(a: Rows, b: Matrix, out: Matrix): void {
    checkMatmulTransA(a, b, out);
    this.#product({ transposedA: true, transposedB: false }, a, b, out);
  }

  matmulTransB(a: Rows, b: Matrix, out: Matrix): void {
    checkMatmulTransB(a, b, out);
    this.#product({ transposedA: false, transposedB: true }, a, b, out);
  }

  /** Does the product that the kernels have been told of, here by themselves; any size may be 0. */
  protected runProduct({ k, m }: Product): void {
    const vectors = slabVectors(k, Math.ceil(m / (this.single ? 4 : 2)));
    using scope = this.memory.scope();
    const slab = scope.take(k * vectors * 16, "a packed operand");
    this.kernels.product(this.threads, slab, vectors);
  }

  /** Tells the kernels of a product. */
  protected setProduct(p: Product): void {
    this.kernels.setProduct(
      this.single,
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

  #multiply(p: Product): void {
    this.setProduct(p);
    this.runProduct(p);
  }

  #product(form: Form, rows: Rows, right: Matrix, matrix: Matrix): void {
    if (isPixelRows(rows) && rows.transforms) {
      const floats = this.from(rows);
      this.#product(form, floats, right, matrix);
      return this.free(floats);
    }
    using scope = this.memory.scope();
    const out = this.output("out", matrix), b = this.operand(scope, right), m = matrix.cols;
    if (isPixelRows(rows)) return this.pixelProduct(form, rows, b, matrix, out);
    const a = this.operand(scope, rows), sizes = sizesOf(form, rows.rows, rows.cols);
    this.#multiply({ ...form, ...sizes, m, a, mean: null, scale: 0, b, out, accumulate: false });
  }

  /** Does a product of pixels, b and the output by their addresses; part by part here. */
  protected pixelProduct(
    form: Form,
    rows: PixelRows,
    right: number,
    matrix: Matrix,
    target: number,
  ): void {
    if (rows.rows === 0) return void matrix.data.fill(0);
    const { cols: m } = matrix, size = matrix.data.BYTES_PER_ELEMENT;
    this.pixels.forEach(rows, ({ start, end, pixels: a, mean, scale }) => {
      const moved = start * m * size, sizes = sizesOf(form, end - start, rows.cols);
      const [b, out] = form.transposedA ? [right + moved, target] : [right, target + moved];
      const accumulate = form.transposedA && start > 0;
      this.#multiply({ ...form, ...sizes, m, a, mean, scale, b, out, accumulate });
    });
  }
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
function slabVectors(k: number, vectors: number): number {
  const room = Math.floor(SLAB_BYTES / (16 * Math.max(1, k)));
  return Math.max(1, Math.min(vectors, SLAB_VECTORS, Math.max(6, room & ~1)));
}
