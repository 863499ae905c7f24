/**
 * Numbers as Python's `%f` and `%e` print them.
 *
 * @module
 */

/** `%.6f`, with another number of decimals if given. */
export function fixed(value: number, decimals = 6): string {
  return special(value) ?? value.toFixed(decimals);
}

/** `%.6e`, with another number of decimals if given: the exponent has at least two digits. */
export function exponential(value: number, decimals = 6): string {
  return special(value) ??
    value.toExponential(decimals).replace(/e([+-])(\d)$/, "e$10$2");
}

function special(value: number): string | undefined {
  if (Number.isFinite(value)) return undefined;
  return Number.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
}
