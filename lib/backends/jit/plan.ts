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
  /** Rows of pixels are transposed and become floats first. */
  | "rows"
  /** Columns of a transposed a are brought together first, and become floats if they are pixels. */
  | "columns";

/** The cut of a product. */
export interface Plan extends Columns {
  readonly way: Way;
  /** Terms that are added before the output is visited again. */
  readonly block: number;
  /** Rows of a tile. */
  readonly rows: number;
  /** Rows of the output for which a is prepared together: a tile's where it need not be. */
  readonly chunk: number;
  /** Rows of a task, in whole chunks. */
  readonly unit: number;
  /** Panels of a task; its last one takes the rest of the columns as well. */
  readonly taskPanels: number;
  /** Whether b is copied panel by panel, so that tiles read straight ahead. */
  readonly packed: boolean;
  /** Bytes from row to row and from step to step of k in what tiles read of a. */
  readonly aRow: number;
  readonly aStep: number;
  /** Bytes from one vector of rows to the next, where a is prepared. */
  readonly aVector: number;
  /** Addresses that are kept of each image: its cache lines in a block, if others follow. */
  readonly lines: number;
  /** Where things lie in a thread's scratch. */
  readonly scratch: Scratch;
}

/** How the columns of the output are cut. */
interface Columns {
  /** Vectors of a panel. */
  readonly wide: number;
  /** Panels, counted over all columns. */
  readonly panels: number;
  /** Vectors of the narrower panels at the right; the last one may end within a vector. */
  readonly rest: readonly number[];
  /** Lanes of the last vector that count; 0: all. */
  readonly tail: number;
  /** The last columns, too few for a vector, whose lanes are rows of the output instead. */
  readonly across: number;
}

/** Bytes from the start of a thread's scratch. */
export interface Scratch {
  /** A chunk of a as floats, step by step of k. */
  readonly floats: number;
  /** Transposed pixels. */
  readonly bytes: number;
  /** The addresses of the cache lines of a chunk's images. */
  readonly lines: number;
  /** Sums of the columns that are across, one after the other, and what they are added to. */
  readonly across: number;
  /** The packed b. */
  readonly packed: number;
  /** Bytes in all. */
  readonly end: number;
}

/** Bytes of k between two visits to the output: the wasm backend's, so that the sums are equal. */
const BLOCK_BYTES = 2048;

/** Bytes that come to a cache together. */
export const CACHE_LINE = 64;

/** Images whose lines a tile asks for: four steps of k for each line of 64 pixels. */
export const READ_ON = 16;

/** Columns of a transposed a that are brought together. */
const COLUMNS = 48;

/** Most rows of pixels that are transposed together: as floats, a quarter of a second-level cache. */
const ROWS = 128;

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
  const packed = transposedB || m > WIDE && n > MANY_ROWS;
  const columns = cutColumns(v, m, way !== "direct" && !packed && m <= WIDE);
  const { wide, panels, rest, tail } = columns;
  const most = v.tileRows(panels > 0 ? wide : Math.max(1, ...rest), tail > 0);
  const rows = way === "rows" ? greatestDivisor(v.lanes, most) : most;
  const perTask = Math.floor(PACKED_COLUMNS[v.set] / v.lanes / wide);
  const taskPanels = packed || m > WIDE ? perTask : Math.max(1, panels);
  const columnTasks = Math.max(1, Math.ceil(panels / taskPanels));
  const cut = cutRows(way, n, rows, threads, columnTasks);
  const lines = way === "rows" && k > block ? block / CACHE_LINE : 1;
  const plan = { ...columns, ...cut, ...steps(v, shape, way, block) };
  const all = { ...plan, way, block, rows, taskPanels, packed, lines };
  return { ...all, scratch: layOut(v, all) };
}

function wayOf({ pixels, transposedA, n }: Shape): Way {
  if (transposedA) return pixels || n > NARROW ? "columns" : "direct";
  return pixels ? "rows" : "direct";
}

