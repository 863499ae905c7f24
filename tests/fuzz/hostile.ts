/**
 * What cells of a notebook, which are not type-checked, can hand to a function.
 *
 * @module
 */

import { Matrix } from "two-layer-net";
import type { Arguments, Call } from "./call.ts";

const getter = Object.defineProperty({}, "rows", {
  enumerable: true,
  get() {
    throw new Error("thrown by the caller");
  },
});

/** Values by what they are called in a report. */
export const HOSTILE: Readonly<Record<string, unknown>> = {
  undefined: undefined,
  null: null,
  NaN: NaN,
  Infinity: Infinity,
  "-1": -1,
  "0": 0,
  "0.5": 0.5,
  "1e12": 1e12,
  "1e308": 1e308,
  "10n": 10n,
  true: true,
  '""': "",
  '"text"': "text",
  '"constructor"': "constructor",
  '"__proto__"': "__proto__",
  "Symbol()": Symbol("hostile"),
  "() => -1": () => -1,
  "() => throw": () => {
    throw new Error("thrown by the caller");
  },
  "[]": [],
  "[undefined]": [undefined],
  "[null, {}]": [null, {}],
  '["a", 1n]': ["a", 1n],
  "{}": {},
  "{ a: 1 }": { a: 1 },
  "{ length: 1e12 }": { length: 1e12 },
  "{ length: -1 }": { length: -1 },
  "{ get rows() }": getter,
  "Object.create(null)": Object.create(null),
  "new Map()": new Map([["a", 1]]),
  "new Date(NaN)": new Date(NaN),
  "new Float64Array(0)": new Float64Array(0),
  "new BigInt64Array(2)": new BigInt64Array(2),
  "new Uint8Array(3)": new Uint8Array(3),
  "new Matrix(0, 0)": new Matrix(0, 0),
  "new Matrix(2, 3)": Matrix.from([[1, NaN, 0], [Infinity, 0, 0]]),
  "pixels": { rows: 2, cols: 3, pixels: new Uint8Array(1), index: null, mean: new Float64Array(1) },
};

/** Those that slow calls are given, one of each kind. */
export const FEW: readonly string[] = [
  "undefined",
  "null",
  "NaN",
  "1e12",
  "10n",
  '"text"',
  "Symbol()",
  "{}",
  "[]",
];

/** A place among arguments: an argument, or a part of a plain object or of an array. */
export type Place = readonly string[];

/** All places, down to the options of options. */
export function places(value: unknown, depth = 0): Place[] {
  const isPlain = typeof value === "object" && value !== null && depth < 3 &&
    (Object.getPrototypeOf(value) === Object.prototype || Array.isArray(value));
  if (!isPlain) return [];
  const keys = Array.isArray(value) ? Object.keys(value).slice(0, 1) : Object.keys(value);
  return keys.flatMap((key) => [
    [key],
    ...places((value as Arguments)[key], depth + 1).map((rest) => [key, ...rest]),
  ]);
}

/** The arguments with another value at one place. */
export function replaced<T>(value: T, [key, ...rest]: Place, by: unknown): T {
  const part = (value as Arguments)[key];
  const next = rest.length === 0 ? by : replaced(part, rest, by);
  if (!Array.isArray(value)) return { ...value, [key]: next };
  return value.map((item, i) => String(i) === key ? next : item) as T;
}

/** Whether the call may be given the value there; if not, `Call` says why. */
export function isAllowed(call: Call, place: Place, value: unknown): boolean {
  const name = place.join(".");
  if (call.isSlow && !FEW.some((label) => Object.is(HOSTILE[label], value))) return false;
  const isEmpty = value === undefined ||
    (typeof value === "object" && value !== null && Reflect.ownKeys(value).length === 0);
  if (call.endless === name && isEmpty) return false;
  if (call.steps?.includes(name)) return value !== 1e12 && value !== Infinity;
  const isFile = typeof value === "string" || value === undefined;
  return !(isFile && call.paths?.some((path) => path.startsWith(name)));
}
