/**
 * `--import`: studies that Optuna made.
 *
 * @module
 */

import { addStudies, readOptunaFile } from "../../tuning/optuna/transfer.ts";
import { EXIT } from "../shared/command_line.ts";
import { printLine } from "../shared/output.ts";
import { openStudyFile } from "../../tuning/storage/study_file.ts";
import type { TuneOptions } from "./options.ts";
import { placeOf } from "./place.ts";

/** Takes the studies of a file of Optuna's into the one of `--out`; returns the exit code. */
export function importStudies(file: string, options: TuneOptions): number {
  const { study } = options;
  const studies = readOptunaFile(file, { study });
  using storage = openStudyFile(placeOf(options));
  for (const name of addStudies(studies, storage)) {
    printLine(`Study ${name}: ${storage.getTrials(name).length} trials`);
  }
  return EXIT.success;
}
