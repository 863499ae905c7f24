/**
 * How one answer differs from another.
 *
 * @module
 */

import { describe, type Plain } from "./plain.ts";

/** Rounding leaves less, and a mistake more: relative to the largest number of its array. */
const TOLERANCE = 1e-8;

/** The worst of what differs. */
export type Difference =
  /** Another kind of thing, or another shape; in words. */
  | { readonly kind: "form"; readonly words: string }
  /** Numbers: one that is not finite, or the largest difference. */
  | {
    readonly kind: "value";
    readonly place: string;
    readonly found: number;
    readonly expected: number;
  };

/**
 * The difference that matters most, or null: form before values, and numbers that are none before
 * others.
 *
 * @param name What the answer is called.
 */
export function difference(name: string, found: Plain, expected: Plain): Difference | null {
  if (expected.kind === "object") return differenceOfFields(name, found, expected);
  const form = formDifference(name, found, expected);
  if (form !== null) return { kind: "form", words: form };
  return valueDifference(name, found, expected);
}

/** Whether two answers are equal but for rounding. */
export function isEqual(found: Plain, expected: Plain): boolean {
  return difference("", found, expected) === null;
}

type ObjectOf = Extract<Plain, { kind: "object" }>;

function differenceOfFields(name: string, found: Plain, expected: ObjectOf): Difference | null {
  const keys = [...expected.fields.keys()];
  if (found.kind !== "object") {
    const words = `${name} is ${described(found)}, expected an object { ${keys.join(", ")} }`;
    return { kind: "form", words };
  }
  const all = keys.map((key) => {
    const field = found.fields.get(key);
    const part = name === RETURNED ? key : `${name}.${key}`;
    if (field === undefined) return { kind: "form" as const, words: `${part} is missing` };
    return difference(part, field, expected.fields.get(key)!);
  }).filter((one) => one !== null);
  return all.find(({ kind }) => kind === "form") ?? worst(all);
}

/** What the answer as a whole is called. */
export const RETURNED = "the result";

function worst(all: readonly Difference[]): Difference | null {
  const sizes = all.map((one) =>
    one.kind === "value" ? distance(one.found, one.expected) : Infinity
  );
  return all[sizes.indexOf(Math.max(...sizes))] ?? null;
}

function formDifference(name: string, found: Plain, expected: Plain): string | null {
  const is = `${name} is ${described(found)}, expected ${described(expected)}`;
  if (found.kind !== expected.kind) return is;
  if (found.kind === "other" && expected.kind === "other") {
    return found.text === expected.text ? null : is;
  }
  if (found.kind === "list" && expected.kind === "list") {
    return found.values.length === expected.values.length ? null : is;
  }
  if (found.kind !== "matrix" || expected.kind !== "matrix") return null;
  if (found.rows === expected.rows && found.cols === expected.cols) return null;
  const isTransposed = found.rows === expected.cols && found.cols === expected.rows;
  return isTransposed ? `${is}: is it transposed?` : is;
}

function described(plain: Plain): string {
  return plain.kind === "matrix" ? `a ${describe(plain)} matrix` : describe(plain);
}

function valueDifference(name: string, found: Plain, expected: Plain): Difference | null {
  const [x, y] = [numbersOf(found), numbersOf(expected)];
  const scale = y.reduce((most, value) => Math.max(most, Math.abs(value) || 0), 1e-300);
  const distances = x.map((value, i) => distance(value, y[i]) / scale);
  const at = distances.indexOf(Math.max(...distances));
  if (at < 0 || distances[at] <= TOLERANCE) return null;
  return { kind: "value", place: placeOf(name, found, at), found: x[at], expected: y[at] };
}

/** Infinite where one of them is no number and the other is. */
function distance(a: number, b: number): number {
  if (Object.is(a, b)) return 0;
  const distance = Math.abs(a - b);
  return Number.isNaN(distance) ? Infinity : distance;
}

function numbersOf(plain: Plain): readonly number[] {
  if (plain.kind === "number") return [plain.value];
  return plain.kind === "list" || plain.kind === "matrix" ? plain.values : [];
}

function placeOf(name: string, plain: Plain, at: number): string {
  if (plain.kind === "list") return `${name}[${at}]`;
  if (plain.kind !== "matrix") return name;
  return `${name}[${Math.floor(at / plain.cols)}, ${at % plain.cols}]`;
}
