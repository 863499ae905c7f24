/**
 * JSON for measurements: NaN, infinities and negative zero survive, typed arrays become arrays.
 *
 * @module
 */

import { expectation } from "../internal/checks.ts";

/** A JSON value whose numbers may also be NaN, infinite or -0. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json };

/** What can be kept as {@linkcode Json}; undefined properties are left out. */
export type JsonInput =
  | Json
  | Float64Array
  | Float32Array
  | Int32Array
  | Uint32Array
  | Uint8Array
  | readonly JsonInput[]
  | { readonly [key: string]: JsonInput | undefined };

/** The key of the object that stands for a number that JSON has no word for. */
const NUMBER_KEY = "$number";

/**
 * The value as JSON text.
 *
 * @throws {TypeError} If something in it is no JSON value, named by its path from `name`.
 */
export function encodeJson(value: JsonInput, name = "value"): string {
  return JSON.stringify(toPlain(value, name));
}

/** The value of the text, which {@linkcode encodeJson} made. */
export function decodeJson(text: string): Json {
  return JSON.parse(text, (_, value) => {
    const isNumber = typeof value === "object" && value !== null && NUMBER_KEY in value;
    return isNumber ? Number(value[NUMBER_KEY]) : value;
  });
}

function toPlain(value: unknown, path: string): unknown {
  if (typeof value === "number") return toPlainNumber(value);
  if (value === null || typeof value === "boolean" || typeof value === "string") return value;
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
    return Array.from(value as Float64Array, toPlainNumber);
  }
  if (Array.isArray(value)) return value.map((item, i) => toPlain(item, `${path}[${i}]`));
  if (!isPlainObject(value) || NUMBER_KEY in value) {
    throw new TypeError(expectation(path, "a JSON value", value));
  }
  const properties = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(
    properties.map(([key, item]) => [key, toPlain(item, `${path}.${key}`)]),
  );
}

function toPlainNumber(value: number): unknown {
  if (Object.is(value, -0)) return { [NUMBER_KEY]: "-0" };
  return Number.isFinite(value) ? value : { [NUMBER_KEY]: String(value) };
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/**
 * Where two JSON values differ, a line a place: `searchSpace.lr.high: 0.1, now 1`.
 *
 * @param stored The value on the left of each line.
 * @param given The value on the right.
 */
export function differences(stored: Json, given: Json, path = ""): string[] {
  if (encodeJson(stored) === encodeJson(given)) return [];
  if (!isPlainObject(stored) || !isPlainObject(given)) {
    return [`${path}: ${encodeJson(stored)}, now ${encodeJson(given)}`];
  }
  const keys = new Set([...Object.keys(stored), ...Object.keys(given)]);
  return [...keys].flatMap((key) => {
    const inner = path === "" ? key : `${path}.${key}`;
    if (!Object.hasOwn(given, key)) return [`${inner}: ${encodeJson(stored[key])}, now absent`];
    if (!Object.hasOwn(stored, key)) return [`${inner}: absent, now ${encodeJson(given[key])}`];
    return differences(stored[key], given[key], inner);
  });
}
