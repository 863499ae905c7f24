/**
 * The natural logarithm of glibc, to the last bit.
 *
 * NumPy's normal draws take the C library's log, which in one case of 1,200 is not the float64
 * nearest to the logarithm, and ECMAScript leaves Math.log's last bit open. This is glibc's log
 * since 2.28 as it runs on x86-64 processors with FMA: Arm's optimized routines (Copyright (c) 2018,
 * Arm Limited, SPDX-License-Identifier: MIT) with every a·b + c fused, in GCC's order.
 *
 * Each branch ends in high + tail, and the tail is small: it is first summed with plain operations,
 * and again with fused ones only where the difference could change the rounded result.
 *
 * @module
 */

import { fma, productError } from "./fma.ts";
import { INVERSES } from "./log_table.ts";

/** Terms of log(1 + r) = r + A0 r**2 + A1 r**3 + … for |r| < 2**-8. */
const [A0, A1, A2, A3, A4] = [
  -0.5000000000000001,
  0.33333333331825593,
  -0.2499999999622955,
  0.20000304511814496,
  -0.16667054827627667,
];

/** Terms of log(1 + r) = r - r**2 / 2 + B1 r**3 + B2 r**4 + … for |r| <= 2**-4. */
const [B1, B2, B3, B4, B5, B6, B7, B8, B9, B10] = [
  0.3333333333333352,
  -0.24999999999998432,
  0.19999999999320328,
  -0.16666666669929706,
  0.14285715076560868,
  -0.12499997863982555,
  0.11110712032936046,
  -0.10000486757818193,
  0.09181994006195467,
  -0.08328363062289341,
];

/** log(2) in two parts; the upper one has so few bits that its multiples up to 2**11 are exact. */
const LN2_HIGH = 0.6931471805598903;
const LN2_LOW = 5.497923018708371e-14;

const LOGARITHMS = INVERSES.map((inverse) => Math.round(-Math.log(inverse) * 2 ** 43) * 2 ** -43);
const POWERS_OF_TWO = Float64Array.from({ length: 128 }, (_, i) => 2 ** i);

const DOUBLE = new Float64Array(1);
const WORDS = new Int32Array(DOUBLE.buffer);

/** log(x), for x in [2**-120, 1). */
export function log(x: number): number {
  return x < 1 - 2 ** -4 ? logByTable(x) : logNearOne(x);
}

/** log(x) = k log(2) + log(c) + log(1 + r), for x = 2**k z and r = z / c - 1. */
function logByTable(x: number): number {
  DOUBLE[0] = x;
  const offset = WORDS[1] - 0x3fe60000;
  const k = offset >> 20;
  const piece = (offset >> 13) & 127;
  const z = x * POWERS_OF_TWO[-k];

  const ratio = z * INVERSES[piece];
  const r = (ratio - 1) + productError(z, INVERSES[piece], ratio);
  const whole = k * LN2_HIGH + LOGARITHMS[piece];
  const high = whole + r;
  const low = whole - high + r;
  const tail = low + k * LN2_LOW + r * r * (A0 + r * (A1 + r * A2 + r * r * (A3 + r * A4)));
  // |tail| < 2**-17: the two ways to sum it differ by less than 2**-68.
  const error = 2 ** -67;
  const y = high + (tail - error);
  return y === high + (tail + error) ? y : high + fusedTail(r, k, low);
}

function fusedTail(r: number, k: number, low: number): number {
  const r2 = r * r;
  const sum = fma(r2, A0, fma(k, LN2_LOW, low));
  return fma(r * r2, fma(fma(r, A4, A3), r2, fma(A2, r, A1)), sum);
}

/** log(1 + r) with r - r**2 / 2 carried to twice the precision, for r = x - 1 in [-2**-4, 0). */
function logNearOne(x: number): number {
  const r = x - 1;
  const rHigh = r + r * 2 ** 27 - r * 2 ** 27;
  const square = rHigh * rHigh;
  const high = r - 0.5 * square;
  const low = r - high - 0.5 * square;

  const r2 = r * r;
  const r3 = r * r2;
  const series = B1 + r * B2 + r2 * B3 +
    r3 * (B4 + r * B5 + r2 * B6 + r3 * (B7 + r * B8 + r2 * B9 + r3 * B10));
  const tail = r3 * series + (low - 0.5 * (r - rHigh) * (rHigh + r));
  // The two ways differ by less than 2**-51 |r3| in the series and 2**-104 |r| in the rest.
  const error = -r * (r2 * 2 ** -50 + 2 ** -100);
  const y = high + (tail - error);
  return y === high + (tail + error) ? y : high + fusedTailNearOne(r, rHigh, low);
}

function fusedTailNearOne(r: number, rHigh: number, low: number): number {
  const r2 = r * r;
  const r3 = r * r2;
  const upper = fma(r3, B10, fma(r2, B9, fma(r, B8, B7)));
  const middle = fma(upper, r3, fma(r2, B6, fma(r, B5, B4)));
  const series = fma(middle, r3, fma(r2, B3, fma(r, B2, B1)));
  return fma(series, r3, fma(-0.5 * (r - rHigh), rHigh + r, low));
}
