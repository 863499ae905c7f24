/**
 * The blocked matrix product. For each slab of b's columns: pack it (tasks by rows of b), then
 * multiply (tasks by rows of the output). Along k the product goes in steps that keep a panel of b
 * and a few rows of a in the first-level cache. The steps depend on the element type alone, so an
 * output element is the same sum in the same order whatever the number of threads.
 */

import { job, Job } from "./job";
import { SCRATCH, SCRATCH_BYTES } from "./layout";
import { copyRow, packPanels, panelWidth } from "./panels";
import { pixelsToFloats } from "./pixels";
import { TALL, tile1, tile2, tile3, WIDE } from "./tiles";
import { lanes, put } from "./vector";

/** Most rows of one multiplying task: each reads the whole slab again. */
const MAX_UNIT: i32 = 192;
/** The same where a block of aᵀ, 256 steps of so many columns, has to fit into the scratch. */
const MAX_BLOCK_UNIT: i32 = 48;
/** Row stride of a converted block of aᵀ: eight more, or rows would share cache sets. */
const BLOCK_STRIDE: i32 = MAX_BLOCK_UNIT + 8;
/** Elements after each converted row of a, for the same reason. */
const ROW_PADDING: i32 = 8;
/** Rows of b that one packing task takes. */
const PACK_ROWS: i32 = 64;
/** A tile of sums takes the last bytes of the scratch. */
const TILE_BYTES: usize = 192;

/** Steps of k between two visits to the output: 2 KiB of a row. */
function blockSteps<T>(): i32 {
  return 2048 / sizeof<T>();
}

/** Divides the product in `job()` into tasks for `threads` threads. */
export function planProduct<T>(j: Job, threads: i32): void {
  const vectors = (j.m + lanes<T>() - 1) / lanes<T>();
  const tiles = (j.n + TALL - 1) / TALL;
  const most = (j.transposedA ? MAX_BLOCK_UNIT : MAX_UNIT) / TALL;
  j.packs = (j.k + PACK_ROWS - 1) / PACK_ROWS;
  j.parts = max(min(threads * 4, (tiles + 1) / 2), (tiles + most - 1) / most);
  j.cycle = j.packs + j.parts;
  j.tasks = (vectors + j.slabVectors - 1) / j.slabVectors * j.cycle;
}

/** Performs one task of the product. */
export function productTask<T>(j: Job, task: i32, thread: i32): void {
  const first = task / j.cycle * j.slabVectors * lanes<T>();
  const cols = min(j.slabVectors * lanes<T>(), j.m - first);
  const part = task % j.cycle;
  if (part < j.packs) packTask<T>(j, first, cols, part * PACK_ROWS);
  else multiplyTask<T>(j, first, cols, part - j.packs, thread);
}

/** First row of a multiplying task: as many tiles for each as can be, or threads would wait. */
function firstRow(j: Job, part: i32): i32 {
  const tiles = (j.n + TALL - 1) / TALL;
  return min(j.n, <i32> (<i64> part * tiles / j.parts) * TALL);
}

function packTask<T>(j: Job, first: i32, cols: i32, start: i32): void {
  const offset = j.transposedB ? <usize> first * j.strideB : <usize> first;
  const end = min(j.k, start + PACK_ROWS);
  packPanels<T>(j.b + offset * sizeof<T>(), j.strideB, j.transposedB, cols, j.k, start, end, j.slab);
}

function multiplyTask<T>(j: Job, first: i32, cols: i32, part: i32, thread: i32): void {
  const scratch = SCRATCH + <usize> thread * SCRATCH_BYTES;
  const start = firstRow(j, part), end = firstRow(j, part + 1);
  let k0 = 0;
  do {
    const k = min(blockSteps<T>(), j.k - k0);
    if (j.transposedA) multiplyColumns<T>(j, first, cols, start, end, k0, k, scratch);
    else multiplyRows<T>(j, first, cols, start, end, k0, k, scratch);
    k0 += blockSteps<T>();
  } while (k0 < j.k);
}

/** Rows `start` to `end` of a, from where they lie; pixels by way of the scratch, six rows at once. */
function multiplyRows<T>(
  j: Job,
  first: i32,
  cols: i32,
  start: i32,
  end: i32,
  k0: i32,
  k: i32,
  scratch: usize,
): void {
  const stride = j.pixels ? blockSteps<T>() + ROW_PADDING : j.strideA;
  for (let i = start; i < end; i += TALL) {
    const rows = min(TALL, end - i);
    let a = scratch;
    if (j.pixels) loadBlock<T>(j, i, rows, k0, k, stride, scratch);
    else a = j.a + (<usize> i * stride + k0) * sizeof<T>();
    const rowStride = <usize> stride * sizeof<T>();
    tilesOfRows<T>(j, a, rowStride, sizeof<T>(), i, rows, k0, k, first, cols, scratch);
  }
}

