/**
 * Numbers of 16 bits, which not every engine has an array for.
 *
 * @module
 */

/** The values of float16 numbers (IEEE 754 binary16), given by their bits; all exact. */
export function float16Values(bits: Uint16Array): Float32Array<ArrayBuffer> {
  return Float32Array.from(bits, (half) => {
    const [sign, exponent, fraction] = [half & 0x8000 ? -1 : 1, half >> 10 & 31, half & 1023];
    if (exponent === 31) return fraction ? NaN : sign * Infinity;
    return sign * (exponent ? (1024 + fraction) * 2 ** (exponent - 25) : fraction * 2 ** -24);
  });
}
