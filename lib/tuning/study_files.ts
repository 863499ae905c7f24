/**
 * Where studies lie on the disk.
 *
 * @module
 */

import { dataFile } from "../internal/data_file.ts";
import { checkDatabasePath, realPath } from "./storage/database_file.ts";

/**
 * The database in which `deno task tune` keeps its studies unless it is told otherwise:
 * `data/studies/studies.db` in the checkout that this module lies in; below the working directory
 * when the module does not come from a file.
 */
export function defaultStudyDatabase(): string {
  return dataFile("studies/studies.db");
}

/**
 * The folder beside a database that holds the weights of its studies' best nets. It is the same by
 * whatever link the database is reached.
 *
 * @throws {RangeError} If `database` is no file's path.
 */
export function weightsDir(database: string): string {
  checkDatabasePath(database, "database");
  const file = isLink(database) ? realPath(database) : database;
  return `${file.replace(/\.db$/, "")}.weights`;
}

function isLink(path: string): boolean {
  try {
    return Deno.lstatSync(path).isSymlink;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
