/**
 * Looking at studies without running them: `--list`, `--show` and `--export`.
 *
 * @module
 */

import { alignColumns } from "../../internal/align.ts";
import { paramImportances } from "../../tuning/importance.ts";
import { loadStudy } from "../../tuning/create_study.ts";
import type { Storage } from "../../tuning/storage/storage.ts";
import { searchedSpace } from "../../tuning/searched_space.ts";
import type { Study } from "../../tuning/study.ts";
import { isFinished, TRIAL_STATES } from "../../tuning/trial.ts";
import { EXIT } from "../shared/command_line.ts";
import { exportStudy } from "./export.ts";
import { findStudy, openToLook } from "./files.ts";
import { bestLine, lineFormat } from "./lines.ts";
import { placeOf } from "./place.ts";
import { formatAccuracy } from "./values.ts";
import type { TuneOptions } from "./options.ts";
import { writeReport } from "./report.ts";
import { outputTerminal, printLine } from "../shared/output.ts";

/** Does what the options ask for; returns the exit code. */
export async function inspect(options: TuneOptions): Promise<number> {
  const { list, show, study: named, export: format, to, report } = options;
  const place = placeOf(options);
  if (list) {
    using storage = openToLook(place);
    printStudies(storage);
    return EXIT.success;
  }
  const { storage: opened, definition } = findStudy(place, show ?? named, { readOnly: true });
  using storage = opened;
  const study = loadStudy({ name: definition.name, storage });
  if (format) await exportStudy(study, format, to);
  else printStudy(study);
  if (report) await writeReport(study, report);
  return EXIT.success;
}

function printStudies(storage: Storage): void {
  const rows = storage.getStudies().map(({ name }) => {
    const study = loadStudy({ name, storage });
    const [best] = study.ranking;
    return [name, countStates(study), best ? formatAccuracy(best.value!) : "none"];
  });
  for (const line of alignColumns([["STUDY", "TRIALS", "BEST"], ...rows])) printLine(line);
}

function printStudy(study: Study): void {
  const varied = Object.keys(searchedSpace(study));
  const [best] = study.ranking;
  const format = lineFormat(study, outputTerminal());
  for (const trial of study.trials) if (isFinished(trial.state)) printLine(format(trial));
  printLine(`Study ${study.name}: ${countStates(study)}`);
  if (!best) return;
  printLine(bestLine(study, best));
  const importances = Object.entries(paramImportances(study))
    .filter(([name]) => varied.includes(name))
    .map(([name, importance]) => `${name} ${importance.toFixed(2)}`);
  printLine(`Importances: ${importances.join(", ")}`);
}

/** How many trials there are in each state: `60 (58 complete, 2 waiting)`. */
function countStates(study: Study): string {
  const trials = study.trials;
  const counts = TRIAL_STATES.map((state) => ({
    name: state === "FAIL" ? "failed" : state.toLowerCase(),
    count: trials.filter((trial) => trial.state === state).length,
  })).filter(({ count }) => count > 0).map(({ name, count }) => `${count} ${name}`);
  return trials.length === 0 ? "no trials" : `${trials.length} trials (${counts.join(", ")})`;
}
