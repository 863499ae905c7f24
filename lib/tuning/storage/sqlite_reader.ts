/**
 * Reads trials out of a study database.
 *
 * @module
 */

import type { DatabaseSync, SQLOutputValue } from "node:sqlite";
import type { Distribution, ParamValue, TrialParams } from "../distributions.ts";
import { decodeJson, type Json } from "../json.ts";
import { type FrozenTrial, isFinished, type TrialState } from "../trial.ts";
import { damagedTrial, digestOf } from "./sealed_trial.ts";

type Row = Record<string, SQLOutputValue>;

/** Reads trials; those that are finished, which never change, only once. */
export class TrialReader {
  readonly #database: DatabaseSync;
  /** By study id and trial number: what is wrong with the records that cannot be trusted. */
  readonly #damage = new Map<number, Map<number, string>>();
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

  /** What is wrong with records of the study that were read and cannot be trusted, by trial. */
  damage(studyId: number): ReadonlyMap<number, string> {
    return this.#damage.get(studyId) ?? new Map();
  }

  /** One trial as it is now, also within a transaction that may still be undone. */
  readOne(studyId: number, number: number): FrozenTrial {
    return this.#readFrom(studyId, number, number)[0];
  }

  #readFrom(studyId: number, first: number, last = Number.MAX_SAFE_INTEGER): FrozenTrial[] {
    // One view of the database for all five queries: another process may write between them.
    this.#database.exec("SAVEPOINT reading");
    try {
      const rows = this.#all(
        "SELECT * FROM trials WHERE study_id = ? AND number BETWEEN ? AND ? ORDER BY number",
        studyId,
        first,
        last,
      );
      const children = (table: string, order: string) =>
        this.#children(table, order, studyId, first, last);
      const params = children("params", "rowid");
      const steps = children("intermediate_values", "step");
      const attributes = children("user_attributes", "rowid");
      const errors = children("errors", "rowid");
      return rows.map((row) =>
        this.#trialOf(studyId, row, {
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
    last: number,
  ): Map<SQLOutputValue, Row[]> {
    const rows = this.#all(
      `SELECT ${table}.* FROM ${table} JOIN trials ON trials.id = trial_id ` +
        `WHERE study_id = ? AND number BETWEEN ? AND ? ORDER BY ${table}.${order}`,
      studyId,
      first,
      last,
    );
    return Map.groupBy(rows, (row) => row.trial_id);
  }

  /** Rows whose integers are bigints: one that no number can hold must not lose the others. */
  #all(sql: string, ...values: number[]): Row[] {
    const statement = this.#database.prepare(sql);
    statement.setReadBigInts(true);
    return statement.all(...values);
  }

  /** The trial, or what stands for it where its record cannot be trusted. */
  #trialOf(studyId: number, row: Row, children: Children): FrozenTrial {
    const number = Number(row.number);
    try {
      const trial = toTrial(row, children);
      // Trials of a database from before digests have none.
      if (typeof row.digest !== "string" || row.digest === digestOf(trial)) return trial;
      throw new Error("its digest is another");
    } catch (error) {
      const reason = (error as Error).message;
      const known = this.#damage.get(studyId) ?? new Map<number, string>();
      this.#damage.set(studyId, known.set(number, reason));
      return damagedTrial(number, reason);
    }
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
    number: integer(row.number),
    state: row.state as TrialState,
    value: row.value as number | null,
    params: toRecord<ParamValue>(params, "name", "value"),
    distributions: toRecord<Distribution>(params, "name", "distribution"),
    proposal: decodeJson(row.proposal as string) as TrialParams,
    intermediateValues: new Map(
      steps.map(({ step, value }) => [integer(step), value === null ? NaN : value as number]),
    ),
    userAttributes: toRecord<Json>(attributes, "key", "value"),
    attempts: integer(row.attempts),
    errors: errors.map(({ message }) => message as string),
    startedAt: row.started_at === null ? null : integer(row.started_at),
    finishedAt: row.finished_at === null ? null : integer(row.finished_at),
  };
}

/** Throws unless a number can hold the integer. */
function integer(value: SQLOutputValue): number {
  const number = Number(value);
  if (Number.isSafeInteger(number)) return number;
  throw new RangeError(`the integer ${value} is too large`);
}

function toRecord<T>(rows: Row[], key: string, value: string): Record<string, T> {
  return Object.fromEntries(
    rows.map((row) => [row[key], decodeJson(row[value] as string) as T]),
  );
}
