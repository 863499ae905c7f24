/**
 * Reads trials out of a study database.
 *
 * @module
 */

import type { DatabaseSync, SQLOutputValue } from "node:sqlite";
import type { Distribution, ParamValue, TrialParams } from "../distributions.ts";
import { decodeJson, type Json } from "../json.ts";
import { type FrozenTrial, isFinished, type TrialState } from "../trial.ts";

type Row = Record<string, SQLOutputValue>;

/** Reads trials; those that are finished, which never change, only once. */
export class TrialReader {
  readonly #database: DatabaseSync;
  /** By study id: the finished trials before the first unfinished one. */
  readonly #finished = new Map<number, FrozenTrial[]>();

  /** A reader of an open database. */
  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** Every trial of a study, in the order of their numbers. */
  read(studyId: number): FrozenTrial[] {
    const known = this.#finished.get(studyId) ?? [];
    const trials = [...known, ...this.#readFrom(studyId, known.length)];
    const unfinished = trials.findIndex(({ state }) => !isFinished(state));
    this.#finished.set(studyId, unfinished < 0 ? trials : trials.slice(0, unfinished));
    return [...trials];
  }

  #readFrom(studyId: number, first: number): FrozenTrial[] {
    // One view of the database for all five queries: another process may write between them.
    this.#database.exec("SAVEPOINT reading");
    try {
      const rows = this.#database.prepare(
        "SELECT * FROM trials WHERE study_id = ? AND number >= ? ORDER BY number",
      ).all(studyId, first);
      const children = (table: string, order: string) =>
        this.#children(table, order, studyId, first);
      const params = children("params", "rowid");
      const steps = children("intermediate_values", "step");
      const attributes = children("user_attributes", "rowid");
      const errors = children("errors", "rowid");
      return rows.map((row) =>
        toTrial(row, {
          params: params.get(row.id) ?? [],
          steps: steps.get(row.id) ?? [],
          attributes: attributes.get(row.id) ?? [],
          errors: errors.get(row.id) ?? [],
        })
      );
    } finally {
      this.#database.exec("RELEASE reading");
    }
  }

  #children(
    table: string,
    order: string,
    studyId: number,
    first: number,
  ): Map<SQLOutputValue, Row[]> {
    const rows = this.#database.prepare(
      `SELECT ${table}.* FROM ${table} JOIN trials ON trials.id = trial_id ` +
        `WHERE study_id = ? AND number >= ? ORDER BY ${table}.${order}`,
    ).all(studyId, first);
    return Map.groupBy(rows, (row) => row.trial_id);
  }
}

interface Children {
  params: Row[];
  steps: Row[];
  attributes: Row[];
  errors: Row[];
}

function toTrial(row: Row, { params, steps, attributes, errors }: Children): FrozenTrial {
  return {
    number: row.number as number,
    state: row.state as TrialState,
    value: row.value as number | null,
    params: toRecord<ParamValue>(params, "name", "value"),
    distributions: toRecord<Distribution>(params, "name", "distribution"),
    proposal: decodeJson(row.proposal as string) as TrialParams,
    intermediateValues: new Map(
      steps.map(({ step, value }) => [step as number, value === null ? NaN : value as number]),
    ),
    userAttributes: toRecord<Json>(attributes, "key", "value"),
    attempts: row.attempts as number,
    errors: errors.map(({ message }) => message as string),
    startedAt: row.started_at as number | null,
    finishedAt: row.finished_at as number | null,
  };
}

function toRecord<T>(rows: Row[], key: string, value: string): Record<string, T> {
  return Object.fromEntries(
    rows.map((row) => [row[key], decodeJson(row[value] as string) as T]),
  );
}
