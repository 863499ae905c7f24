/** Images that are lit, flipped, deformed, shifted and cut on their way from pixels to floats. */

import { deformImage } from "./deformation";
import { Job } from "./job";
import { pixelsToFloats } from "./pixels";
import { lanes } from "./vector";

/** One row's transform, as TRANSFORM_FIELDS of lib/matrix/transforms.ts lays it out. */
@unmanaged
export class Transform {
  flip: i32;
  dy: i32;
  dx: i32;
  top: i32;
  left: i32;
  bottom: i32;
  right: i32;
  /** The deformation, in 65536ths; all 0: there is none. */
  yy: i32;
  yx: i32;
  xy: i32;
  xx: i32;
  /** In 65536ths. */
  contrast: i32;
  brightness: i32;
}

/**
 * Images `start` to `end` of the job; the transforms lie at `j.b`, a row of pixels has `j.k` values.
 * Deformed ones pass through `j.scratchBytes` of each thread from `j.slab` on.
 */
export function gatherTransformed<T>(j: Job, start: i32, end: i32, thread: i32): void {
  const scratch = j.slab + <usize> thread * j.scratchBytes;
  memory.fill(scratch, 0, j.scratchBytes);
  for (let i = start; i < end; i++) {
    const t = changetype<Transform>(j.b + <usize> i * offsetof<Transform>());
    const at = <usize> i * j.m, out = j.out + at * sizeof<T>();
    if (t.yy | t.yx | t.xy | t.xx) deformImage<T>(j, t, j.a + at, scratch, out);
    else moveImage<T>(j, t, j.a + at, out);
    cutOut<T>(j, t, out);
  }
}

/** `count` values of the image from value `at` on, as floats in the light of the transform. */
export function litFloats<T>(
  j: Job,
  t: Transform,
  image: usize,
  at: i32,
  out: usize,
  count: i32,
): void {
  const offset = <usize> at * sizeof<T>(), scale = j.scale ? j.scale + offset : 0;
  pixelsToFloats<T>(image + at, j.mean + offset, scale, out, count);
  if (t.contrast | t.brightness) light<T>(t, out, count);
}

function light<T>(t: Transform, out: usize, count: i32): void {
  const factor = <T> (1 + <f64> t.contrast / 65536), added = <T> (<f64> t.brightness / 65536);
  const factors = v128.splat<T>(factor), addends = v128.splat<T>(added);
  let i = 0;
  for (; i + lanes<T>() <= count; i += lanes<T>()) {
    const at = out + i * sizeof<T>();
    v128.store(at, v128.add<T>(v128.mul<T>(v128.load(at), factors), addends));
  }
  for (; i < count; i++) {
    const at = out + i * sizeof<T>();
    store<T>(at, load<T>(at) * factor + added);
  }
}

/** Each row of the image from where it lies, dy rows up. */
function moveImage<T>(j: Job, t: Transform, image: usize, out: usize): void {
  const height = j.m / j.k;
  for (let y = 0; y < height; y++) {
    const row = y - t.dy;
    if (row < 0 || row >= height) memory.fill(out, 0, j.k * sizeof<T>());
    else moveRow<T>(j, t, image, row * j.k, out);
    out += j.k * sizeof<T>();
  }
}

/** The row of values from `at` on, dx pixels to the right and perhaps reversed. */
function moveRow<T>(j: Job, t: Transform, image: usize, at: i32, out: usize): void {
  const width = j.k / j.channels;
  const first = min(width, max(0, t.dx)), end = max(first, min(width, width + t.dx));
  zero<T>(j, out, 0, first);
  zero<T>(j, out, end, width);
  const source = t.flip ? width - (end - t.dx) : first - t.dx;
  const value = at + source * j.channels, count = (end - first) * j.channels;
  const target = out + first * j.channels * sizeof<T>();
  litFloats<T>(j, t, image, value, target, count);
  if (t.flip) reversePixels<T>(target, end - first, j.channels);
}

/** Reverses the order of `count` pixels; the values of each stay in theirs. */
function reversePixels<T>(pixels: usize, count: i32, channels: i32): void {
  const size = <usize> channels * sizeof<T>();
  let left = pixels, right = pixels + (count - 1) * size;
  while (left < right) {
    for (let c: usize = 0; c < size; c += sizeof<T>()) {
      const value = load<T>(left + c);
      store<T>(left + c, load<T>(right + c));
      store<T>(right + c, value);
    }
    left += size;
    right -= size;
  }
}

function cutOut<T>(j: Job, t: Transform, out: usize): void {
  const height = j.m / j.k, width = j.k / j.channels;
  const left = max(0, t.left), right = min(width, t.right);
  for (let y = max(0, t.top); y < min(height, t.bottom); y++) {
    zero<T>(j, out + <usize> y * j.k * sizeof<T>(), left, right);
  }
}

/** Clears pixels `start` to `end` of a row. */
function zero<T>(j: Job, row: usize, start: i32, end: i32): void {
  if (end <= start) return;
  const size = j.channels * sizeof<T>();
  memory.fill(row + start * size, 0, (end - start) * size);
}
