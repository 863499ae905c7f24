/**
 * The register-blocked micro-kernels of the matrix product: a tile of rows × vectors of the output
 * stays in registers while k runs, and is then stored in `out`, `stride` bytes per row, or added to it.
 *
 * What decides here is registers and bounds checks. V8 on x86-64 gives 15 registers for vectors, so
 * 6 × 2 (12 sums, 2 vectors of b, 1 element of a) is the largest tile that does not spill. It gives
 * about ten for addresses, so nothing but the pointers of a and b lives across the loop; unrolled,
 * it spills. And Deno's V8 checks each load's address with a compare and a branch, and branches
 * share a port with the multiply-adds: (12 + 8 + 2) / 3 cycles a step where 6 would be the limit.
 * So 80 % of the 128-bit FMA limit is reached (3 × 4: 68 %; 6 × 2, unrolled twice: 74 %).
 *
 * Element (r, k) of a lies at `a + r * rowStride + k * stepStride` (bytes); b is a packed panel, its
 * vectors in the order in which they are read. Rows from `rows` on repeat row 0;
 * by a product, since V8 cannot tell that what a select yields is zero-extended, and would do that
 * again at each load.
 */

import { madd, put } from "./vector";

/** Rows of a tile that is one or two vectors wide. */
export const TALL: i32 = 6;
/** Rows of a tile that is three vectors wide. */
export const WIDE: i32 = 3;

/** 6 rows × 2 vectors. */
export function tile2<T>(
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
  let a1 = a + rowStride * <usize> (rows > 1);
  let a2 = a + 2 * rowStride * <usize> (rows > 2);
  let a3 = a + 3 * rowStride * <usize> (rows > 3);
  let a4 = a + 4 * rowStride * <usize> (rows > 4);
  let a5 = a + 5 * rowStride * <usize> (rows > 5);
  let s00 = i64x2.splat(0), s01 = s00, s10 = s00, s11 = s00, s20 = s00, s21 = s00;
  let s30 = s00, s31 = s00, s40 = s00, s41 = s00, s50 = s00, s51 = s00;
  for (const end = b + <usize> k * 32; b < end; b += 32) {
    const b0 = v128.load(b), b1 = v128.load(b, 16);
    let x = v128.load_splat<T>(a);
    s00 = madd<T>(x, b0, s00);
    s01 = madd<T>(x, b1, s01);
    a += stepStride;
    x = v128.load_splat<T>(a1);
    s10 = madd<T>(x, b0, s10);
    s11 = madd<T>(x, b1, s11);
    a1 += stepStride;
    x = v128.load_splat<T>(a2);
    s20 = madd<T>(x, b0, s20);
    s21 = madd<T>(x, b1, s21);
    a2 += stepStride;
    x = v128.load_splat<T>(a3);
    s30 = madd<T>(x, b0, s30);
    s31 = madd<T>(x, b1, s31);
    a3 += stepStride;
    x = v128.load_splat<T>(a4);
    s40 = madd<T>(x, b0, s40);
    s41 = madd<T>(x, b1, s41);
    a4 += stepStride;
    x = v128.load_splat<T>(a5);
    s50 = madd<T>(x, b0, s50);
    s51 = madd<T>(x, b1, s51);
    a5 += stepStride;
  }
  put<T>(out, s00, add);
  put<T>(out + 16, s01, add);
  out += stride;
  put<T>(out, s10, add);
  put<T>(out + 16, s11, add);
  out += stride;
  put<T>(out, s20, add);
  put<T>(out + 16, s21, add);
  out += stride;
  put<T>(out, s30, add);
  put<T>(out + 16, s31, add);
  out += stride;
  put<T>(out, s40, add);
  put<T>(out + 16, s41, add);
  out += stride;
  put<T>(out, s50, add);
  put<T>(out + 16, s51, add);
}

/** 3 rows × 3 vectors: takes the odd vector that pairs leave over. */
export function tile3<T>(
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
  let a1 = a + rowStride * <usize> (rows > 1);
  let a2 = a + 2 * rowStride * <usize> (rows > 2);
  let s00 = i64x2.splat(0), s01 = s00, s02 = s00, s10 = s00, s11 = s00;
  let s12 = s00, s20 = s00, s21 = s00, s22 = s00;
  for (const end = b + <usize> k * 48; b < end; b += 48) {
    const b0 = v128.load(b), b1 = v128.load(b, 16), b2 = v128.load(b, 32);
    let x = v128.load_splat<T>(a);
    s00 = madd<T>(x, b0, s00);
    s01 = madd<T>(x, b1, s01);
    s02 = madd<T>(x, b2, s02);
    a += stepStride;
    x = v128.load_splat<T>(a1);
    s10 = madd<T>(x, b0, s10);
    s11 = madd<T>(x, b1, s11);
    s12 = madd<T>(x, b2, s12);
    a1 += stepStride;
    x = v128.load_splat<T>(a2);
    s20 = madd<T>(x, b0, s20);
    s21 = madd<T>(x, b1, s21);
    s22 = madd<T>(x, b2, s22);
    a2 += stepStride;
  }
  put<T>(out, s00, add);
  put<T>(out + 16, s01, add);
  put<T>(out + 32, s02, add);
  out += stride;
  put<T>(out, s10, add);
  put<T>(out + 16, s11, add);
  put<T>(out + 32, s12, add);
  out += stride;
  put<T>(out, s20, add);
  put<T>(out + 16, s21, add);
  put<T>(out + 32, s22, add);
}

/** 6 rows × 1 vector: for outputs no wider than that. */
export function tile1<T>(
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
  let a1 = a + rowStride * <usize> (rows > 1);
  let a2 = a + 2 * rowStride * <usize> (rows > 2);
  let a3 = a + 3 * rowStride * <usize> (rows > 3);
  let a4 = a + 4 * rowStride * <usize> (rows > 4);
  let a5 = a + 5 * rowStride * <usize> (rows > 5);
  let s0 = i64x2.splat(0), s1 = s0, s2 = s0, s3 = s0, s4 = s0, s5 = s0;
  for (const end = b + <usize> k * 16; b < end; b += 16) {
    const b0 = v128.load(b);
    s0 = madd<T>(v128.load_splat<T>(a), b0, s0);
    s1 = madd<T>(v128.load_splat<T>(a1), b0, s1);
    s2 = madd<T>(v128.load_splat<T>(a2), b0, s2);
    s3 = madd<T>(v128.load_splat<T>(a3), b0, s3);
    s4 = madd<T>(v128.load_splat<T>(a4), b0, s4);
    s5 = madd<T>(v128.load_splat<T>(a5), b0, s5);
    a += stepStride;
    a1 += stepStride;
    a2 += stepStride;
    a3 += stepStride;
    a4 += stepStride;
    a5 += stepStride;
  }
  put<T>(out, s0, add);
  out += stride;
  put<T>(out, s1, add);
  out += stride;
  put<T>(out, s2, add);
  out += stride;
  put<T>(out, s3, add);
  out += stride;
  put<T>(out, s4, add);
  out += stride;
  put<T>(out, s5, add);
}
