/**
 * Opening a study database to look at it: nothing is written, neither to the file nor beside it
 * where that can be helped, so it works on read-only files and file systems too.
 *
 * @module
 */

import { DatabaseSync } from "node:sqlite";
import { identityOf } from "./database_file.ts";
import { isSqliteError, refuseUnlessOurs } from "./schema.ts";

/** An open database, and how to tell that the file has changed since. */
export interface DatabaseView extends Disposable {
  readonly database: DatabaseSync;
  /** Whether the database shows what others wrote by now. */
  isCurrent(): boolean;
}

/** How long a view waits for another process's transaction. */
const BUSY_TIMEOUT_MS = 30_000;

/**
 * Opens the file read-only.
 *
 * @param path The file's name in messages.
 * @throws {Error} If there is none, or it is no study database.
 */
export function openView(file: string, path: string): DatabaseView {
  if (identityOf(file) === null) throw new Error(`There is no study database ${path}`);
  const view = openFirst(file, path);
  try {
    refuseUnlessOurs(view.database, path);
    return view;
  } catch (error) {
    view[Symbol.dispose]();
    throw error;
  }
}

function openFirst(file: string, path: string): DatabaseView {
  // Reading by SQLite makes a log beside the file where there is none, and leaves it there: only
  // whoever works on the database has one. (Without it, SQLite would need a URI, which Deno takes
  // with all permissions only.)
  const ways = isInUse(file) ? [openShared, openCopy] : [openCopy, openShared];
  let reason: unknown;
  for (const open of ways) {
    try {
      return open(file);
    } catch (error) {
      reason = error;
    }
  }
  throw new Error(`Cannot read ${path}: ${(reason as Error).message}`, { cause: reason });
}

/** With the log that others write to: what they commit is seen. */
function openShared(file: string): DatabaseView {
  return view(new DatabaseSync(file, { readOnly: true, timeout: BUSY_TIMEOUT_MS }), () => true);
}

/** A copy, with its log where there is one that SQLite cannot read in its place. */
function openCopy(file: string): DatabaseView {
  const folder = Deno.makeTempDirSync();
  const remove = () => Deno.removeSync(folder, { recursive: true });
  try {
    const copy = `${folder}/studies.db`;
    const copied = copyUnchanged(file, copy);
    return view(new DatabaseSync(copy), () => fingerprint(file) === copied, remove);
  } catch (error) {
    remove();
    throw error;
  }
}

/** Copies the file and its log as they were at one time; returns their fingerprint. */
function copyUnchanged(file: string, copy: string): string {
  for (;;) {
    const before = fingerprint(file);
    for (const end of ["", "-wal"]) {
      if (identityOf(copy + end)) Deno.removeSync(copy + end);
      if (identityOf(file + end)) Deno.writeFileSync(copy + end, Deno.readFileSync(file + end));
    }
    if (fingerprint(file) === before) return before;
  }
}

function view(
  database: DatabaseSync,
  isCurrent: () => boolean,
  afterwards: () => void = () => {},
): DatabaseView {
  try {
    // Only reading shows whether SQLite can.
    database.prepare("SELECT count(*) FROM sqlite_schema").get();
  } catch (error) {
    if (!isSqliteError(error) || !/not a database|malformed/.test(error.message)) {
      database.close();
      throw error;
    }
  }
  return {
    database,
    isCurrent,
    [Symbol.dispose]: () => {
      database.close();
      afterwards();
    },
  };
}

function isInUse(file: string): boolean {
  return identityOf(`${file}-wal`) !== null || identityOf(`${file}-shm`) !== null;
}

/** Changes with the file and with the log beside it. */
function fingerprint(file: string): string {
  return [file, `${file}-wal`].map((path) => {
    try {
      const { dev, ino, size, mtime } = Deno.statSync(path);
      return `${dev} ${ino} ${size} ${mtime?.getTime()}`;
    } catch {
      return "none";
    }
  }).join(", ");
}
