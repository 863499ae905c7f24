/**
 * Reads studies and trials out of a study database. A row that is damaged is reported and does not
 * keep the others from being read.
 *
 * @module
 */

import type { DatabaseSync, SQLOutputValue } from "node:sqlite";
import type { Distribution, ParamValue, TrialParams } from "../distributions.ts";
import { decodeJson, type Json } from "../json.ts";
import { type FrozenTrial, TRIAL_STATES, type TrialState, waitingTrial } from "../trial.ts";
import {
  paramDigest,
  readRows,
  type Row,
  studyAttributeDigest,
  studyDigest,
  type TrialChildren,
  trialDigest,
} from "./digests.ts";
import type { StudyAttributes, StudyDefinition } from "./storage.ts";
import { TrialTable } from "./trial_table.ts";

/** A study's row. */
export interface StoredStudy {
  readonly id: number;
  readonly name: string;
  readonly definition: StudyDefinition;
}

/** What was read of a study. */
interface KnownStudy {
  readonly trials: TrialTable;
  /** By trial: why what is there is none. */
  readonly damage: Map<number, string>;
  /** The latest change that was read; `null` before all was. */
  revision: number | null;
  /** Differs once anything was written. */
  stamp: string;
  /** Whether changes can be told; a file of an earlier version, which is only looked at, is read anew. */
  readonly hasRevisions: boolean;
}

/** The ids of a study's trials. */
const ALL = "SELECT id FROM trials WHERE study_id = ?1";

/** The ids of those that have changed. What RUNNING trials report is written beside them. */
const CHANGED = `${ALL} AND revision > ?2 UNION ${ALL} AND state = 'RUNNING'`;

/** Reads trials: all of them once, and then those that have changed. */
export class TrialReader {
  readonly #database: DatabaseSync;
  #attributesFound = false;
  /** By the study's id. */
  readonly #known = new Map<number, KnownStudy>();

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

  /** The attributes of a study that are sound, and what is wrong with others. */
  readAttributes({ id, name }: StoredStudy): { attributes: StudyAttributes; damaged: string[] } {
    const attributes: Record<string, Json> = {}, damaged: string[] = [];
    // A file of an earlier version, which is only looked at, has none.
    if (!this.#hasAttributes()) return { attributes, damaged };
    const sql = "SELECT * FROM study_attributes WHERE study_id = ? ORDER BY key";
    for (const { key, value, digest } of readRows(this.#database, sql, id)) {
      try {
        checkDigest(digest, () => studyAttributeDigest(name, key as string, value as string));
        attributes[key as string] = decode(`${key}`, value);
      } catch (error) {
        damaged.push(`its attribute ${key} is damaged: ${(error as Error).message}`);
      }
    }
    return { attributes, damaged };
  }

  /** Asked before every trial: once there, the table stays. */
  #hasAttributes(): boolean {
    const sql = "SELECT 1 FROM sqlite_schema WHERE name = 'study_attributes'";
    return this.#attributesFound ||= this.#database.prepare(sql).get() !== undefined;
  }

  /**
   * The trials of a study, as they are now. One that is damaged comes as FAIL, with what is wrong as
   * its error.
   */
  read(study: Pick<StoredStudy, "id" | "name">): TrialTable {
    const stamp = this.#stamp();
    const before = this.#known.get(study.id);
    if (before?.stamp === stamp) return before.trials;
    const known = before?.hasRevisions ? before : this.#nothing();
    this.#update(study, known);
    known.stamp = stamp;
    this.#known.set(study.id, known);
    return known.trials;
  }

  /** What is wrong with the trials of a study that were read: `trial 3 is damaged: …`. */
  damageOf(studyId: number): string[] {
    return [...this.#known.get(studyId)?.damage ?? []].map(([trial, reason]) =>
      `trial ${trial} is damaged: ${reason}`
    );
  }

  #nothing(): KnownStudy {
    const [column] = readRows(
      this.#database,
      "SELECT 1 FROM pragma_table_info('trials') WHERE name = 'revision'",
    );
    const hasRevisions = column !== undefined;
    return { trials: new TrialTable(), damage: new Map(), revision: null, stamp: "", hasRevisions };
  }

  /** Other connections' commits and our own changes. */
  #stamp(): string {
    const row = this.#database.prepare(
      "SELECT data_version AS others, total_changes() AS own FROM pragma_data_version",
    ).get()!;
    return `${row.others} ${row.own}`;
  }

  #update(study: Pick<StoredStudy, "id" | "name">, known: KnownStudy): void {
    const { trials, damage, revision } = known;
    const { rows, childrenOf } = this.#readChanged(study.id, revision);
    const first = trials.size;
    const isNew = (number: number) => number >= first || (revision === null && number < 0);
    const numbers = rows.map(({ number }) => Number(number));
    const size = first + numbers.filter(isNew).length;
    const byNumber = Map.groupBy(rows, (row) => Number(row.number));
    // Where the row of a number is missing, its trial is.
    const missing = Array.from({ length: size - first }, (_, i) => first + i);
    const changed = numbers.filter((number) => number >= 0 && number < first);
    for (const number of [...changed, ...missing]) {
      const [row] = byNumber.get(number) ?? [];
      damage.delete(number);
      try {
        if (!row) throw new Error("its row is gone, or has lost its number");
        trials.set(toTrial(study.name, row, childrenOf(row.id)));
      } catch (error) {
        const { message } = error as Error;
        damage.set(number, message);
        trials.set(damagedTrial(number, message));
      }
    }
    known.revision = rows.reduce(
      (latest, row) => Math.max(latest, Number(row.revision ?? 0)),
      revision ?? 0,
    );
  }

  #readChanged(
    studyId: number,
    revision: number | null,
  ): { rows: Row[]; childrenOf: (id: unknown) => TrialChildren } {
    const [ids, values] = revision === null ? [ALL, [studyId]] : [CHANGED, [studyId, revision]];
    const select = (table: string, id: string, order: string) =>
      readRows(
        this.#database,
        `SELECT * FROM ${table} WHERE ${id} IN (${ids}) ORDER BY ${order}`,
        ...values,
      );
    const children = (table: string, order: string) =>
      Map.groupBy(select(table, "trial_id", order), (row) => row.trial_id as unknown);
    // One view of the database for all five queries: another process may write between them.
    this.#database.exec("SAVEPOINT reading");
    try {
      const rows = select("trials", "id", "number");
      const params = children("params", "rowid");
      const steps = children("intermediate_values", "step");
      const attributes = children("user_attributes", "rowid");
      const errors = children("errors", "rowid");
      return {
        rows,
        childrenOf: (id) => ({
          params: params.get(id) ?? [],
          steps: steps.get(id) ?? [],
          attributes: attributes.get(id) ?? [],
          errors: errors.get(id) ?? [],
        }),
      };
    } finally {
      this.#database.exec("RELEASE reading");
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
