/**
 * The layout of a study database, and the checks before a file is taken for one.
 *
 * @module
 */

import { DatabaseSync } from "node:sqlite";

/** Marks the file as ours ("2lnt" in ASCII), in SQLite's own field for that. */
const APPLICATION_ID = 0x326c6e74;

/** Raised with every change of the tables. */
const SCHEMA_VERSION = 1;

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
  const database = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS });
  try {
    checkFile(database, path);
    // NORMAL leaves it to the system when a commit reaches the disk; see `durably`.
    database.exec(
      "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON",
    );
    createTables(database);
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
    if (!isEmpty(database)) return;
    database.exec(SCHEMA);
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
