/**
 * The products as the module exports them. `single` tells float32 from float64; addresses and sizes
 * come checked.
 */

import { job, Job, Kind } from "./job";
import { planProduct } from "./product";
import { runJob } from "./team";

/** Multiplications below which a product stays on one thread. */
const SMALL_PRODUCT: f64 = 100000;

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

function isWorthSharing(j: Job): bool {
  return <f64> j.n * j.k * j.m > SMALL_PRODUCT;
}
