/**
 * Writing a whole trial into a study database.
 *
 * @module
 */

import type { DatabaseSync } from "node:sqlite";
import { encodeJson, type Json } from "../json.ts";
import type { FrozenTrial } from "../trial.ts";
import { paramDigest, sealTrial } from "./digests.ts";
import type { StoredStudy } from "./sqlite_reader.ts";

/** Writes a trial that is not there yet, within the caller's transaction. */
export function insertTrial(
  database: DatabaseSync,
  study: Pick<StoredStudy, "id" | "name">,
  trial: FrozenTrial,
): void {
  const { number, state, value, proposal, attempts, startedAt, finishedAt } = trial;
  const { lastInsertRowid: id } = database.prepare(
    "INSERT INTO trials (study_id, number, state, value, proposal, attempts, started_at, finished_at) " +
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
  ).run(study.id, number, state, value, encodeJson(proposal), attempts, startedAt, finishedAt);
  for (const [name, value] of Object.entries(trial.params)) {
    insertParam(database, study.name, number, id, {
      name,
      value: encodeJson(value),
      distribution: encodeJson(trial.distributions[name] as unknown as Json),
    });
  }
  for (const [step, reported] of trial.intermediateValues) {
    database.prepare("INSERT INTO intermediate_values (trial_id, step, value) VALUES (?, ?, ?)")
      .run(id, step, orNull(reported));
  }
  for (const [key, attribute] of Object.entries(trial.userAttributes)) {
    database.prepare("INSERT INTO user_attributes (trial_id, key, value) VALUES (?, ?, ?)")
      .run(id, key, encodeJson(attribute));
  }
  for (const message of trial.errors) insertError(database, id, message);
  sealTrial(database, id);
}

/** Writes a parameter of a trial. */
export function insertParam(
  database: DatabaseSync,
  study: string,
  trial: number,
  id: number | bigint,
  param: { name: string; value: string; distribution: string },
): void {
  database.prepare(
    "INSERT INTO params (trial_id, name, value, distribution, digest) VALUES (?, ?, ?, ?, ?)",
  ).run(id, param.name, param.value, param.distribution, paramDigest(study, trial, param));
}

/** Writes why an attempt failed. */
export function insertError(database: DatabaseSync, id: number | bigint, message: string): void {
  database.prepare("INSERT INTO errors (trial_id, message) VALUES (?, ?)").run(id, message);
}

/** A reported value as the column holds it: NULL is NaN, which SQLite cannot store. */
export function orNull(reported: number): number | null {
  return Number.isNaN(reported) ? null : reported;
}
