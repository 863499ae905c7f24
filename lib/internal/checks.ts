/**
 * Argument checks that name the argument, say what was expected and quote what came.
 *
 * @module
 */

/** The value as an error message quotes it: short, on one line. */
export function quote(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "function") return `function ${value.name || "(anonymous)"}`;
  if (typeof value !== "object" || value === null) return String(value);
  const text = Deno.inspect(value, { depth: 1, iterableLimit: 4, breakLength: Infinity });
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

/** The sentence that every check throws. */
export function expectation(name: string, expected: string, found: unknown): string {
  return `Expected ${name} to be ${expected} but found ${quote(found)}`;
}

/** Throws a RangeError unless `value` is an integer in [`min`, `max`]. */
export function checkInteger(name: string, value: number, min: number, max = Infinity): void {
  if (Number.isInteger(value) && value >= min && value <= max) return;
  throw new RangeError(expectation(name, `an integer ${range(min, max)}`.trimEnd(), value));
}

/** Throws a RangeError unless `value` is a finite number in [`min`, `max`]. */
export function checkNumber(name: string, value: number, min = -Infinity, max = Infinity): void {
  if (Number.isFinite(value) && value >= min && value <= max) return;
  throw new RangeError(expectation(name, `a finite number ${range(min, max)}`.trimEnd(), value));
}

/** Throws a RangeError unless `value` is a finite number greater than 0. */
export function checkPositive(name: string, value: number): void {
  if (Number.isFinite(value) && value > 0) return;
  throw new RangeError(expectation(name, "a finite number greater than 0", value));
}

/** Throws a RangeError unless there are `expected` values. */
export function checkLength(name: string, values: ArrayLike<number>, expected: number): void {
  if (values.length === expected) return;
  throw new RangeError(expectation(`${name}.length`, `${expected}`, values.length));
}

/** Throws a RangeError unless `value` is one of `choices`. */
export function checkChoice<T extends string>(
  name: string,
  value: string,
  choices: readonly T[],
): asserts value is T {
  if ((choices as readonly string[]).includes(value)) return;
  throw new RangeError(expectation(name, `one of ${choices.map(quote).join(", ")}`, value));
}

function range(min: number, max: number): string {
  if (max === Infinity) return min === -Infinity ? "" : `of at least ${min}`;
  return min === -Infinity ? `of at most ${max}` : `from ${min} to ${max}`;
}
