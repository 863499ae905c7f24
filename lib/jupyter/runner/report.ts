/**
 * What a person is told of a run that went wrong.
 *
 * @module
 */

import type { Difference } from "./compare.ts";
import type { CellFailure } from "./run.ts";

const VERBS = {
  error: "failed",
  stuck: "did not end after an error that nothing caught",
  timeout: "ran out of time",
  dead: "ended the kernel",
};

/** The failed cell's place, its source with line numbers, and what it threw. */
export function describeFailure(
  notebook: string,
  { number, cell, status, error }: CellFailure,
): string {
  const lines = cell.source.split("\n");
  const width = String(lines.length).length;
  const source = lines.map((line, i) => `  ${String(i + 1).padStart(width)} | ${line}`.trimEnd());
  const message = error.traceback.length > 0
    ? error.traceback
    : [error.evalue === "" ? error.ename : `${error.ename}: ${error.evalue}`];
  return [`${notebook}, cell ${number} ${VERBS[status]}:`, ...source, ...message].join("\n");
}

/** The first line on which two runs differ. */
export function describeDifference(
  notebook: string,
  { number, line, before, after }: Difference,
): string {
  const quote = (text: string | undefined): string => text === undefined ? "(nothing)" : text;
  return [
    `${notebook}, cell ${number}, line ${line} of its output differs:`,
    `  committed: ${quote(before)}`,
    `  this run:  ${quote(after)}`,
  ].join("\n");
}
