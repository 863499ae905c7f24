/**
 * Floating-point operations with their rounding errors, and the fused multiply-add made of them.
 *
 * All of it is exact as long as nothing overflows or falls below about 2**-900.
 *
 * @module
 */

/** 2**27 + 1: splits the 53 bits of a float64 into two halves of at most 26. */
const SPLITTER = 134217729;

const DOUBLE = new Float64Array(1);
const BITS = new BigInt64Array(DOUBLE.buffer);

/** The upper half of x, so that x less it has 26 bits too (Veltkamp). */
function upperHalf(x: number): number {
  const scaled = SPLITTER * x;
  return scaled - (scaled - x);
}

/** a·b - product, for product = fl(a·b) (Dekker). */
export function productError(a: number, b: number, product: number): number {
  const aHigh = upperHalf(a), aLow = a - aHigh;
  const bHigh = upperHalf(b), bLow = b - bHigh;
  return aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow);
}

/** a + b - sum, for sum = fl(a + b) (Knuth). */
function sumError(a: number, b: number, sum: number): number {
  const bPart = sum - a;
  return (a - (sum - bPart)) + (b - bPart);
}

/** a + b, and where that is inexact the neighbour of it whose last bit is 1. */
function addToOdd(a: number, b: number): number {
  const sum = a + b;
  const error = sumError(a, b, sum);
  DOUBLE[0] = sum;
  if (error !== 0 && (BITS[0] & 1n) === 0n) BITS[0] += (error > 0) === (sum > 0) ? 1n : -1n;
  return DOUBLE[0];
}

/**
 * a·b + c, rounded once.
 *
 * Source: S. Boldo and G. Melquiond, "Emulation of FMA and correctly rounded sums: proved
 * algorithms using rounding to odd", IEEE Transactions on Computers 57 (2008).
 */
export function fma(a: number, b: number, c: number): number {
  const product = a * b;
  const productLow = productError(a, b, product);
  const low = c + productLow;
  const sum = product + low;
  return sum + addToOdd(sumError(c, productLow, low), sumError(product, low, sum));
}
