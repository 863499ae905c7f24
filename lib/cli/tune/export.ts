/**
 * Studies for other programs.
 *
 * @module
 */

import { writeWholeFile } from "../../internal/whole_file.ts";
import { exportToOptuna, optunaJournal } from "../../tuning/optuna/transfer.ts";
import { trialRows } from "../../tuning/rows.ts";
import type { Study } from "../../tuning/study.ts";
import { printError, printLine } from "../shared/output.ts";

/** Names of the formats. */
export const EXPORT_FORMATS = ["csv", "json", "optuna"] as const;

const LINES: Record<typeof EXPORT_FORMATS[number], (study: Study) => Iterable<string>> = {
  csv: exportCsv,
  json: exportJson,
  optuna: optunaJournal,
};

/** Prints the study, or writes it to a file: an Optuna database, where its ending says so. */
export async function exportStudy(
  study: Study,
  format: typeof EXPORT_FORMATS[number],
  to: string | undefined,
): Promise<void> {
  if (to === undefined) return void Iterator.from(LINES[format](study)).forEach(printLine);
  if (format === "optuna") await exportToOptuna(study, to);
  else await writeWholeFile(to, [...LINES[format](study), ""].join("\n"));
  printError(`Written: ${await Deno.realPath(to)}`);
}

/**
 * The finished trials, a line each, as RFC 4180 has it; histories and random states are left to
 * {@linkcode exportJson}.
 */
function exportCsv(study: Study): string[] {
  const params = [...study.distributions.keys()];
  const columns = ["number", "state", "value", ...params, "diverged", "seconds"];
  const trials = study.trials;
  const lines = trialRows(study).map((row) => {
    const { userAttributes: { seed, backend, dtype }, errors } = trials[row.number];
    return [...columns.map((name) => row[name]), seed, backend, dtype, errors.at(-1)];
  });
  const header = [...columns, "seed", "backend", "dtype", "error"];
  return [header, ...lines].map((cells) => cells.map(cell).join(","));
}

/** The definition and all that is known of every trial; numbers that are not finite are null. */
function exportJson(study: Study): string[] {
  const trials = study.trials.map((trial) => ({
    ...trial,
    intermediateValues: Object.fromEntries(trial.intermediateValues),
  }));
  return [JSON.stringify({ definition: study.definition, trials }, null, 2)];
}

function cell(value: unknown): string {
  const text = String(value ?? "");
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
