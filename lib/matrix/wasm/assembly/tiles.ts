/**
 * The register-blocked micro-kernels of the matrix product: a tile of rows × vectors of the output
 * stays in registers while k runs. Measured on x86-64: V8 has 15 vector registers to give, so 6 × 2
 * (12 sums, 2 vectors of b, 1 element of a) is the largest tile that does not spill; 3 × 4 spills
 * and reaches 79 % of the FMA limit where 6 × 2 reaches 92 %.
 *
 * Element (r, k) of a lies at `a + r * rowStride + k * stepStride` (bytes); b is a packed panel, its
 * vectors in the order in which they are read. Rows past `rows` repeat the first one and are not
 * stored.
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
  b: usize,
  k: i32,
  out: usize,
  outStride: usize,
  rows: i32,
  accumulate: bool,
): void {
  let a1 = rows > 1 ? a + rowStride : a;
  let a2 = rows > 2 ? a + 2 * rowStride : a;
  let a3 = rows > 3 ? a + 3 * rowStride : a;
  let a4 = rows > 4 ? a + 4 * rowStride : a;
  let a5 = rows > 5 ? a + 5 * rowStride : a;
  let s00 = i64x2.splat(0), s01 = s00, s10 = s00, s11 = s00, s20 = s00, s21 = s00;
  let s30 = s00, s31 = s00, s40 = s00, s41 = s00, s50 = s00, s51 = s00;
  for (; k > 0; k--) {
    const b0 = v128.load(b), b1 = v128.load(b, 16);
    let x = v128.load_splat<T>(a);
    s00 = madd<T>(x, b0, s00);
    s01 = madd<T>(x, b1, s01);
    x = v128.load_splat<T>(a1);
    s10 = madd<T>(x, b0, s10);
    s11 = madd<T>(x, b1, s11);
    x = v128.load_splat<T>(a2);
    s20 = madd<T>(x, b0, s20);
    s21 = madd<T>(x, b1, s21);
    x = v128.load_splat<T>(a3);
    s30 = madd<T>(x, b0, s30);
    s31 = madd<T>(x, b1, s31);
    x = v128.load_splat<T>(a4);
    s40 = madd<T>(x, b0, s40);
    s41 = madd<T>(x, b1, s41);
    x = v128.load_splat<T>(a5);
    s50 = madd<T>(x, b0, s50);
    s51 = madd<T>(x, b1, s51);
    a += stepStride;
    a1 += stepStride;
    a2 += stepStride;
    a3 += stepStride;
    a4 += stepStride;
    a5 += stepStride;
    b += 32;
  }
  put2<T>(out, s00, s01, accumulate);
  if (rows > 1) put2<T>(out + outStride, s10, s11, accumulate);
  if (rows > 2) put2<T>(out + 2 * outStride, s20, s21, accumulate);
  if (rows > 3) put2<T>(out + 3 * outStride, s30, s31, accumulate);
  if (rows > 4) put2<T>(out + 4 * outStride, s40, s41, accumulate);
  if (rows > 5) put2<T>(out + 5 * outStride, s50, s51, accumulate);
}

/** 3 rows × 3 vectors: takes the odd vector that pairs leave over. */
export function tile3<T>(
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
  let a1 = rows > 1 ? a + rowStride : a;
  let a2 = rows > 2 ? a + 2 * rowStride : a;
  let s00 = i64x2.splat(0), s01 = s00, s02 = s00, s10 = s00, s11 = s00;
  let s12 = s00, s20 = s00, s21 = s00, s22 = s00;
  for (; k > 0; k--) {
    const b0 = v128.load(b), b1 = v128.load(b, 16), b2 = v128.load(b, 32);
    let x = v128.load_splat<T>(a);
    s00 = madd<T>(x, b0, s00);
    s01 = madd<T>(x, b1, s01);
    s02 = madd<T>(x, b2, s02);
    x = v128.load_splat<T>(a1);
    s10 = madd<T>(x, b0, s10);
    s11 = madd<T>(x, b1, s11);
    s12 = madd<T>(x, b2, s12);
    x = v128.load_splat<T>(a2);
    s20 = madd<T>(x, b0, s20);
    s21 = madd<T>(x, b1, s21);
    s22 = madd<T>(x, b2, s22);
    a += stepStride;
    a1 += stepStride;
    a2 += stepStride;
    b += 48;
  }
  put3<T>(out, s00, s01, s02, accumulate);
  if (rows > 1) put3<T>(out + outStride, s10, s11, s12, accumulate);
  if (rows > 2) put3<T>(out + 2 * outStride, s20, s21, s22, accumulate);
}

/** 6 rows × 1 vector: for outputs no wider than that. */
export function tile1<T>(
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
  let a1 = rows > 1 ? a + rowStride : a;
  let a2 = rows > 2 ? a + 2 * rowStride : a;
  let a3 = rows > 3 ? a + 3 * rowStride : a;
  let a4 = rows > 4 ? a + 4 * rowStride : a;
  let a5 = rows > 5 ? a + 5 * rowStride : a;
  let s0 = i64x2.splat(0), s1 = s0, s2 = s0, s3 = s0, s4 = s0, s5 = s0;
  for (; k > 0; k--) {
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
    b += 16;
  }
  put<T>(out, s0, accumulate);
  if (rows > 1) put<T>(out + outStride, s1, accumulate);
  if (rows > 2) put<T>(out + 2 * outStride, s2, accumulate);
  if (rows > 3) put<T>(out + 3 * outStride, s3, accumulate);
  if (rows > 4) put<T>(out + 4 * outStride, s4, accumulate);
  if (rows > 5) put<T>(out + 5 * outStride, s5, accumulate);
}

function put2<T>(out: usize, v0: v128, v1: v128, accumulate: bool): void {
  put<T>(out, v0, accumulate);
  put<T>(out + 16, v1, accumulate);
}

function put3<T>(out: usize, v0: v128, v1: v128, v2: v128, accumulate: bool): void {
  put2<T>(out, v0, v1, accumulate);
  put<T>(out + 32, v2, accumulate);
}
