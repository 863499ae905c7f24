/**
 * Places of studies, whatever their kind.
 *
 * @module
 */

import { isJournal } from "../optuna/file_kind.ts";
import { isRedisUrl } from "../queue/redis_url.ts";
import { JournalStorage, type JournalStorageOptions } from "./journal.ts";
import { SqliteStorage } from "./sqlite.ts";

/** A place of studies: a database of ours, or an Optuna journal. */
export type StudyFile = SqliteStorage | JournalStorage;

/**
 * Opens a place of studies, or makes it: a journal where its beginning or, if it is new, its ending says
 * so, and where it is the URL of a Redis.
 */
export function openStudyFile(path: string, options: JournalStorageOptions = {}): StudyFile {
  if (isRedisUrl(path) || isJournal(path)) return new JournalStorage(path, options);
  if (options.takeOver) throw new Error(`--take-over is for Optuna journals, and ${path} is none`);
  return new SqliteStorage(path, { readOnly: options.readOnly });
}
