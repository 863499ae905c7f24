/**
 * Finding the studies that there are.
 *
 * @module
 */

import { InvalidArgumentError } from "commander";
import { checkStudyName } from "../../tuning/names.ts";
import { SqliteStorage } from "../../tuning/storage/sqlite.ts";
import type { StudyDefinition } from "../../tuning/storage/storage.ts";
import { printError } from "../shared/output.ts";

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
 * Opens a database that there is, to look at it; says on standard error what in it is damaged.
 *
 * @throws {Error} If there is none, or it is not a study database.
 */
export function openToLook(database: string): SqliteStorage {
  const storage = new SqliteStorage(database, { readOnly: true });
  for (const damage of storage.damage) printError(`warning: ${database}: ${damage}`);
  return storage;
}

/**
 * Opens a database that there is, to go on with it; says what in it is damaged, as well.
 *
 * @throws {Error} If there is none, or it is not a study database.
 */
function openToWork(database: string): SqliteStorage {
  // Looking first needs the file to be there.
  openToLook(database)[Symbol.dispose]();
  return new SqliteStorage(database);
}

/**
 * The study of that name, or the one made last, and its storage.
 *
 * @param options Whether the study is only looked at. Default: it is gone on with.
 * @throws {Error} If there is none.
 */
export function findStudy(
  database: string,
  name?: string,
  { toLook = false }: { toLook?: boolean } = {},
): { storage: SqliteStorage; definition: StudyDefinition } {
  const storage = toLook ? openToLook(database) : openToWork(database);
  const studies = storage.getStudies();
  const definition = name === undefined
    ? studies.at(-1)
    : studies.find((study) => study.name === name);
  if (definition) return { storage, definition };
  storage[Symbol.dispose]();
  const names = studies.map((study) => study.name).join(", ") || "none";
  const wanted = name === undefined ? "study" : `study named ${JSON.stringify(name)}`;
  throw new Error(`There is no ${wanted} in ${database}; its studies: ${names}`);
}
