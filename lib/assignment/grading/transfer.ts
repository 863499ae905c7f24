/**
 * Outcomes as JSON, from a process that runs a student's code to one that judges it. What is read is
 * believed in nothing: its form is checked.
 *
 * @module
 */

import type { Outcome } from "./outcome.ts";
import type { Plain } from "./plain.ts";

type Json = null | string | number | boolean | readonly Json[] | { readonly [key: string]: Json };

/** More than any question's results have. */
const MAX_NUMBERS = 100_000;

/** Outcomes as JSON. */
export function writeOutcomes(outcomes: readonly Outcome[]): string {
  return JSON.stringify(
    outcomes.map((outcome) =>
      "threw" in outcome
        ? { threw: outcome.threw.slice(0, 1000) }
        : { returned: writePlain(outcome.returned), changed: outcome.changed }
    ),
  );
}

function writePlain(plain: Plain): Json {
  switch (plain.kind) {
    case "number":
      return { ...plain, value: writeNumber(plain.value) };
    case "list":
    case "matrix":
      return { ...plain, values: plain.values.map(writeNumber) };
    case "object": {
      const fields = Array.from(plain.fields, ([key, field]) => [key, writePlain(field)] as const);
      return { kind: "object", fields };
    }
    case "other":
      return plain;
  }
}

/** JSON has no NaN, no infinities and no −0. */
function writeNumber(value: number): Json {
  if (Object.is(value, -0)) return "-0";
  return Number.isFinite(value) ? value : String(value);
}

/**
 * Reads what {@linkcode writeOutcomes} wrote.
 *
 * @param count How many outcomes there must be.
 * @returns Null where it is anything else.
 */
export function readOutcomes(json: Json, count: number): Outcome[] | null {
  if (!Array.isArray(json) || json.length > count) return null;
  const outcomes = json.map(readOutcome);
  const isWhole = outcomes.every((outcome) => outcome !== null);
  return isWhole && outcomes.length === count ? outcomes as Outcome[] : null;
}

function readOutcome(json: Json): Outcome | null {
  if (!isObject(json)) return null;
  if (typeof json.threw === "string") return { threw: json.threw };
  const returned = readPlain(json.returned);
  if (returned === null || !Array.isArray(json.changed)) return null;
  return { returned, changed: json.changed.filter((name) => typeof name === "string") };
}

function readPlain(json: Json | undefined): Plain | null {
  if (!isObject(json)) return null;
  const { kind, rows, cols, text } = json;
  if (kind === "other") return typeof text === "string" ? { kind, text } : null;
  if (kind === "object") return readFields(json.fields);
  if (kind === "number") {
    return one(readNumbers([json.value ?? null]), (value) => ({ kind, value }));
  }
  const values = readNumbers(json.values);
  if (values === null) return null;
  if (kind === "list") return { kind, values };
  const isMatrix = kind === "matrix" && typeof rows === "number" && typeof cols === "number" &&
    rows * cols === values.length;
  return isMatrix ? { kind, rows, cols, values } : null;
}

function readFields(json: Json | undefined): Plain | null {
  if (!Array.isArray(json)) return null;
  const fields = new Map<string, Plain>();
  for (const entry of json as readonly Json[]) {
    if (!Array.isArray(entry) || typeof entry[0] !== "string") return null;
    const field = readPlain(entry[1]);
    if (field === null) return null;
    fields.set(entry[0], field);
  }
  return { kind: "object", fields };
}

function readNumbers(json: Json | undefined): number[] | null {
  if (!Array.isArray(json) || json.length > MAX_NUMBERS) return null;
  const isNumber = (item: Json) =>
    typeof item === "number" || ["NaN", "Infinity", "-Infinity", "-0"].includes(item as string);
  return json.every(isNumber) ? json.map(Number) : null;
}

function one(values: number[] | null, plain: (value: number) => Plain): Plain | null {
  return values === null ? null : plain(values[0]);
}

function isObject(json: Json | undefined): json is { readonly [key: string]: Json } {
  return typeof json === "object" && json !== null && !Array.isArray(json);
}
