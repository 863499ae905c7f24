/**
 * Steps counted as they are written: 0.3 is three steps of 0.1, which it is not in binary.
 *
 * @module
 */

/** Decimals of the shortest text of a number: 2 for 0.25, 9 for 1e-9, 0 for 1e21. */
function decimals(x: number): number {
  const [mantissa, exponent = "0"] = String(x).split("e");
  const fraction = mantissa.split(".")[1]?.length ?? 0;
  return Math.max(0, fraction - Number(exponent));
}

/** `x · 10^digits`, exactly; `digits` is at least the number's decimals. */
function scaled(x: number, digits: number): bigint {
  const [mantissa, exponent = "0"] = String(x).split("e");
  const [whole, fraction = ""] = mantissa.split(".");
  return BigInt(whole + fraction) * 10n ** BigInt(digits + Number(exponent) - fraction.length);
}

/** The number nearest to `low + count · step` in decimal arithmetic. */
export function decimalStep(low: number, step: number, count: number): number {
  const digits = Math.max(decimals(low), decimals(step));
  const sum = scaled(low, digits) + BigInt(count) * scaled(step, digits);
  return Number(`${sum}e-${digits}`);
}
