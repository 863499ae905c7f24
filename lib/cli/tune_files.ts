/**
 * Finding the studies that there are.
 *
 * @module
 */

import { ifThere } from "../internal/if_there.ts";
import { SqliteStorage } from "../tuning/storage/sqlite.ts";
import type { Storage, StudyDefinition } from "../tuning/storage/storage.ts";

/**
 * Opens a database that there is.
 *
 * @throws {Error} If there is none, or it is not a study database.
 */
export async function openExisting(database: string): Promise<Storage> {
  const found = await ifThere(Deno.stat(database));
  if (!found) throw new Error(`There is no study database ${database}`);
  return new SqliteStorage(database);
}

/**
 * The study of that name, or the one made last, and its storage.
 *
 * @throws {Error} If there is none.
 */
export async function findStudy(
  database: string,
  name?: string,
): Promise<{ storage: Storage; definition: StudyDefinition }> {
  const storage = await openExisting(database);
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
