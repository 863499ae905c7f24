/**
 * The file that a study database is: one file by whatever name it is reached, and still there.
 *
 * @module
 */

import { basename, dirname, join, resolve } from "node:path";
import { checkString, expectation } from "../../internal/checks.ts";

/** Thrown when a database was deleted or replaced while it was in use. */
export class DatabaseLostError extends Error {
  /** The class's name. */
  override readonly name = "DatabaseLostError";
}

/**
 * Throws a RangeError unless `path` is a file's. SQLite takes other words too: URIs, of which
 * `file:x?mode=memory` keeps nothing, and `:memory:`.
 */
export function checkDatabasePath(path: string, name = "path"): void {
  checkString(name, path);
  if (path === "" || path === ":memory:" || path.includes("\0")) {
    throw new RangeError(expectation(name, "a file (MemoryStorage keeps nothing)", path));
  }
  if (/^(file|rediss?):/i.test(path)) {
    throw new RangeError(expectation(name, `a file, not a URI (./${path} is a file)`, path));
  }
}

/** The absolute path of the file behind `path` and its links, whether it is there yet or not. */
export function realPath(path: string): string {
  try {
    return Deno.realPathSync(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  const target = linkTarget(path);
  if (target !== null) return realPath(resolve(dirname(path), target));
  const folder = dirname(resolve(path));
  return folder === resolve(path) ? folder : join(realPath(folder), basename(path));
}

function linkTarget(path: string): string | null {
  try {
    return Deno.readLinkSync(path);
  } catch {
    return null;
  }
}

/** What tells a file from every other one that was or will be at its path. */
export interface FileIdentity {
  readonly dev: number;
  readonly ino: number | null;
}

/** The identity of the file at `path`, or `null` if there is none. */
export function identityOf(path: string): FileIdentity | null {
  try {
    const { dev, ino } = Deno.statSync(path);
    return { dev, ino };
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

/**
 * Throws unless the file at `path` is the one of the identity.
 *
 * @param finished How many trials this process has finished in it.
 * @throws {DatabaseLostError} If it is not, with what was lost.
 */
export function checkStillThere(path: string, identity: FileIdentity, finished: number): void {
  const now = identityOf(path);
  if (now !== null && now.dev === identity.dev && now.ino === identity.ino) return;
  const what = now === null ? "deleted" : "replaced by another file";
  const trials = finished === 1 ? "1 trial" : `${finished} trials`;
  throw new DatabaseLostError(
    `${path} was ${what} while it was in use: what it held is lost, the ${trials} that this run ` +
      "finished included. The run ends here, since nothing of it would be kept",
  );
}
