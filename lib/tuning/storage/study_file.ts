/**
 * Files of studies, whatever their kind.
 *
 * @module
 */

import { isJournal } from "../optuna/file_kind.ts";
import { JournalStorage, type JournalStorageOptions } from "./journal.ts";
import { SqliteStorage } from "./sqlite.ts";

/** A file of studies: a database of ours, or an Optuna journal. */
export type StudyFile = SqliteStorage | JournalStorage;

/** Opens a file of studies, or makes it: a journal where its beginning or, if it is new, its ending says so. */
export function openStudyFile(path: string, options: JournalStorageOptions = {}): StudyFile {
  if (isJournal(path)) return new JournalStorage(path, options);
  if (options.takeOver) throw new Error(`--take-over is for Optuna journals, and ${path} is none`);
  return new SqliteStorage(path, { readOnly: options.readOnly });
}
