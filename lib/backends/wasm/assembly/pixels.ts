/** Pixels become floats here: uint8 minus the mean, times the scale, eight at a time. */

import { lanes } from "./vector";

/** out[j] = (pixels[j] - mean[j]) · scale[j], for `count` values; without a scale where it is 0. */
export function pixelsToFloats<T>(
  pixels: usize,
  mean: usize,
  scale: usize,
  out: usize,
  count: i32,
): void {
  subtractMean<T>(pixels, mean, out, count);
  if (scale) multiply<T>(scale, out, count);
}

function subtractMean<T>(pixels: usize, mean: usize, out: usize, count: i32): void {
  let j = 0;
  for (; j + 8 <= count; j += 8) {
    const bytes = v128.load_ext<u8>(pixels + j);
    eightToFloats<T>(bytes, mean + j * sizeof<T>(), out + j * sizeof<T>());
  }
  for (; j < count; j++) {
    const at = j * sizeof<T>();
    store<T>(out + at, <T> load<u8>(pixels + j) - load<T>(mean + at));
  }
}

/** A pass of its own: what has just been written is in the first-level cache. */
function multiply<T>(scale: usize, out: usize, count: i32): void {
  let j = 0;
  for (; j + lanes<T>() <= count; j += lanes<T>()) {
    const at = j * sizeof<T>();
    v128.store(out + at, v128.mul<T>(v128.load(out + at), v128.load(scale + at)));
  }
  for (; j < count; j++) {
    const at = j * sizeof<T>();
    store<T>(out + at, load<T>(out + at) * load<T>(scale + at));
  }
}

function eightToFloats<T>(bytes: v128, mean: usize, out: usize): void {
  const low = v128.extend_low<u16>(bytes), high = v128.extend_high<u16>(bytes);
  if (sizeof<T>() == 4) {
    storeDifference<T>(f32x4.convert_i32x4_s(low), mean, out);
    storeDifference<T>(f32x4.convert_i32x4_s(high), mean + 16, out + 16);
  } else {
    storeDifference<T>(f64x2.convert_low_i32x4_s(low), mean, out);
    storeDifference<T>(f64x2.convert_low_i32x4_s(upperHalf(low)), mean + 16, out + 16);
    storeDifference<T>(f64x2.convert_low_i32x4_s(high), mean + 32, out + 32);
    storeDifference<T>(f64x2.convert_low_i32x4_s(upperHalf(high)), mean + 48, out + 48);
  }
}

function upperHalf(v: v128): v128 {
  return v128.shuffle<i32>(v, v, 2, 3, 2, 3);
}

function storeDifference<T>(floats: v128, mean: usize, out: usize): void {
  v128.store(out, v128.sub<T>(floats, v128.load(mean)));
}
