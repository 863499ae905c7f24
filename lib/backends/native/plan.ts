/**
 * How a product is cut: tasks for the threads, and within a task blocks that fit a core's cache.
 *
 * The cut depends on the shape alone, so each element of the output is the same sum in the same
 * order whatever the number of threads.
 *
 * @module
 */

/** A cut of out (n × m) = a · b with k terms an element. */
export interface Plan {
  /** Rows of the output that one task makes. */
  readonly panel: number;
  /** Columns of the output that one task makes. */
  readonly columns: number;
  /** Terms that one call of the BLAS adds. */
  readonly block: number;
}

/** Most elements of a that one call reads, and so of the block of floats that pixels become. */
export const MAX_BLOCK_ELEMENTS = 768 * 256;

/**
 * Multiplications up to which OpenBLAS multiplies in place and does not pack its operands first
 * (AVX-512 and newer ARM cores): for m = 50, 1.3 times as fast as one large call, in both element
 * types. Libraries without such a path lose a twentieth.
 */
const SMALL_PRODUCT = 1_000_000;

/** With smaller sides than this, a product in place is the slower one. */
const MIN_SIDE = 64;

/** Outputs less wide than this are cut along their rows alone. */
const WIDE = 1024;

/** The cut of out (n × m) with k terms an element, for a in its own rows and columns, or transposed. */
export function planProduct(n: number, k: number, m: number, transposedA: boolean): Plan {
  if (m >= WIDE) return transposedA ? planWideTransposed(n, k, m) : planWideStraight(n, m);
  return { ...(transposedA ? planTransposed(k, m) : planStraight(m)), columns: Math.max(1, m) };
}

/** Columns are cut too, so that all threads are busy for a batch of any size. */
function planWideStraight(n: number, m: number): Plan {
  return { panel: evenPart(n, 256), columns: evenPart(m, 512), block: 768 };
}

/** The output is the largest of the three matrices: long blocks visit it least often. */
function planWideTransposed(n: number, k: number, m: number): Plan {
  return { panel: evenPart(n, 384), columns: m, block: evenPart(k, 256) };
}

function planStraight(m: number): Omit<Plan, "columns"> {
  const panel = 50, block = sideOfSmall(panel * m);
  return block < MIN_SIDE ? { panel: 200, block: 512 } : { panel, block: Math.min(block, 192) };
}

function planTransposed(k: number, m: number): Omit<Plan, "columns"> {
  const block = evenPart(k, 200), panel = sideOfSmall(block * m);
  return { panel: panel < MIN_SIDE ? 512 : Math.min(panel, 512), block };
}

/** The side, a multiple of 16, that makes a small product of the other two. */
function sideOfSmall(others: number): number {
  return Math.floor(SMALL_PRODUCT / Math.max(1, others) / 16) * 16;
}

/** `size` in as few equal parts of at most `most` as will do. */
function evenPart(size: number, most: number): number {
  return Math.max(1, Math.ceil(size / Math.ceil(Math.max(1, size) / most)));
}
