/** Images that are turned, scaled and sheared: bilinear between the four pixels around each source. */

import { Job } from "./job";
import { litFloats, Transform } from "./transforms";
import { lanes } from "./vector";

/** Pixels of 0 around an image in the scratch: one before it, and two behind. */
const BEFORE: i32 = 1;
const AROUND: i32 = 3;

/** Parts of a pixel in which sources are counted. */
const BITS: i64 = 16;

/** Bytes of scratch for images of these sizes: one with its border, and a row, each with a vector. */
export function deformationBytes<T>(height: i32, width: i32, channels: i32): i32 {
  const pixels = (height + AROUND) * (width + AROUND) + width;
  return (pixels * channels * sizeof<T>() + 2 * 16 + 63) & ~63;
}

/** The image by the transform; the scratch's border is 0, and stays so. */
export function deformImage<T>(
  j: Job,
  t: Transform,
  image: usize,
  scratch: usize,
  out: usize,
): void {
  const height = j.m / j.k, width = j.k / j.channels;
  const stride = <usize> (width + AROUND) * j.channels * sizeof<T>();
  const inside = scratch + BEFORE * (stride + j.channels * sizeof<T>());
  for (let y = 0; y < height; y++) {
    litFloats<T>(j, t, image, y * j.k, inside + y * stride, j.k);
  }
  const row = scratch + (height + AROUND) * stride + 16, bytes = <usize> j.k * sizeof<T>();
  for (let y = 0; y < height; y++) {
    deformRow<T>(j, t, y, inside, stride, row);
    memory.copy(out + y * bytes, row, bytes);
  }
}

/** Row y to `out`, behind which a vector's room may be written. */
function deformRow<T>(
  j: Job,
  t: Transform,
  y: i32,
  inside: usize,
  stride: usize,
  out: usize,
): void {
  const height = j.m / j.k, width = j.k / j.channels, size = <usize> j.channels * sizeof<T>();
  const sign: i64 = t.flip ? -1 : 1;
  // Twice the way from the centre, which may lie between two pixels.
  const down = 2 * (<i64> y - t.dy) - (height - 1), across = -2 * <i64> t.dx - (width - 1);
  let fromY = (<i64> (height - 1) << BITS) + down * (0x10000 + t.yy) + across * t.yx;
  let fromX = (<i64> (width - 1) << BITS) + sign * (down * t.xy + across * (0x10000 + t.xx));
  const stepY = 2 * <i64> t.yx, stepX = 2 * sign * (0x10000 + t.xx);
  for (let x = 0; x < width; x++) {
    const sourceY = <i32> clamp(fromY >> 1, height), sourceX = <i32> clamp(fromX >> 1, width);
    const pixel = inside + (sourceY >> 16) * stride + (sourceX >> 16) * size;
    interpolate<T>(pixel, stride, size, sourceY & 0xffff, sourceX & 0xffff, out);
    out += size;
    fromY += stepY;
    fromX += stepX;
  }
}

/** A coordinate that is outside of the image stays there, no farther than the border. */
@inline
function clamp(source: i64, size: i32): i64 {
  return max<i64>(-1 << BITS, min<i64>(<i64> size << BITS, source));
}

/** The values of one pixel between four, the shares in 65536ths; writes whole vectors. */
@inline
function interpolate<T>(
  pixel: usize,
  stride: usize,
  size: usize,
  below: i32,
  beside: i32,
  out: usize,
): void {
  const shareY = v128.splat<T>(<T> below / <T> 65536), shareX = v128.splat<T>(<T> beside / <T> 65536);
  for (let c: usize = 0; c < size; c += 16) {
    const at = pixel + c;
    const upper = between<T>(v128.load(at), v128.load(at + size), shareX);
    const lower = between<T>(v128.load(at + stride), v128.load(at + stride + size), shareX);
    v128.store(out + c, between<T>(upper, lower, shareY));
  }
}

@inline
function between<T>(a: v128, b: v128, share: v128): v128 {
  return v128.add<T>(a, v128.mul<T>(share, v128.sub<T>(b, a)));
}
