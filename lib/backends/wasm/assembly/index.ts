/**
 * What the module exports: each kernel fills in the job and runs it, alone where the work would not
 * pay for waking a helper. `single` tells float32 from float64; addresses and sizes come checked.
 */

import { deformationBytes } from "./deformation";
import { CHUNK, elementwise } from "./elementwise_job";
import { job, Job, Kind } from "./job";
import { MAX_PARTIALS, PARTIALS, SCRATCH, SCRATCH_BYTES } from "./layout";
import { planProduct } from "./product";
import { runJob } from "./team";

export { dismiss, help, helpers } from "./team";
export {
  adamStep,
  dropout,
  interpolate,
  momentumStep,
  rmspropStep,
} from "./update_jobs";

/** Multiplications below which a product stays on one thread. */
const SMALL_PRODUCT: f64 = 100000;

/** Bytes of images that one task copies. */
const COPY_CHUNK: i32 = 65536;

/** First free address behind the scratch of `threads` threads. */
export function heapStart(threads: i32): usize {
  return SCRATCH + <usize> threads * SCRATCH_BYTES;
}

/**
 * Describes out = a · b (n × k by k × m), or out += a · b if `accumulate`, for a call of `product` or
 * `blasProduct`; a or b may be transposed in place, and a may be pixels (uint8, minus `mean`, times `scale` unless
 * that is 0).
 */
export function setProduct(
  single: bool,
  pixels: bool,
  transposedA: bool,
  transposedB: bool,
  accumulate: bool,
  n: i32,
  k: i32,
  m: i32,
  a: usize,
  mean: usize,
  scale: usize,
  b: usize,
  out: usize,
): void {
  const j = job();
  j.single = single;
  j.pixels = pixels;
  j.transposedA = transposedA;
  j.transposedB = transposedB;
  j.flag = accumulate;
  j.n = n;
  j.k = k;
  j.m = m;
  j.strideA = transposedA ? n : k;
  j.strideB = transposedB ? k : m;
  j.a = a;
  j.mean = mean;
  j.scale = scale;
  j.b = b;
  j.out = out;
}

/** Does the product in this module; `slab` has room for k × slabVectors vectors. */
export function product(threads: i32, slab: usize, slabVectors: i32): void {
  const j = job();
  j.kind = Kind.Product;
  j.slab = slab;
  j.slabVectors = slabVectors;
  if (j.single) planProduct<f32>(j, threads);
  else planProduct<f64>(j, threads);
  runJob(threads > 1 && isWorthSharing(j));
}

/**
 * Does the product by the BLAS, whose process has this memory at `base`. A task makes `panel` rows
 * and `columns` columns of the output, one call adds `block` terms; `scratch` has `scratchBytes` for each thread.
 */
export function blasProduct(
  threads: i32,
  base: u64,
  panel: i32,
  columns: i32,
  block: i32,
  scratch: usize,
  scratchBytes: i32,
): void {
  const j = job();
  j.kind = Kind.BlasProduct;
  j.cycle = 0;
  j.unit = panel;
  j.columns = columns;
  j.tasks = (j.n + panel - 1) / panel * ((j.m + columns - 1) / columns);
  j.block = block;
  j.base = base;
  j.slab = scratch;
  j.scratchBytes = scratchBytes;
  runJob(threads > 1 && j.tasks > 1 && isWorthSharing(j));
}

/**
 * Does the product by machine code at `code`, in a process that has this memory at `base`. A task makes
 * `unit` rows, `chunk` of them at a time, and `taskPanels` of the `panels` of `panelBytes`; pixels
 * lie at `images`, and `index` says which one each row is. `scratch` has `scratchBytes` for each thread.
 */
export function codeProduct(
  threads: i32,
  base: u64,
  code: u64,
  images: u64,
  index: usize,
  unit: i32,
  chunk: i32,
  panels: i32,
  taskPanels: i32,
  panelBytes: i32,
  scratch: usize,
  scratchBytes: i32,
): void {
  const j = job();
  j.kind = Kind.CodeProduct;
  j.cycle = 0;
  j.base = base;
  j.code = code;
  j.images = images;
  j.index = index;
  j.unit = unit;
  j.chunk = chunk;
  j.panels = panels;
  j.taskPanels = taskPanels;
  j.panelBytes = panelBytes;
  j.tasks = (j.n + unit - 1) / unit * max(1, (panels + taskPanels - 1) / taskPanels);
  j.slab = scratch;
  j.scratchBytes = scratchBytes;
  runJob(threads > 1 && j.tasks > 1 && isWorthSharing(j));
}

