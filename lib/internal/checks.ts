/**
 * Argument checks that name the argument, say what was expected and quote what came.
 *
 * @module
 */

/** Throws, naming the argument, unless the value fits. */
export type Check = (name: string, value: unknown) => void;

/** The value as an error message quotes it: short, on one line. */
export function quote(value: unknown): string {
  if (typeof value === "string") return shortened(JSON.stringify(value));
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "function") return `function ${value.name || "(anonymous)"}`;
  if (typeof value !== "object" || value === null) return String(value);
  const text = Deno.inspect(value, { depth: 1, iterableLimit: 4, breakLength: Infinity });
  return shortened(text.replaceAll(/\s*\n\s*/g, " "));
}

/** `String(value)`, also of an object that has no text of its own. */
export function asText(value: unknown): string {
  const isBare = typeof value === "object" && value !== null &&
    typeof value.toString !== "function";
  return isBare ? quote(value) : String(value);
}

function shortened(text: string): string {
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

/** The sentence that every check throws. */
export function expectation(name: string, expected: string, found: unknown): string {
  return `Expected ${name} to be ${expected} but found ${quote(found)}`;
}

/** Throws a TypeError that says what was expected, unless `fits`. */
export function checkType(name: string, value: unknown, expected: string, fits: boolean): void {
  if (!fits) throw new TypeError(expectation(name, expected, value));
}

/** Throws a RangeError unless `value` is an integer in [`min`, `max`] that a number holds exactly. */
export function checkInteger(
  name: string,
  value: unknown,
  min: number,
  max = Infinity,
): asserts value is number {
  if (Number.isSafeInteger(value) && value as number >= min && value as number <= max) return;
  const isUnsafe = Number.isInteger(value) && !Number.isSafeInteger(value);
  const exact = isUnsafe ? Number.MAX_SAFE_INTEGER : Infinity;
  const bounds = range(Math.max(min, -exact), Math.min(max, exact));
  throw new RangeError(expectation(name, `an integer ${bounds}`.trimEnd(), value));
}

/** Throws a RangeError unless `value` is a finite number in [`min`, `max`]. */
export function checkNumber(
  name: string,
  value: unknown,
  min = -Infinity,
  max = Infinity,
): asserts value is number {
  if (Number.isFinite(value) && value as number >= min && value as number <= max) return;
  throw new RangeError(expectation(name, `a finite number ${range(min, max)}`.trimEnd(), value));
}

/** Throws a RangeError unless `value` is a finite number greater than 0. */
export function checkPositive(name: string, value: unknown): asserts value is number {
  if (Number.isFinite(value) && value as number > 0) return;
  throw new RangeError(expectation(name, "a finite number greater than 0", value));
}

/** Throws a RangeError unless there are `expected` values. */
export function checkLength(name: string, values: ArrayLike<number>, expected: number): void {
  if (values.length === expected) return;
  throw new RangeError(expectation(`${name}.length`, `${expected}`, values.length));
}

/** Throws a RangeError unless `value` is one of `choices`. */
export function checkChoice<T extends string | number>(
  name: string,
  value: unknown,
  choices: readonly T[],
): asserts value is T {
  if ((choices as readonly unknown[]).includes(value)) return;
  throw new RangeError(expectation(name, `one of ${choices.map(quote).join(", ")}`, value));
}

/** Throws a TypeError unless `value` is true or false. */
export function checkBoolean(name: string, value: unknown): asserts value is boolean {
  checkType(name, value, "true or false", typeof value === "boolean");
}

/** Throws a TypeError unless `value` is a string. */
export function checkString(name: string, value: unknown): asserts value is string {
  checkType(name, value, "a string", typeof value === "string");
}

/** Throws a TypeError unless `value` is a function. */
export function checkFunction(name: string, value: unknown): void {
  checkType(name, value, "a function", typeof value === "function");
}

/** Throws a TypeError unless `value` is an object, of whatever class. */
export function checkObject(name: string, value: unknown): asserts value is object {
  checkType(name, value, "an object", typeof value === "object" && value !== null);
}

/** Throws a TypeError unless `value` is an array, or unless each element passes the check. */
export function checkArray(name: string, value: unknown, element?: Check): void {
  checkType(name, value, "an array", Array.isArray(value));
  // By index: `forEach` would pass over holes.
  const list = value as readonly unknown[];
  for (let i = 0; element && i < list.length; i++) element(`${name}[${i}]`, list[i]);
}

/** Throws a TypeError unless `value` is an array, a typed array or the like. */
export function checkList(name: string, value: unknown): asserts value is ArrayLike<unknown> {
  const isList = typeof value === "object" && value !== null && "length" in value &&
    Number.isSafeInteger(value.length) && value.length as number >= 0;
  checkType(name, value, "a list of numbers", isList);
}

/** Throws a TypeError unless `value` is an instance of one of the classes. */
export function checkInstance(
  name: string,
  value: unknown,
  // deno-lint-ignore no-explicit-any
  ...classes: (abstract new (...args: any[]) => unknown)[]
): void {
  const names = classes.map((one) => one.name).join(" or ");
  const article = /^[AEIO]/.test(names) ? "an" : "a";
  checkType(name, value, `${article} ${names}`, classes.some((one) => value instanceof one));
}

/** Throws a TypeError unless `value` is an AbortSignal. */
export function checkSignal(name: string, value: unknown): void {
  checkInstance(name, value, AbortSignal);
}

/** Throws a TypeError unless `value` is an object with the methods. */
export function checkMethods(
  name: string,
  value: unknown,
  kind: string,
  methods: readonly string[],
): void {
  const has = (method: string) =>
    typeof (value as Record<string, unknown> | null | undefined)?.[method] === "function";
  checkType(name, value, kind, methods.every(has));
}

function range(min: number, max: number): string {
  if (max === Infinity) return min === -Infinity ? "" : `of at least ${min}`;
  return min === -Infinity ? `of at most ${max}` : `from ${min} to ${max}`;
}