/** Columns `start` to `end` of a, by way of the scratch unless a is narrow. */
function multiplyColumns<T>(
  j: Job,
  first: i32,
  cols: i32,
  start: i32,
  end: i32,
  k0: i32,
  k: i32,
  scratch: usize,
): void {
  const narrow = !j.pixels && j.strideA <= BLOCK_STRIDE;
  const stride = narrow ? j.strideA : BLOCK_STRIDE;
  let a = scratch;
  if (narrow) a = j.a + (<usize> k0 * stride + start) * sizeof<T>();
  else loadBlock<T>(j, k0, k, start, end - start, stride, scratch);
  const stepStride = <usize> stride * sizeof<T>();
  for (let i = start; i < end; i += TALL) {
    const rows = min(TALL, end - i);
    tilesOfRows<T>(j, a, sizeof<T>(), stepStride, i, rows, k0, k, first, cols, scratch);
    a += TALL * sizeof<T>();
  }
}

/** Copies a block of a, as it lies in memory, to `out` as floats. */
export function loadBlock<T>(
  j: Job,
  row: i32,
  rows: i32,
  col: i32,
  cols: i32,
  outStride: i32,
  out: usize,
): void {
  const mean = j.mean + col * sizeof<T>(), scale = j.scale ? j.scale + col * sizeof<T>() : 0;
  for (let i = row; i < row + rows; i++) {
    const at = <usize> i * j.strideA + col;
    if (j.pixels) pixelsToFloats<T>(j.a + at, mean, scale, out, cols);
    else copyRow<T>(j.a + at * sizeof<T>(), cols, out);
    out += outStride * sizeof<T>();
  }
}

/** Rows `i` to `i + rows`, at most six, of the output, over all panels, for one block of k. */
function tilesOfRows<T>(
  j: Job,
  a: usize,
  rowStride: usize,
  stepStride: usize,
  i: i32,
  rows: i32,
  k0: i32,
  k: i32,
  first: i32,
  cols: i32,
  scratch: usize,
): void {
  const vectors = (cols + lanes<T>() - 1) / lanes<T>();
  const sums = scratch + SCRATCH_BYTES - TILE_BYTES;
  const accumulate = j.flag || k0 > 0;
  const outStride = <usize> j.m * sizeof<T>();
  const out = j.out + <usize> i * outStride + first * sizeof<T>();
  for (let v = 0; v < vectors;) {
    const width = panelWidth(v, vectors), height = width == 3 ? WIDE : TALL;
    const b = j.slab + (<usize> v * j.k + <usize> k0 * width) * 16;
    const left = min(width * lanes<T>(), cols - v * lanes<T>());
    for (let r = 0; r < rows; r += height) {
      const from = a + <usize> r * rowStride, count = min(height, rows - r);
      const to = out + v * 16 + <usize> r * outStride;
      if (count == height && left == width * lanes<T>()) {
        tile<T>(width, from, rowStride, stepStride, count, b, k, to, outStride, accumulate);
      } else {
        tile<T>(width, from, rowStride, stepStride, count, b, k, sums, width * 16, false);
        moveTile<T>(sums, width, to, outStride, count, left, accumulate);
      }
    }
    v += width;
  }
}

function tile<T>(
  width: i32,
  a: usize,
  rowStride: usize,
  stepStride: usize,
  rows: i32,
  b: usize,
  k: i32,
  out: usize,
  stride: usize,
  add: bool,
): void {
  if (width == 2) tile2<T>(a, rowStride, stepStride, rows, b, k, out, stride, add);
  else if (width == 3) tile3<T>(a, rowStride, stepStride, rows, b, k, out, stride, add);
  else tile1<T>(a, rowStride, stepStride, rows, b, k, out, stride, add);
}

/** Stores the first `rows` × `cols` elements of a tile in the output, or adds them to it. */
function moveTile<T>(
  sums: usize,
  width: i32,
  out: usize,
  outStride: usize,
  rows: i32,
  cols: i32,
  accumulate: bool,
): void {
  for (let i = 0; i < rows; i++) {
    let c = 0;
    for (; c + lanes<T>() <= cols; c += lanes<T>()) {
      const at = c * sizeof<T>();
      put<T>(out + at, v128.load(sums + at), accumulate);
    }
    for (; c < cols; c++) {
      const at = out + c * sizeof<T>(), sum = load<T>(sums + c * sizeof<T>());
      store<T>(at, accumulate ? load<T>(at) + sum : sum);
    }
    sums += width * 16;
    out += outStride;
  }
}
