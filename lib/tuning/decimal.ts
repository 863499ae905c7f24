/**
 * Numbers as the decimals that people write: 0.3 is three times 0.1, whatever the floats say.
 *
 * @module
 */

/** Digits and a power of ten. */
interface Decimal {
  readonly digits: bigint;
  readonly exponent: number;
}

/** How many whole steps lead from `low` up to `high`, and whether they reach it exactly. */
export function countSteps(
  low: number,
  high: number,
  step: number,
): { steps: bigint; isExact: boolean } {
  const all = [low, high, step].map(toDecimal);
  const exponent = Math.min(...all.map((decimal) => decimal.exponent));
  const [from, to, by] = all.map(({ digits, exponent: own }) =>
    digits * 10n ** BigInt(own - exponent)
  );
  return { steps: (to - from) / by, isExact: (to - from) % by === 0n };
}

/** The shortest decimal that is read as this number. */
function toDecimal(value: number): Decimal {
  const [mantissa, exponent] = value.toExponential().split("e");
  const [whole, fraction = ""] = mantissa.split(".");
  return { digits: BigInt(whole + fraction), exponent: Number(exponent) - fraction.length };
}
