/** Images that are flipped, shifted and cut on their way from pixels to floats. */

import { Job } from "./job";
import { pixelsToFloats } from "./pixels";

/** One row's transform, as TRANSFORM_FIELDS of lib/matrix/transforms.ts lays it out. */
@unmanaged
class Transform {
  flip: i32;
  dy: i32;
  dx: i32;
  top: i32;
  left: i32;
  bottom: i32;
  right: i32;
}

/** Images `start` to `end` of the job; the transforms lie at `j.b`, a row of pixels has `j.k` values. */
export function gatherTransformed<T>(j: Job, start: i32, end: i32): void {
  for (let i = start; i < end; i++) {
    const t = changetype<Transform>(j.b + <usize> i * offsetof<Transform>());
    const at = <usize> i * j.m, out = j.out + at * sizeof<T>();
    moveImage<T>(j, t, j.a + at, out);
    cutOut<T>(j, t, out);
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
  const target = out + first * j.channels * sizeof<T>(), offset = <usize> value * sizeof<T>();
  const scale = j.scale ? j.scale + offset : 0;
  pixelsToFloats<T>(image + value, j.mean + offset, scale, target, count);
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
