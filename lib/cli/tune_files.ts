/**
 * Where `deno task tune` keeps what it finds.
 *
 * @module
 */

import { fileURLToPath } from "node:url";

/** The database of studies, unless `--out` names another. */
export function defaultDatabase(): string {
  const url = new URL("../../data/studies/studies.db", import.meta.url);
  return url.protocol === "file:" ? fileURLToPath(url) : "data/studies/studies.db";
}

/** The folder beside a database that holds the weights of its studies' best nets. */
export function weightsDir(database: string): string {
  return `${database.replace(/\.db$/, "")}.weights`;
}
