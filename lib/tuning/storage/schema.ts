/**
 * The layout of a study database, and the checks before a file is taken for one.
 *
 * @module
 */

import { DatabaseSync } from "node:sqlite";
import { pathToFileURL as toFileUrl } from "node:url";

/** Marks the file as ours ("2lnt" in ASCII), in SQLite's own field for that. */
const APPLICATION_ID = 0x326c6e74;

/** Raised with every change of the tables. */
const SCHEMA_VERSION = 2;

/** How long a process waits for another one's transaction, which takes milliseconds. */
const BUSY_TIMEOUT_MS = 30_000;

const SCHEMA = `
  CREATE TABLE studies (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    definition TEXT NOT NULL
  ) STRICT;

  CREATE TABLE trials (
    id INTEGER PRIMARY KEY,
    study_id INTEGER NOT NULL REFERENCES studies (id),
    number INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('WAITING', 'RUNNING', 'COMPLETE', 'PRUNED', 'FAIL')),
    value REAL,
    proposal TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    lease TEXT,
    started_at INTEGER,
    finished_at INTEGER,
    digest TEXT, -- of a finished trial and all that belongs to it; NULL in rows of version 1
    UNIQUE (study_id, number)
  ) STRICT;
  CREATE INDEX trials_by_state ON trials (study_id, state, number);

  CREATE TABLE params (
    trial_id INTEGER NOT NULL REFERENCES trials (id),
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    distribution TEXT NOT NULL,
    UNIQUE (trial_id, name)
  ) STRICT;

  CREATE TABLE intermediate_values (
    trial_id INTEGER NOT NULL REFERENCES trials (id),
    step INTEGER NOT NULL,
    value REAL, -- NULL is NaN, which SQLite cannot store
    PRIMARY KEY (trial_id, step)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE user_attributes (
    trial_id INTEGER NOT NULL REFERENCES trials (id),
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    UNIQUE (trial_id, key)
  ) STRICT;

  CREATE TABLE errors (
    trial_id INTEGER NOT NULL REFERENCES trials (id),
    message TEXT NOT NULL
  ) STRICT;
  CREATE INDEX errors_by_trial ON errors (trial_id);
`;

/**
 * Opens a study database, made if `path` does not exist or is empty. A file that is anything else is
 * not written to.
 *
 * @throws {Error} If the file is no SQLite database, is damaged, is another program's, or was made by
 * a newer version.
 */
export function openDatabase(path: string): DatabaseSync {
  return opened(new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS }), (database) => {
    checkFile(database, path);
    // NORMAL leaves it to the system when a commit reaches the disk; see `durably`.
    database.exec(
      "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON",
    );
    createTables(database);
  });
}

/**
 * Opens a study database to look at it: nothing is written, neither to it nor beside it, so that
 * read-only files, folders and file systems do.
 *
 * @returns `null` for an empty file, which holds no study.
 * @throws {Error} As {@linkcode openDatabase}, and if changes beside it are not folded in yet and
 * cannot be read here.
 */
export function openReadOnly(path: string): DatabaseSync | null {
  if (Deno.statSync(path).size === 0) return null;
  const options = { readOnly: true, timeout: BUSY_TIMEOUT_MS };
  try {
    // Without a log beside it nobody has it open, and it can be read as if it never changed.
    const location = isThere(`${path}-wal`) ? path : immutable(path);
    return opened(
      new DatabaseSync(location, options),
      (database) => checkFile(database, path),
    );
  } catch (error) {
    if ((error as { errcode?: number }).errcode !== CANNOT_OPEN) throw error;
    throw new Error(
      `Cannot read ${path}: the changes in ${path}-wal beside it are not folded in yet. Copy both ` +
        "files into a folder that can be written",
      { cause: error },
    );
  }
}

/** SQLITE_CANTOPEN. */
const CANNOT_OPEN = 14;

function immutable(path: string): URL {
  const url = toFileUrl(path);
  url.searchParams.set("immutable", "1");
  return url;
}

function isThere(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** The database once `prepare` is done with it; closed where that throws. */
function opened(database: DatabaseSync, prepare: (database: DatabaseSync) => void): DatabaseSync {
  try {
    prepare(database);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function checkFile(database: DatabaseSync, path: string): void {
  const refuse = (reason: string, cause?: unknown) =>
    new Error(`Expected ${path} to be a study database but ${reason}; it was left as it is`, {
      cause,
    });
  let check: unknown;
  try {
    if (isEmpty(database)) return;
    check = pragma(database, "quick_check");
  } catch (error) {
    throw refuse(`SQLite cannot read it (${(error as Error).message})`, error);
  }
  if (pragma(database, "application_id") !== APPLICATION_ID) {
    throw refuse("it is another program's");
  }
  if (check !== "ok") throw refuse(`it is damaged (${check})`);
  const version = pragma(database, "user_version") as number;
  if (version > SCHEMA_VERSION) {
    throw refuse(`its version is ${version}, and this program knows ${SCHEMA_VERSION}`);
  }
}

function createTables(database: DatabaseSync): void {
  transaction(database, () => {
    const isNew = isEmpty(database);
    if (!isNew && pragma(database, "user_version") === SCHEMA_VERSION) return;
    database.exec(isNew ? SCHEMA : "ALTER TABLE trials ADD COLUMN digest TEXT");
    database.exec(
      `PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${SCHEMA_VERSION}`,
    );
  });
}

/** Runs `body` in a transaction that excludes other writers from its start. */
export function transaction<T>(database: DatabaseSync, body: () => T): T {
  database.exec("BEGIN IMMEDIATE");
  try {
    const result = body();
    database.exec("COMMIT");
    return result;
  } catch (error) {
    // SQLite has already rolled back after some errors, a full disk among them.
    if (database.isTransaction) database.exec("ROLLBACK");
    throw error;
  }
}

/**
 * Runs `body` in a transaction that is on the disk, with all that was committed before it, when this
 * returns: it outlives a power cut too. Takes milliseconds, so reports of running trials, which would
 * be run again anyway, do without.
 */
export function durably<T>(database: DatabaseSync, body: () => T): T {
  database.exec("PRAGMA synchronous = FULL");
  try {
    return transaction(database, body);
  } finally {
    database.exec("PRAGMA synchronous = NORMAL");
  }
}

function isEmpty(database: DatabaseSync): boolean {
  const { tables } = database.prepare("SELECT count(*) AS tables FROM sqlite_schema").get() as {
    tables: number;
  };
  return tables === 0 && pragma(database, "application_id") === 0;
}

function pragma(database: DatabaseSync, name: string): unknown {
  return Object.values(database.prepare(`PRAGMA ${name}`).get()!)[0];
}
