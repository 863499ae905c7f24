/**
 * The blocked matrix product. For each slab of b's columns: pack it (tasks by rows of b), then
 * multiply (tasks by rows of the output). Along k the product goes in steps that keep a panel of b
 * and a few rows of a in the first-level cache. The steps depend on the element type alone, so an
 * output element is the same sum in the same order whatever the number of threads.
 */

import { job, Job } from "./job";
import { SCRATCH, SCRATCH_BYTES } from "./layout";
import { packPanels, panelWidth } from "./panels";
import { pixelsToFloats } from "./pixels";
import { TALL, tile1, tile2, tile3, WIDE } from "./tiles";
import { lanes } from "./vector";

/** Most rows of one multiplying task. */
const MAX_UNIT: i32 = 48;
/** Row stride of a converted block of aᵀ: eight more, or rows would share cache sets. */
const BLOCK_STRIDE: i32 = MAX_UNIT + 8;
/** Rows of b that one packing task takes. */
const PACK_ROWS: i32 = 64;
/** Where a tile that reaches past the last column goes first: the last bytes of the scratch. */
const TILE_BYTES: usize = 512;

/** Steps of k between two visits to the output: 2 KiB of a row. */
function blockSteps<T>(): i32 {
  return 2048 / sizeof<T>();
}

/** Divides the product in `job()` into tasks for `threads` threads. */
export function planProduct<T>(j: Job, threads: i32): void {
  const vectors = (j.m + lanes<T>() - 1) / lanes<T>();
  const share = (j.n + threads * 4 - 1) / (threads * 4);
  j.unit = min(MAX_UNIT, max(2, (share + TALL - 1) / TALL) * TALL);
  j.packs = (j.k + PACK_ROWS - 1) / PACK_ROWS;
  j.cycle = j.packs + (j.n + j.unit - 1) / j.unit;
  j.tasks = (vectors + j.slabVectors - 1) / j.slabVectors * j.cycle;
}

/** Performs one task of the product. */
export function productTask<T>(j: Job, task: i32, thread: i32): void {
  const first = task / j.cycle * j.slabVectors * lanes<T>();
  const cols = min(j.slabVectors * lanes<T>(), j.m - first);
  const part = task % j.cycle;
  if (part < j.packs) packTask<T>(j, first, cols, part * PACK_ROWS);
  else multiplyTask<T>(j, first, cols, (part - j.packs) * j.unit, thread);
}

function packTask<T>(j: Job, first: i32, cols: i32, start: i32): void {
  const offset = j.transposedB ? <usize> first * j.strideB : <usize> first;
  const end = min(j.k, start + PACK_ROWS);
  packPanels<T>(j.b + offset * sizeof<T>(), j.strideB, j.transposedB, cols, j.k, start, end, j.slab);
}

function multiplyTask<T>(j: Job, first: i32, cols: i32, start: i32, thread: i32): void {
  const scratch = SCRATCH + <usize> thread * SCRATCH_BYTES;
  const end = min(j.n, start + j.unit);
  const narrow = j.strideA <= BLOCK_STRIDE;
  const block = j.transposedA && (j.pixels || !narrow);
  let k0 = 0;
  do {
    const k = min(blockSteps<T>(), j.k - k0);
    if (block) loadBlock<T>(j, k0, k, start, end - start, BLOCK_STRIDE, scratch);
    for (let i = start; i < end; i += TALL) {
      const rows = min(TALL, end - i);
      const out = j.out + (<usize> i * j.m + first) * sizeof<T>();
      const accumulate = j.flag || k0 > 0;
      let a = scratch, rowStride: usize = sizeof<T>(), stepStride: usize = sizeof<T>();
      if (block) {
        a += (i - start) * sizeof<T>();
        stepStride *= BLOCK_STRIDE;
      } else if (j.transposedA) {
        a = j.a + (<usize> k0 * j.strideA + i) * sizeof<T>();
        stepStride *= j.strideA;
      } else if (j.pixels) {
        loadBlock<T>(j, i, rows, k0, k, blockSteps<T>(), scratch);
        rowStride *= blockSteps<T>();
      } else {
        a = j.a + (<usize> i * j.strideA + k0) * sizeof<T>();
        rowStride *= j.strideA;
      }
      tilesOfRows<T>(j, a, rowStride, stepStride, k0, k, cols, out, rows, accumulate, scratch);
    }
    k0 += blockSteps<T>();
  } while (k0 < j.k);
}

/** Copies a block of a, as it lies in memory, to `out` as floats. */
function loadBlock<T>(
  j: Job,
  row: i32,
  rows: i32,
  col: i32,
  cols: i32,
  outStride: i32,
  out: usize,
): void {
  for (let i = row; i < row + rows; i++) {
    const at = <usize> i * j.strideA + col;
    if (j.pixels) pixelsToFloats<T>(j.a + at, j.mean + col * sizeof<T>(), out, cols);
    else memory.copy(out, j.a + at * sizeof<T>(), cols * sizeof<T>());
    out += outStride * sizeof<T>();
  }
}

/** Up to six rows of the output, over all panels of the slab, for one block of k. */
function tilesOfRows<T>(
  j: Job,
  a: usize,
  rowStride: usize,
  stepStride: usize,
  k0: i32,
  k: i32,
  cols: i32,
  out: usize,
  rows: i32,
  accumulate: bool,
  scratch: usize,
): void {
  const vectors = (cols + lanes<T>() - 1) / lanes<T>();
  const outStride = <usize> j.m * sizeof<T>();
  for (let v = 0; v < vectors;) {
    const width = panelWidth(v, vectors);
    const b = j.slab + (<usize> v * j.k + <usize> k0 * width) * 16;
    const left = cols - v * lanes<T>();
    if (left >= width * lanes<T>()) {
      tile<T>(width, a, rowStride, stepStride, b, k, out + v * 16, outStride, rows, accumulate);
    } else {
      const whole = scratch + SCRATCH_BYTES - TILE_BYTES;
      tile<T>(width, a, rowStride, stepStride, b, k, whole, 48, rows, false);
      cropTile<T>(whole, out + v * 16, outStride, rows, left, accumulate);
    }
    v += width;
  }
}

function tile<T>(
  width: i32,
  a: usize,
  rowStride: usize,
  stepStride: usize,
  b: usize,
  k: i32,
  out: usize,
  outStride: usize,
  rows: i32,
  accumulate: bool,
): void {
  if (width == 2) {
    tile2<T>(a, rowStride, stepStride, b, k, out, outStride, rows, accumulate);
  } else if (width == 1) {
    tile1<T>(a, rowStride, stepStride, b, k, out, outStride, rows, accumulate);
  } else {
    for (let i = 0; i < rows; i += WIDE) {
      const from = a + <usize> i * rowStride, to = out + <usize> i * outStride;
      tile3<T>(from, rowStride, stepStride, b, k, to, outStride, min(WIDE, rows - i), accumulate);
    }
  }
}

/** Moves the first `cols` columns of a tile, 48 bytes a row, to the output. */
function cropTile<T>(
  from: usize,
  out: usize,
  outStride: usize,
  rows: i32,
  cols: i32,
  accumulate: bool,
): void {
  for (let i = 0; i < rows; i++) {
    for (let c = 0; c < cols; c++) {
      const at = out + c * sizeof<T>(), value = load<T>(from + c * sizeof<T>());
      store<T>(at, accumulate ? load<T>(at) + value : value);
    }
    from += 48;
    out += outStride;
  }
}
