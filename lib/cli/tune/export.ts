/**
 * Studies for other programs.
 *
 * @module
 */

import { trialRows } from "../../tuning/rows.ts";
import type { Study } from "../../tuning/study.ts";

/**
 * The finished trials, a line each, as RFC 4180 has it; histories and random states are left to
 * {@linkcode exportJson}.
 */
export function exportCsv(study: Study): string {
  const params = [...study.distributions.keys()];
  const columns = ["number", "state", "value", ...params, "diverged", "seconds"];
  const trials = study.trials;
  const lines = trialRows(study).map((row) => {
    const { userAttributes: { seed, backend, dtype }, errors } = trials[row.number];
    return [...columns.map((name) => row[name]), seed, backend, dtype, errors.at(-1)];
  });
  const header = [...columns, "seed", "backend", "dtype", "error"];
  return [header, ...lines].map((cells) => cells.map(cell).join(",")).join("\n");
}

/** The definition and all that is known of every trial; numbers that are not finite are null. */
export function exportJson(study: Study): string {
  const trials = study.trials.map((trial) => ({
    ...trial,
    intermediateValues: Object.fromEntries(trial.intermediateValues),
  }));
  return JSON.stringify({ definition: study.definition, trials }, null, 2);
}

function cell(value: unknown): string {
  const text = String(value ?? "");
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
