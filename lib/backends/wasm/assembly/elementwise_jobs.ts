/**
 * The kernels that touch each element once, as the module exports them: each fills in the job and
 * runs it, alone where the work would not pay for waking a helper. `single` tells float32 from
 * float64; addresses and sizes come checked.
 */

import { deformationBytes } from "./deformation";
import { job, Job, Kind } from "./job";
import { MAX_PARTIALS, PARTIALS } from "./layout";
import { runJob } from "./team";

/** Elements of one task of an elementwise kernel. */
const CHUNK: i32 = 16384;
/** Tasks of an elementwise kernel from which on waking the helpers pays. */
const MANY_TASKS: i32 = 8;

/** Bytes of images that one task copies. */
const COPY_CHUNK: i32 = 65536;

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

/** Update number `kernel`, whose operands and coefficients lie where updates.ts reads them. */
export function update(kernel: i32, single: bool, threads: i32, count: i32): void {
  const j = job();
  j.k = kernel;
  elementwise(j, Kind.Update, single, threads, 0, 0, count, CHUNK);
}

/** Drops elements whose 16 random bits are below `threshold`, and scales the others. */
export function dropout(
  single: bool,
  threads: i32,
  threshold: i32,
  scale: f64,
  key0: i32,
  key1: i32,
  x: usize,
  count: i32,
): void {
  const j = job();
  j.threshold = threshold;
  j.alpha = scale;
  j.key0 = key0;
  j.key1 = key1;
  elementwise(j, Kind.Dropout, single, threads, x, x, count, CHUNK);
}

/** Runs the kernel over `n` rows, columns or elements, `unit` a task, alone where they are few. */
function elementwise(
  j: Job,
  kind: Kind,
  single: bool,
  threads: i32,
  a: usize,
  out: usize,
  n: i32,
  unit: i32,
): void {
  j.kind = kind;
  j.single = single;
  j.cycle = 0;
  j.a = a;
  j.out = out;
  j.n = n;
  j.unit = unit;
  j.tasks = (n + unit - 1) / unit;
  runJob(threads > 1 && j.tasks >= MANY_TASKS);
}
