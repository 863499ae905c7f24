/**
 * Grades as a spreadsheet: a row for each file and question, and one for each file's sum.
 *
 * @module
 */

import type { Grades } from "../grades.ts";

const HEAD = ["file", "notebook", "question", "status", "points", "of", "words"];

/** Comma-separated values with a head, as RFC 4180 has them. */
export function gradeCsv({ files, failed }: Grades): string {
  const rows = files.flatMap(({ file, notebook, grades, points, of, notes }) => [
    ...grades.map((grade) => [
      ...[file, notebook, grade.title, grade.status],
      ...[grade.status === "manual" ? "" : grade.points, grade.of, grade.words],
    ]),
    [file, notebook, "total", "", points, of, notes.join("\n")],
  ]);
  const errors = failed.map(({ file, error }) => [file, "", "", "not graded", "", "", error]);
  return [HEAD, ...rows, ...errors].map((row) => `${row.map(field).join(",")}\r\n`).join("");
}

/** Spreadsheets take a text that begins so for a formula; an apostrophe keeps it a text. */
const FORMULA = /^[=+\-@\t\r]/;

function field(value: string | number): string {
  if (typeof value === "number") return String(value);
  const text = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
