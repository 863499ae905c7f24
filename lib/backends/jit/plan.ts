/**
 * How a product is cut: into tasks for the threads, and within a task into blocks for the caches and
 * tiles for the registers.
 *
 * No cut changes a sum: each element of the output is added up in blocks of 2 KiB of k, in order, as
 * the wasm backend does it.
 *
 * @module
 */

import type { Vectors } from "./vectors.ts";

/** What decides the code of out (n × m) = a · b with k terms an element. */
export interface Shape {
  /** Whether a is stored as k × n. */
  readonly transposedA: boolean;
  /** Whether b is stored as m × k. */
  readonly transposedB: boolean;
  /** Whether a is uint8, less a mean. */
  readonly pixels: boolean;
  /** Whether the pixels less the mean are multiplied by a scale. */
  readonly scaled: boolean;
  readonly n: number;
  readonly k: number;
  readonly m: number;
}

/** How a comes to the tiles. */
export type Way =
  /** It is read where it lies. */
  | "direct"
  /** A tile's rows of pixels become floats first. */
  | "rows"
  /** Columns of a transposed a are brought together first, and become floats if they are pixels. */
  | "columns";

/** The cut of a product. */
export interface Plan {
  readonly way: Way;
  /** Terms that are added before the output is visited again. */
  readonly block: number;
  /** Rows of a tile. */
  readonly rows: number;
  /** Rows of the output for which a is prepared together: a tile's, or 48. */
  readonly chunk: number;
  /** Rows of a task, in whole chunks. */
  readonly unit: number;
  /** Panels of the widest tile, counted over all columns. */
  readonly panels: number;
  /** Such panels of a task; its last one takes the rest of the columns as well. */
  readonly taskPanels: number;
  /** Vectors of the narrower panels at the right; the last one may end within a vector. */
  readonly rest: readonly number[];
  /** Lanes of the last vector that count; 0: all. */
  readonly tail: number;
  /** Whether b is copied panel by panel, so that tiles read straight ahead. */
  readonly packed: boolean;
  /** Bytes of each thread's floats of a, and of those and the packed b together. */
  readonly floatBytes: number;
  readonly scratchBytes: number;
}

/** Bytes of k between two visits to the output: the wasm backend's, so that the sums are equal. */
const BLOCK_BYTES = 2048;

/** Columns of a transposed a that are brought together: a multiple of every tile's rows. */
export const COLUMNS = 48;

/** Transposed rows up to this wide are read where they lie. */
const NARROW = 56;

/** Columns of b that a task packs: with 2 KiB of k they fit the second-level cache. */
const PACKED_COLUMNS = { "AVX-512": 256, AVX2: 128 };

/** Columns from which on the rows of b lie too far apart to be read in place. */
const WIDE = 256;

/** Rows from which on packing pays. */
const MANY_ROWS = 24;

/** Most rows of a task: they are visited once for each block of k. */
const MAX_ROWS = 192, MAX_COLUMNS = 8 * COLUMNS;

/** Cuts a product for so many threads; no size is 0. */
export function planProduct(v: Vectors, shape: Shape, threads: number): Plan {
  const { transposedB, n, k, m } = shape;
  const way = wayOf(shape), block = Math.min(k, BLOCK_BYTES / v.size);
  const { panels, rest, tail } = cutColumns(v, m);
  const rows = v.tileRows(panels > 0 ? v.widest : Math.max(...rest));
  const chunk = way === "columns" ? COLUMNS : rows;
  const packed = transposedB || m > WIDE && n > MANY_ROWS;
  const perTask = PACKED_COLUMNS[v.set] / v.lanes / v.widest;
  const taskPanels = packed || m > WIDE ? perTask : Math.max(1, panels);
  const floatBytes = floatBytesOf(v, way, rows, block);
  const widest = Math.min(panels, taskPanels) + rest.length;
  const packedBytes = packed ? widest * v.widest * v.bytes * block : 0;
  const columnTasks = Math.max(1, Math.ceil(panels / taskPanels));
  return {
    ...{ way, block, rows, chunk, panels, taskPanels, rest, tail, packed, floatBytes },
    unit: chunk * chunksOfTask(Math.ceil(n / chunk), chunk, threads, columnTasks),
    scratchBytes: floatBytes + packedBytes,
  };
}

function wayOf({ pixels, transposedA, n }: Shape): Way {
  if (transposedA) return pixels || n > NARROW ? "columns" : "direct";
  return pixels ? "rows" : "direct";
}

/**
 * Panels as wide as a tile can be, and what is left. A vector alone would keep half the multipliers
 * waiting for sums to be ready, so it shares five with a neighbour where tiles are four wide.
 */
function cutColumns(v: Vectors, m: number): Pick<Plan, "panels" | "rest" | "tail"> {
  const tail = m % v.lanes, vectors = Math.ceil(m / v.lanes);
  const panels = Math.floor(vectors / v.widest), left = vectors % v.widest;
  if (left === 0) {
    return tail === 0 ? { panels, rest: [], tail } : { panels: panels - 1, rest: [v.widest], tail };
  }
  if (left === 1 && v.widest === 4 && panels > 0) return { panels: panels - 1, rest: [3, 2], tail };
  return { panels, rest: [left], tail };
}

function floatBytesOf(v: Vectors, way: Way, rows: number, block: number): number {
  if (way === "direct") return 0;
  return way === "rows" ? rows * rowBytes(v, block) : COLUMNS * v.size * block;
}

/** Bytes from row to row of a's floats: 64 more than they are, or rows would share cache sets. */
export function rowBytes(v: Vectors, block: number): number {
  return Math.ceil(block * v.size / 64) * 64 + 64;
}

/** Enough tasks that no thread waits long for another, and none so long that it visits too much. */
function chunksOfTask(chunks: number, chunk: number, threads: number, columnTasks: number): number {
  const most = Math.floor((chunk === COLUMNS ? MAX_COLUMNS : MAX_ROWS) / chunk);
  const wanted = threads === 1 ? 1 : Math.ceil(3 * threads / columnTasks);
  const tasks = Math.max(Math.min(chunks, wanted), Math.ceil(chunks / most));
  return Math.ceil(chunks / tasks);
}
