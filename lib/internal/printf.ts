/**
 * Numbers as C's printf and Python print them: of the exact binary value, ties to even. JavaScript's
 * own `toFixed` and `toExponential` round ties up, and `toFixed` gives up at 1e21.
 *
 * @module
 */

/** `%.6f`, with another number of decimals if given. */
export function fixed(value: number, decimals = 6): string {
  return special(value) ?? sign(value) + withPoint(scaled(value, decimals), decimals);
}

/** `%.6e`, with another number of decimals if given: the exponent has at least two digits. */
export function exponential(value: number, decimals = 6): string {
  return special(value) ?? sign(value) + withExponent(value, decimals);
}

function special(value: number): string | undefined {
  if (Number.isFinite(value)) return undefined;
  return Number.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
}

function sign(value: number): string {
  return value < 0 || Object.is(value, -0) ? "-" : "";
}

function withPoint(digits: bigint, decimals: number): string {
  const text = String(digits).padStart(decimals + 1, "0");
  return decimals === 0 ? text : `${text.slice(0, -decimals)}.${text.slice(-decimals)}`;
}

function withExponent(value: number, decimals: number): string {
  // The exponent of the shortest digits is the value's own, or one more: 1e23 is less than 10^23.
  let exponent = Number(value.toExponential().split("e")[1]);
  let digits = scaled(value, decimals - exponent);
  const least = 10n ** BigInt(decimals);
  if (value !== 0 && digits < least) digits = scaled(value, decimals - --exponent);
  if (digits >= 10n * least) [digits, exponent] = [digits / 10n, exponent + 1];
  const power = String(Math.abs(exponent)).padStart(2, "0");
  return `${withPoint(digits, decimals)}e${exponent < 0 ? "-" : "+"}${power}`;
}

const DOUBLE = new DataView(new ArrayBuffer(8));

/** |value| · 10^power as the nearest integer, of two the even one. */
function scaled(value: number, power: number): bigint {
  DOUBLE.setFloat64(0, value);
  const bits = DOUBLE.getBigUint64(0) & (2n ** 63n - 1n), field = bits >> 52n;
  const fraction = bits & (2n ** 52n - 1n);
  const mantissa = field === 0n ? fraction : fraction + 2n ** 52n;
  const exponent = Number(field || 1n) - 1075;
  const numerator = mantissa * raised(2n, exponent) * raised(10n, power);
  return divided(numerator, raised(2n, -exponent) * raised(10n, -power));
}

function raised(base: bigint, power: number): bigint {
  return base ** BigInt(Math.max(0, power));
}

function divided(numerator: bigint, denominator: bigint): bigint {
  const quotient = numerator / denominator, rest = 2n * (numerator % denominator);
  const up = rest > denominator || (rest === denominator && quotient % 2n === 1n);
  return up ? quotient + 1n : quotient;
}
