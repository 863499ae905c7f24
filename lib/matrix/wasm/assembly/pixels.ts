/** Pixels become floats here: uint8 minus the mean, eight at a time. */

import { put } from "./vector";

/** out[j] = pixels[j] - mean[j], for `count` values. */
export function pixelsToFloats<T>(pixels: usize, mean: usize, out: usize, count: i32): void {
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

function eightToFloats<T>(bytes: v128, mean: usize, out: usize): void {
  const low = v128.extend_low<u16>(bytes), high = v128.extend_high<u16>(bytes);
  if (sizeof<T>() == 4) {
    subtractMean<T>(f32x4.convert_i32x4_s(low), mean, out);
    subtractMean<T>(f32x4.convert_i32x4_s(high), mean + 16, out + 16);
  } else {
    subtractMean<T>(f64x2.convert_low_i32x4_s(low), mean, out);
    subtractMean<T>(f64x2.convert_low_i32x4_s(upperHalf(low)), mean + 16, out + 16);
    subtractMean<T>(f64x2.convert_low_i32x4_s(high), mean + 32, out + 32);
    subtractMean<T>(f64x2.convert_low_i32x4_s(upperHalf(high)), mean + 48, out + 48);
  }
}

function upperHalf(v: v128): v128 {
  return v128.shuffle<i32>(v, v, 2, 3, 2, 3);
}

function subtractMean<T>(floats: v128, mean: usize, out: usize): void {
  put<T>(out, v128.sub<T>(floats, v128.load(mean)), false);
}