/** Copies `rows` images of `cols` bytes, which `index` numbers, from `images` to `out`. */
export function copyImages(
  threads: i32,
  base: u64,
  images: u64,
  index: usize,
  out: usize,
  rows: i32,
  cols: i32,
): void {
  const j = job();
  j.m = cols;
  j.base = base;
  j.images = images;
  j.index = index;
  elementwise(j, Kind.CopyImages, false, threads, 0, out, rows, max(1, COPY_CHUNK / max(1, cols)));
}

function isWorthSharing(j: Job): bool {
  return <f64> j.n * j.k * j.m > SMALL_PRODUCT;
}

/** x += bias for each of `rows` rows; then the ReLU, if asked for. */
export function addBias(
  single: bool,
  threads: i32,
  bias: usize,
  x: usize,
  rows: i32,
  cols: i32,
  relu: bool,
): void {
  const j = job();
  j.m = cols;
  j.flag = relu;
  elementwise(j, Kind.AddBias, single, threads, bias, x, rows, max(1, CHUNK / max(1, cols)));
}

/** grad = 0 wherever the activation is ≤ 0. */
export function reluBackward(
  single: bool,
  threads: i32,
  activation: usize,
  grad: usize,
  count: i32,
): void {
  elementwise(job(), Kind.ReluBackward, single, threads, activation, grad, count, CHUNK);
}

/** y += alpha · x. */
export function addScaled(
  single: bool,
  threads: i32,
  alpha: f64,
  x: usize,
  y: usize,
  count: i32,
): void {
  const j = job();
  j.alpha = alpha;
  elementwise(j, Kind.AddScaled, single, threads, x, y, count, CHUNK);
}

/** out[j] = the sum of column j of x. */
export function columnSums(
  single: bool,
  threads: i32,
  x: usize,
  out: usize,
  rows: i32,
  cols: i32,
): void {
  const j = job();
  j.m = rows;
  const unit = max(64, CHUNK / max(1, rows) & ~63);
  elementwise(j, Kind.ColumnSums, single, threads, x, out, cols, unit);
}

/** The sum of the squares of `count` elements. */
export function sumOfSquares(single: bool, threads: i32, x: usize, count: i32): f64 {
  const j = job();
  const unit = max(CHUNK, count / MAX_PARTIALS + 1);
  elementwise(j, Kind.SumOfSquares, single, threads, x, 0, count, unit);
  let sum: f64 = 0;
  for (let task = 0; task < j.tasks; task++) sum += load<f64>(PARTIALS + task * 8);
  return sum;
}

/** out = (pixels - mean) · scale, for `rows` rows of `cols` bytes; without a scale where it is 0. */
export function gather(
  single: bool,
  threads: i32,
  pixels: usize,
  mean: usize,
  scale: usize,
  out: usize,
  rows: i32,
  cols: i32,
): void {
  const j = job();
  j.m = cols;
  j.mean = mean;
  j.scale = scale;
  elementwise(j, Kind.Gather, single, threads, pixels, out, rows, max(1, CHUNK / max(1, cols)));
}

/** Bytes of scratch that each thread takes for transformed images of these sizes. */
export function transformBytes(single: bool, height: i32, width: i32, channels: i32): i32 {
  if (single) return deformationBytes<f32>(height, width, channels);
  return deformationBytes<f64>(height, width, channels);
}

/**
 * The same for images of `cols` bytes, `stride` from row to row, each with its transform; `scratch` has
 * `scratchBytes` for each thread.
 */
export function gatherTransformed(
  single: bool,
  threads: i32,
  pixels: usize,
  mean: usize,
  scale: usize,
  transforms: usize,
  out: usize,
  rows: i32,
  cols: i32,
  stride: i32,
  channels: i32,
  scratch: usize,
  scratchBytes: i32,
): void {
  const j = job();
  j.slab = scratch;
  j.scratchBytes = scratchBytes;
  j.m = cols;
  j.k = stride;
  j.channels = channels;
  j.b = transforms;
  j.mean = mean;
  j.scale = scale;
  const unit = max(1, CHUNK / max(1, cols));
  elementwise(j, Kind.GatherTransformed, single, threads, pixels, out, rows, unit);
}
