/**
 * Finding the studies that there are.
 *
 * @module
 */

import { InvalidArgumentError } from "commander";
import { checkStudyName } from "../../tuning/names.ts";
import { JournalStorage, type JournalStorageOptions } from "../../tuning/storage/journal.ts";
import type { StudyDefinition } from "../../tuning/storage/storage.ts";
import { openStudyFile, type StudyFile } from "../../tuning/storage/study_file.ts";
import { printError } from "../shared/output.ts";
import { shownPlace } from "./place.ts";

/** Reads the name of a study on the command line. */
export function studyName(text: string): string {
  try {
    checkStudyName(text, "it");
    return text;
  } catch (error) {
    throw new InvalidArgumentError((error as Error).message.replace(/ but found .*/, "."));
  }
}

/**
 * Opens a place of studies that there is, to look at it; says on standard error what in it is damaged.
 *
 * @throws {Error} If there is none, or it holds no studies.
 */
export function openToLook(path: string): StudyFile {
  const storage = openStudyFile(path, { readOnly: true });
  for (const damage of storage.damage) printError(`warning: ${shownPlace(path)}: ${damage}`);
  return storage;
}

/**
 * Opens one that there is, to go on with it; says what in it is damaged, as well.
 *
 * @throws {Error} If there is none, or it holds no studies.
 */
function openToWork(path: string, options: JournalStorageOptions): StudyFile {
  // Looking first needs the file to be there.
  openToLook(path)[Symbol.dispose]();
  return openStudyFile(path, options);
}

/** Says which trials of a study will not be run here: a journal does not tell who lives. */
function tellForeign(storage: StudyFile, study: string): void {
  const trials = storage instanceof JournalStorage ? storage.foreignTrials(study) : [];
  if (trials.length === 0) return;
  printError(
    `warning: run by other programs, or left by them when they died: trial ${trials.join(", ")} ` +
      "(if none of them runs, --take-over queues them again)",
  );
}

/**
 * The study of that name, or the one made last, and its storage.
 *
 * @throws {Error} If there is none.
 */
export function findStudy(
  database: string,
  name?: string,
  options: JournalStorageOptions = {},
): { storage: StudyFile; definition: StudyDefinition } {
  const storage = options.readOnly ? openToLook(database) : openToWork(database, options);
  const studies = storage.getStudies();
  const definition = name === undefined
    ? studies.at(-1)
    : studies.find((study) => study.name === name);
  if (definition) {
    if (!options.readOnly && !options.takeOver) tellForeign(storage, definition.name);
    return { storage, definition };
  }
  storage[Symbol.dispose]();
  const names = studies.map((study) => study.name).join(", ") || "none";
  const wanted = name === undefined ? "study" : `study named ${JSON.stringify(name)}`;
  throw new Error(`There is no ${wanted} in ${shownPlace(database)}; its studies: ${names}`);
}
