/**
 * Digests over what a study database holds, so that a flipped bit does not pass for a result.
 *
 * SQLite checks the form of its pages, not what is in them. Each study, each trial and each parameter
 * carries a digest over its content; that of a finished trial covers all that belongs to it.
 *
 * @module
 */

import type { DatabaseSync, SQLOutputValue } from "node:sqlite";
import { sha256 } from "../../internal/sha256.ts";
import { isFinished, type TrialState } from "../trial.ts";

/** A row whose integers are bigints. */
export type Row = Record<string, SQLOutputValue>;

/** What belongs to a trial, in the tables beside its own. */
export interface TrialChildren {
  params: Row[];
  steps: Row[];
  attributes: Row[];
  errors: Row[];
}

/** The columns of a trial's own row that its digest covers. */
const TRIAL_COLUMNS = [
  "number",
  "state",
  "value",
  "proposal",
  "attempts",
  "lease",
  "started_at",
  "finished_at",
];

/** The digest of a study. */
export function studyDigest(name: string, definition: string): string {
  return digestOf([name, definition]);
}

/** The digest of an attribute of a study. */
export function studyAttributeDigest(study: string, key: string, value: string): string {
  return digestOf([study, "attribute", key, value]);
}

/** The digest of a parameter. */
export function paramDigest(study: string, number: number | bigint, param: Row): string {
  return digestOf([study, BigInt(number), param.name, param.value, param.distribution]);
}

/** The digest of a trial: of what it is and, once it is finished, of all that it found. */
export function trialDigest(study: string, row: Row, children: TrialChildren): string {
  const cells = [study, ...TRIAL_COLUMNS.map((name) => row[name])];
  cells.push(...children.errors.map(({ message }) => message));
  if (!isFinished(row.state as TrialState)) return digestOf(cells);
  const { params, steps, attributes } = children;
  return digestOf([
    ...cells,
    ...params.flatMap(({ name, value, distribution }) => ["param", name, value, distribution]),
    ...steps.flatMap(({ step, value }) => ["step", step, value]),
    ...attributes.flatMap(({ key, value }) => ["attribute", key, value]),
  ]);
}

/** Writes the digest of a trial as it now is, and that it has changed, within the caller's transaction. */
export function sealTrial(database: DatabaseSync, id: number | bigint): void {
  const [row] = readRows(
    database,
    "SELECT trials.*, studies.name AS study FROM trials JOIN studies ON studies.id = study_id " +
      "WHERE trials.id = ?",
    id,
  );
  const children = (table: string, order: string) =>
    readRows(database, `SELECT * FROM ${table} WHERE trial_id = ? ORDER BY ${order}`, id);
  const isWhole = isFinished(row.state as TrialState);
  const digest = trialDigest(row.study as string, row, {
    params: isWhole ? children("params", "rowid") : [],
    steps: isWhole ? children("intermediate_values", "step") : [],
    attributes: isWhole ? children("user_attributes", "rowid") : [],
    errors: children("errors", "rowid"),
  });
  database.prepare(
    "UPDATE trials SET digest = ?, revision = (SELECT max(revision) + 1 FROM trials AS others " +
      "WHERE others.study_id = trials.study_id) WHERE id = ?",
  ).run(digest, id);
}

/** Writes every digest, within the caller's transaction: what is there is taken as it is. */
export function sealAll(database: DatabaseSync): void {
  for (const { id, name, definition } of readRows(database, "SELECT * FROM studies")) {
    const digest = studyDigest(name as string, definition as string);
    database.prepare("UPDATE studies SET digest = ? WHERE id = ?").run(digest, id);
  }
  const params = readRows(
    database,
    "SELECT params.rowid AS row, params.name, params.value, distribution, number, " +
      "studies.name AS study FROM params JOIN trials ON trials.id = trial_id " +
      "JOIN studies ON studies.id = study_id",
  );
  for (const param of params) {
    const digest = paramDigest(param.study as string, param.number as bigint, param);
    database.prepare("UPDATE params SET digest = ? WHERE rowid = ?").run(digest, param.row);
  }
  for (const { id } of readRows(database, "SELECT id FROM trials")) {
    sealTrial(database, id as bigint);
  }
}

/** The rows of a query, integers as bigints: no integer in a file is too large for them. */
export function readRows(
  database: DatabaseSync,
  sql: string,
  ...values: (number | bigint | string)[]
): Row[] {
  const statement = database.prepare(sql);
  statement.setReadBigInts(true);
  return statement.all(...values);
}

function digestOf(cells: readonly SQLOutputValue[]): string {
  const texts = cells.map((cell) => {
    const text = typeof cell === "number" && Object.is(cell, -0) ? "-0" : String(cell);
    return `${cell === null ? "null" : typeof cell} ${text.length} ${text}`;
  });
  return sha256(...texts).slice(0, 32);
}
