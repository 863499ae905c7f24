/**
 * Where studies lie on the disk.
 *
 * @module
 */

import { dataFile } from "../internal/data_file.ts";
import { isRedisUrl, parseRedisUrl } from "./queue/redis_url.ts";
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
 * The folder that holds the weights of a database's studies' best nets: beside a file, and the same by
 * whatever link that is reached; of a Redis (`redis://…`), on this machine, beside
 * {@linkcode defaultStudyDatabase}.
 *
 * @throws {RangeError} If `database` is neither a file's path nor the URL of a Redis.
 */
export function weightsDir(database: string): string {
  if (isRedisUrl(database)) return dataFile(`studies/${redisName(database)}.weights`);
  checkDatabasePath(database, "database");
  const file = isLink(database) ? realPath(database) : database;
  return `${file.replace(/\.db$/, "")}.weights`;
}

function redisName(url: string): string {
  const { hostname, port, pathname } = parseRedisUrl(url);
  const parts = ["redis", hostname, port || "6379", Number(pathname.slice(1)) || ""];
  return parts.filter((part) => part !== "").join("-").replace(/[^\w.]+/g, "-");
}

function isLink(path: string): boolean {
  try {
    return Deno.lstatSync(path).isSymlink;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
