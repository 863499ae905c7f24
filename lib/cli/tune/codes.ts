/**
 * Words as numbers, for charts that have axes: each choice is its place in the list of choices.
 *
 * @module
 */

import type { TrialRow } from "../../tuning/rows.ts";
import type { SearchSpace } from "../../tuning/distributions.ts";
import { formatValue } from "./values.ts";

/** Rows whose parameters are all numbers, and what the numbers of words mean. */
export interface CodedRows {
  readonly rows: readonly TrialRow[];
  /** `contrast: 0 = no, 1 = yes`; empty where all parameters are numbers. */
  readonly legend: string;
}

/** The rows with the choices of parameters that are no numbers replaced by their places. */
export function codedRows(rows: readonly TrialRow[], space: SearchSpace): CodedRows {
  const words = Object.entries(space).flatMap(([name, range]) => {
    const isWords = range.type === "categorical" &&
      range.choices.some((choice) => typeof choice !== "number");
    return isWords ? [[name, range.choices] as const] : [];
  });
  const coded = rows.map((row): TrialRow => ({
    ...row,
    ...Object.fromEntries(words.map(([name, choices]) => [name, choices.indexOf(row[name])])),
  }));
  const legend = words.map(([name, choices]) =>
    `${name}: ${choices.map((choice, i) => `${i} = ${formatValue(choice)}`).join(", ")}`
  );
  return { rows: coded, legend: legend.join("; ") };
}
