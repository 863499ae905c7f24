/**
 * Reads studies and trials out of a study database. A row that is damaged is reported and does not
 * keep the others from being read.
 *
 * @module
 */

import type { DatabaseSync, SQLOutputValue } from "node:sqlite";
import type { Distribution, ParamValue, TrialParams } from "../distributions.ts";
import { decodeJson, type Json } from "../json.ts";
import {
  type FrozenTrial,
  isFinished,
  TRIAL_STATES,
  type TrialState,
  waitingTrial,
} from "../trial.ts";
import {
  paramDigest,
  readRows,
  type Row,
  studyDigest,
  type TrialChildren,
  trialDigest,
} from "./digests.ts";
import type { StudyDefinition } from "./storage.ts";

/** A study's row. */
export interface StoredStudy {
  readonly id: number;
  readonly name: string;
  readonly definition: StudyDefinition;
}

/** Reads trials; those that are finished, which never change, only once. */
export class TrialReader {
  readonly #database: DatabaseSync;
  /** By study id: the finished trials before the first unfinished one. */
  readonly #finished = new Map<number, FrozenTrial[]>();
  /** By study id and trial: why a trial that was read is none. */
  readonly #damage = new Map<number, Map<number, string>>();

  /** A reader of an open database. */
  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** The studies that are sound, in the order of their creation, and what is wrong with others. */
  readStudies(): { studies: StoredStudy[]; damaged: string[] } {
    const studies: StoredStudy[] = [], damaged: string[] = [];
    for (const row of readRows(this.#database, "SELECT * FROM studies ORDER BY id")) {
      try {
        studies.push(toStudy(row));
      } catch (error) {
        damaged.push(`study ${JSON.stringify(row.name)} is damaged: ${(error as Error).message}`);
      }
    }
    return { studies, damaged };
  }

  /**
   * Every trial of a study, in the order of their numbers. One that is damaged comes as FAIL, with
   * what is wrong as its error.
   */
  read({ id, name }: Pick<StoredStudy, "id" | "name">): FrozenTrial[] {
    const known = this.#finished.get(id) ?? [];
    const trials = [...known, ...this.#readFrom(id, name, known.length)];
    const unfinished = trials.findIndex(({ state }) => !isFinished(state));
    this.#finished.set(id, unfinished < 0 ? trials : trials.slice(0, unfinished));
    return [...trials];
  }

  /** What is wrong with the trials of a study that were read: `trial 3 is damaged: …`. */
  damageOf(studyId: number): string[] {
    return [...this.#damage.get(studyId) ?? []].map(([trial, reason]) =>
      `trial ${trial} is damaged: ${reason}`
    );
  }

  #readFrom(id: number, study: string, first: number): FrozenTrial[] {
    // One view of the database for all five queries: another process may write between them.
    this.#database.exec("SAVEPOINT reading");
    try {
      const rows = readRows(
        this.#database,
        "SELECT * FROM trials WHERE study_id = ? AND (number >= ? OR number < 0) ORDER BY number",
        id,
        first,
      );
      const children = (table: string, order: string) => this.#children(table, order, id, first);
      const params = children("params", "rowid");
      const steps = children("intermediate_values", "step");
      const attributes = children("user_attributes", "rowid");
      const errors = children("errors", "rowid");
      const byNumber = Map.groupBy(rows, (row) => Number(row.number));
      return rows.map((_, i) => {
        const [row] = byNumber.get(first + i) ?? [];
        return this.#toTrial(id, study, first + i, row, {
          params: params.get(row?.id) ?? [],
          steps: steps.get(row?.id) ?? [],
          attributes: attributes.get(row?.id) ?? [],
          errors: errors.get(row?.id) ?? [],
        });
      });
    } finally {
      this.#database.exec("RELEASE reading");
    }
  }

  #children(table: string, order: string, studyId: number, first: number): Map<unknown, Row[]> {
    const rows = readRows(
      this.#database,
      `SELECT ${table}.* FROM ${table} JOIN trials ON trials.id = trial_id ` +
        `WHERE study_id = ? AND number >= ? ORDER BY ${table}.${order}`,
      studyId,
      first,
    );
    return Map.groupBy(rows, (row) => row.trial_id);
  }

  #toTrial(
    studyId: number,
    study: string,
    number: number,
    row: Row | undefined,
    children: TrialChildren,
  ): FrozenTrial {
    try {
      if (!row) throw new Error("its row is gone, or has lost its number");
      return toTrial(study, row, children);
    } catch (error) {
      const { message } = error as Error;
      const damage = this.#damage.get(studyId) ?? new Map<number, string>();
      this.#damage.set(studyId, damage.set(number, message));
      return damagedTrial(number, message);
    }
  }
}

function toStudy({ id, name, definition, digest }: Row): StoredStudy {
  checkDigest(digest, () => studyDigest(name as string, definition as string));
  const decoded = decode("definition", definition) as unknown as StudyDefinition;
  return { id: toInteger("id", id), name: name as string, definition: decoded };
}

function toTrial(study: string, row: Row, children: TrialChildren): FrozenTrial {
  const { params, steps, attributes, errors } = children;
  const state = row.state as TrialState;
  if (!TRIAL_STATES.includes(state)) throw new Error(`its state is ${JSON.stringify(state)}`);
  // First what can be named; the digest says only that something has changed.
  const trial = {
    number: toInteger("number", row.number),
    state,
    value: row.value as number | null,
    params: toRecord<ParamValue>(params, "name", "value"),
    distributions: toRecord<Distribution>(params, "name", "distribution"),
    proposal: decode("proposal", row.proposal) as TrialParams,
    intermediateValues: new Map(
      steps.map((
        { step, value },
      ) => [toInteger("a step", step), value === null ? NaN : Number(value)]),
    ),
    userAttributes: toRecord<Json>(attributes, "key", "value"),
    attempts: toInteger("attempts", row.attempts),
    errors: errors.map(({ message }) => message as string),
    startedAt: toIntegerOrNull("started_at", row.started_at),
    finishedAt: toIntegerOrNull("finished_at", row.finished_at),
  };
  for (const param of params) {
    checkDigest(param.digest, () => paramDigest(study, trial.number, param));
  }
  checkDigest(row.digest, () => trialDigest(study, row, children));
  return trial;
}

/** What stands for a trial that cannot be read. */
function damagedTrial(number: number, reason: string): FrozenTrial {
  const errors = [`Damaged in the database: ${reason}`];
  return { ...waitingTrial(number, {}), state: "FAIL", errors };
}

/** A database that was made before there were digests has no column of them, until it is worked on. */
function checkDigest(digest: SQLOutputValue | undefined, compute: () => string): void {
  if (digest === undefined || digest === compute()) return;
  throw new Error("it is not what was written there (its digest differs)");
}

function toInteger(name: string, value: SQLOutputValue): number {
  const number = Number(value);
  if (typeof value === "bigint" && Number.isSafeInteger(number)) return number;
  throw new Error(`${name} is ${value}, not an integer that a number can hold`);
}

function toIntegerOrNull(name: string, value: SQLOutputValue): number | null {
  return value === null ? null : toInteger(name, value);
}

function decode(name: string, text: SQLOutputValue): Json {
  try {
    return decodeJson(text as string);
  } catch (error) {
    throw new Error(`its ${name} is no JSON (${(error as Error).message})`);
  }
}

function toRecord<T>(rows: Row[], key: string, value: string): Record<string, T> {
  return Object.fromEntries(
    rows.map((row) => [row[key], decode(`${row[key]}`, row[value]) as T]),
  );
}