/** How a chunk of a lies for the tiles. */
function steps(
  v: Vectors,
  { transposedA, n, k }: Shape,
  way: Way,
  block: number,
): Pick<Plan, "aRow" | "aStep" | "aVector"> {
  const { size, bytes } = v;
  // A vector more than the block has, or all rows would share cache sets.
  if (way === "rows") return { aRow: size, aStep: bytes, aVector: (block + 1) * bytes };
  if (way === "columns") return { aRow: size, aStep: COLUMNS * size, aVector: bytes };
  const [aRow, aStep] = transposedA ? [size, n * size] : [k * size, size];
  return { aRow, aStep, aVector: 0 };
}

function greatestDivisor(of: number, most: number): number {
  let divisor = most;
  while (of % divisor > 0) divisor--;
  return divisor;
}

/**
 * Panels as wide as a tile can be, and what is left. A vector alone would keep half the multipliers
 * waiting for sums to be ready, so it shares its neighbour's vectors.
 */
function cutColumns(v: Vectors, m: number, mayBeAcross: boolean): Columns {
  const over = m % v.lanes, across = mayBeAcross && over <= v.lanes / 2 ? over : 0;
  const tail = over - across, vectors = Math.ceil((m - across) / v.lanes);
  const wide = v.widest(tail > 0), panels = Math.floor(vectors / wide), left = vectors % wide;
  const cut = { wide, tail, across };
  if (left === 0 && tail === 0) return { ...cut, panels, rest: [] };
  if (left === 0) return { ...cut, panels: panels - 1, rest: [wide] };
  if (left === 1 && wide === 3 && panels > 0) return { ...cut, panels: panels - 1, rest: [2, 2] };
  return { ...cut, panels, rest: [left] };
}

/** Enough tasks that no thread waits long for another, and none so long that it visits too much. */
function cutRows(
  way: Way,
  n: number,
  rows: number,
  threads: number,
  columnTasks: number,
): Pick<Plan, "chunk" | "unit"> {
  if (way === "rows") {
    const tasks = threads * Math.ceil(n / (threads * ROWS)), chunk = Math.ceil(n / tasks);
    return { chunk, unit: chunk };
  }
  const chunk = way === "columns" ? COLUMNS : rows, chunks = Math.ceil(n / chunk);
  const most = Math.floor((way === "columns" ? MAX_COLUMNS : MAX_ROWS) / chunk);
  const wanted = threads === 1 ? 1 : Math.ceil(3 * threads / columnTasks);
  const tasks = Math.max(Math.min(chunks, wanted), Math.ceil(chunks / most));
  return { chunk, unit: chunk * Math.ceil(chunks / tasks) };
}

type Prepared = Omit<Plan, "scratch">;

/** Lays a thread's scratch out; each part begins with a cache line. */
function layOut(v: Vectors, plan: Prepared): Scratch {
  const { way, block, chunk, across, packed, panels, taskPanels, rest } = plan;
  const rows = way === "rows", groups = Math.ceil(chunk / v.group);
  let end = 0;
  const part = (bytes: number) => {
    const start = end;
    end += Math.ceil(bytes / 64) * 64;
    return start;
  };
  // The last steps of k, a vector of pixels, may begin before a short block.
  if (rows) part(v.bytes * v.bytes);
  const floats = part(
    rows ? groups * v.group / v.lanes * plan.aVector : way === "columns" ? block * plan.aStep : 0,
  );
  const bytes = part(rows ? v.group * v.bytes : 0);
  const lines = part(rows ? 8 * plan.lines * (groups * v.group + READ_ON) : 0);
  const acrossStart = part(2 * across * acrossBytes(v, plan));
  const widest = Math.min(panels, taskPanels) + rest.length;
  const packedStart = part(packed ? widest * plan.wide * v.bytes * block : 0);
  return { floats, bytes, lines, across: acrossStart, packed: packedStart, end };
}

/** Bytes from column to column of those that are across: whole vectors of a chunk's rows. */
export function acrossBytes(v: Vectors, { chunk }: Pick<Plan, "chunk">): number {
  return Math.ceil(chunk / v.lanes) * v.bytes;
}
