/**
 * Answers as plain data, which can be compared, and sent from one process to another.
 *
 * @module
 */

import { quote } from "../../internal/checks.ts";
import { Matrix } from "../../matrix/matrix.ts";

/** A value as plain data; what has no such form is quoted. */
export type Plain =
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "list"; readonly values: readonly number[] }
  | {
    readonly kind: "matrix";
    readonly rows: number;
    readonly cols: number;
    readonly values: readonly number[];
  }
  | { readonly kind: "object"; readonly fields: ReadonlyMap<string, Plain> }
  | { readonly kind: "other"; readonly text: string };

/** Deeper than any answer. */
const MAX_DEPTH = 3;

/** The value as plain data. */
export function toPlain(value: unknown, depth = 0): Plain {
  if (typeof value === "number") return { kind: "number", value };
  if (value instanceof Matrix) return plainMatrix(value);
  if (isNumbers(value)) return { kind: "list", values: Array.from(value) };
  if (isPlainObject(value) && depth < MAX_DEPTH) {
    const fields = Object.entries(value).map(([key, field]) =>
      [key, toPlain(field, depth + 1)] as const
    );
    return { kind: "object", fields: new Map(fields) };
  }
  return { kind: "other", text: quote(value) };
}

function plainMatrix({ rows, cols, data }: Matrix): Plain {
  return { kind: "matrix", rows, cols, values: Array.from(data) };
}

function isNumbers(value: unknown): value is ArrayLike<number> {
  if (Array.isArray(value)) return value.every((item) => typeof item === "number");
  return ArrayBuffer.isView(value) && !(value instanceof DataView) &&
    !(value instanceof BigInt64Array) && !(value instanceof BigUint64Array);
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

/** What a value is, in the words of the lessons: "a number", "5 × 3". */
export function describe(plain: Plain): string {
  switch (plain.kind) {
    case "number":
      return "a number";
    case "list":
      return `a list of ${plain.values.length} numbers`;
    case "matrix":
      return `${plain.rows} × ${plain.cols}`;
    case "object":
      return `an object with ${[...plain.fields.keys()].join(", ") || "nothing in it"}`;
    case "other":
      return plain.text;
  }
}
