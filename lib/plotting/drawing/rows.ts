/**
 * Fields of plain rows: which there are, what they hold, and the order of their values.
 *
 * @module
 */

import { checkArray, checkChoice, checkObject, expectation, quote } from "../../internal/checks.ts";
import { labels } from "./numbers.ts";
import { checkNotEmpty } from "./options.ts";

/** The name of a field of the rows. */
export type FieldOf<T> = Extract<keyof T, string>;

/** Throws unless there are rows and the first has all the fields. */
export function checkRows(
  rows: readonly object[],
  fields: Readonly<Record<string, string | undefined>>,
): void {
  checkNotEmpty("rows", rows);
  checkArray("rows", rows, checkObject);
  for (const [option, field] of Object.entries(fields)) {
    if (field !== undefined) checkChoice(option, field, Object.keys(rows[0]));
  }
}

/** The field of each row. */
export function column(rows: readonly object[], field: string): unknown[] {
  return rows.map((row) =>
    Object.hasOwn(row, field) ? (row as Record<string, unknown>)[field] : undefined
  );
}

/** The field of each row, which must be a number; not finite only where `mayBeAbsent`. */
export function numberColumn(
  rows: readonly object[],
  field: string,
  { mayBeAbsent = false } = {},
): number[] {
  return column(rows, field).map((value, i) => {
    if (typeof value === "number" && (mayBeAbsent || Number.isFinite(value))) return value;
    if (mayBeAbsent && (value === null || value === undefined)) return NaN;
    const expected = mayBeAbsent ? "a number or null" : "a finite number";
    throw new RangeError(expectation(`rows[${i}][${quote(field)}]`, expected, value));
  });
}

/** Each different value once: numbers ascending, then texts in order of appearance. */
export function levels(values: readonly unknown[]): unknown[] {
  const distinct = [...new Set(values)];
  const numbers = distinct.filter((value) => typeof value === "number").sort((a, b) => a - b);
  return [...numbers, ...distinct.filter((value) => typeof value !== "number")];
}

/** The labels of the levels, in order. */
export function levelLabels(values: readonly unknown[]): string[] {
  return labels(levels(values));
}

/** By value, the label of its level: every value of a column is labelled with all others in view. */
export function labelled(values: readonly unknown[]): string[] {
  const distinct = levels(values);
  const texts = labels(distinct);
  const names = new Map(distinct.map((level, i) => [level, texts[i]]));
  return values.map((value) => names.get(value)!);
}

/** Throws unless each value is positive or absent (NaN): a logarithmic axis shows no other. */
export function checkPositiveColumn(field: string, values: readonly number[]): void {
  const i = values.findIndex((value) => value <= 0);
  if (i < 0) return;
  const expected = "greater than 0 on a logarithmic axis";
  throw new RangeError(expectation(`rows[${i}][${quote(field)}]`, expected, values[i]));
}
