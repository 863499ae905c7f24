/**
 * The layout of a study database, and the checks before a file is taken for one.
 *
 * @module
 */

import { DatabaseSync } from "node:sqlite";
import { sealAll } from "./digests.ts";

/** Marks the file as ours ("2lnt" in ASCII), in SQLite's own field for that. */
const APPLICATION_ID = 0x326c6e74;

/** How long a process waits for another one's transaction, which takes milliseconds. */
const BUSY_TIMEOUT_MS = 30_000;

/** What leads from each version of the tables to the next; all of them make a new database. */
const MIGRATIONS = [
  `
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
`,
  `
  ALTER TABLE studies ADD COLUMN digest TEXT;
  ALTER TABLE trials ADD COLUMN digest TEXT;
  ALTER TABLE params ADD COLUMN digest TEXT;
`,
  `
  ALTER TABLE trials ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;
  CREATE INDEX trials_by_revision ON trials (study_id, revision);
`,
  `
  CREATE TABLE study_attributes (
    study_id INTEGER NOT NULL REFERENCES studies (id),
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (study_id, key)
  ) STRICT, WITHOUT ROWID;
`,
];

const SCHEMA_VERSION = MIGRATIONS.length;

/** What can be done about a damaged database. */
const REMEDY = "--show and --export print what can be read of it; go on with a copy of the file, " +
  "or begin with a new one";

/**
 * Opens a study database to work on, made if `file` does not exist or is empty, and brought to the
 * newest version. A file that is anything else is not written to.
 *
 * @param path The file's name in messages.
 * @throws {Error} If the file is no SQLite database, is damaged, is another program's, or was made by
 * a newer version.
 */
export function openDatabase(file: string, path: string): DatabaseSync {
  const database = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS });
  try {
    refuseUnlessOurs(database, path);
    refuseDamaged(database, path);
    // NORMAL leaves it to the system when a commit reaches the disk; see `durably`.
    database.exec(
      "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON",
    );
    migrate(database);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Throws unless the database is empty or one of studies, of a version that is known. */
export function refuseUnlessOurs(database: DatabaseSync, path: string): void {
  try {
    if (isEmpty(database)) return;
    if (isOptunas(database)) {
      throw refusal(path, "it is Optuna's, whose studies can be imported into one");
    }
    if (pragma(database, "application_id") !== APPLICATION_ID) {
      throw refusal(path, "it is another program's");
    }
  } catch (error) {
    if (!isSqliteError(error)) throw error;
    throw refusal(path, `SQLite cannot read it (${error.message})`, error);
  }
  const version = pragma(database, "user_version") as number;
  if (version > SCHEMA_VERSION) {
    throw refusal(path, `its version is ${version}, and this program knows ${SCHEMA_VERSION}`);
  }
  if (version < 1) throw refusal(path, `its version is ${version}, which there is not`);
}

function refuseDamaged(database: DatabaseSync, path: string): void {
  const damage = findDamage(database);
  if (damage !== null) throw refusal(path, `it is damaged (${damage}). ${REMEDY}`);
}

/** What is wrong with the form of the database, by SQLite's own checks, or `null`. */
export function findDamage(database: DatabaseSync): string | null {
  try {
    if (isEmpty(database)) return null;
    const check = pragma(database, "integrity_check");
    if (check !== "ok") return String(check);
    if (!hasOurTables(database)) return "its tables are not ours";
    const [orphan] = database.prepare("PRAGMA foreign_key_check").all();
    return orphan ? `a row of ${orphan.table} belongs to nothing` : null;
  } catch (error) {
    if (!isSqliteError(error)) throw error;
    return error.message;
  }
}

/** Whether every table and index is defined as it was by us; others may have been added. */
function hasOurTables(database: DatabaseSync): boolean {
  const definitions = (of: DatabaseSync) =>
    of.prepare("SELECT type || name || tbl_name || ifnull(sql, '') AS text FROM sqlite_schema")
      .all().map(({ text }) => text);
  const model = new DatabaseSync(":memory:");
  try {
    const version = pragma(database, "user_version") as number;
    for (const sql of MIGRATIONS.slice(0, version)) model.exec(sql);
    const there = new Set(definitions(database));
    return definitions(model).every((definition) => there.has(definition));
  } finally {
    model.close();
  }
}

/** The error for a file that is not, or no longer, what it should be. */
function refusal(path: string, reason: string, cause?: unknown): Error {
  return new Error(`Expected ${path} to be a study database but ${reason}; it was left as it is`, {
    cause,
  });
}

/** Whether SQLite said so, rather than this program. */
export function isSqliteError(error: unknown): error is Error {
  return error instanceof Error && "code" in error && error.code === "ERR_SQLITE_ERROR";
}

/** Runs `body`; what SQLite says of it names the file and what can be done. */
export function explained<T>(path: string, body: () => T): T {
  try {
    return body();
  } catch (error) {
    if (!isSqliteError(error) || !/malformed|not a database|no such/.test(error.message)) {
      throw error;
    }
    throw new Error(`${path} is damaged (${error.message}). ${REMEDY}`, { cause: error });
  }
}

function migrate(database: DatabaseSync): void {
  if (pragma(database, "user_version") === SCHEMA_VERSION) return;
  durably(database, () => {
    const version = isEmpty(database) ? 0 : pragma(database, "user_version") as number;
    if (version === SCHEMA_VERSION) return;
    for (const sql of MIGRATIONS.slice(version)) database.exec(sql);
    if (version === 1) sealAll(database);
    database.exec(
      `PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${SCHEMA_VERSION}`,
    );
  });
}

/** Moves what is in the write-ahead log into the file, as far as nobody reads what was before. */
export function foldIn(database: DatabaseSync): void {
  database.exec("PRAGMA wal_checkpoint(PASSIVE)");
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

/** Whether there is nothing in it yet. */
export function isEmpty(database: DatabaseSync): boolean {
  const { tables } = database.prepare("SELECT count(*) AS tables FROM sqlite_schema").get() as {
    tables: number;
  };
  return tables === 0 && pragma(database, "application_id") === 0;
}

function isOptunas(database: DatabaseSync): boolean {
  const { tables } = database.prepare(
    "SELECT count(*) AS tables FROM sqlite_schema WHERE name IN ('alembic_version', 'study_directions')",
  ).get() as { tables: number };
  return tables === 2;
}

function pragma(database: DatabaseSync, name: string): unknown {
  return Object.values(database.prepare(`PRAGMA ${name}`).get()!)[0];
}
