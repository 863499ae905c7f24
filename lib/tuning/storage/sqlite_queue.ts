/**
 * The queue of a study database: which trial is run next, and by which process.
 *
 * @module
 */

import type { DatabaseSync, SQLInputValue } from "node:sqlite";
import type { TrialParams } from "../distributions.ts";
import { decodeJson, encodeJson } from "../json.ts";
import { waitingTrial } from "../trial.ts";
import { sealTrial } from "./digests.ts";
import type { ProcessLease } from "./process_lease.ts";
import { durably, transaction } from "./schema.ts";
import { insertError, insertTrial } from "./sqlite_insert.ts";
import type { StoredStudy } from "./sqlite_reader.ts";
import type { Outcome, StartOptions } from "./storage.ts";

/** Moves trials between their states. Trials are named by their ids, but for their study's numbers. */
export class TrialQueue {
  readonly #database: DatabaseSync;
  readonly #lease: ProcessLease;
  /** Ids of the trials that this process runs. */
  readonly #running = new Set<number>();

  /** A queue for the process that holds the lease. */
  constructor(database: DatabaseSync, lease: ProcessLease) {
    this.#database = database;
    this.#lease = lease;
  }

  /** Adds a WAITING trial, within the caller's transaction, and returns its number. */
  add(study: StoredStudy, proposal: TrialParams): number {
    const number = this.#count(study.id);
    insertTrial(this.#database, study, waitingTrial(number, proposal));
    return number;
  }

  /** Makes the first WAITING trial, or a new one, RUNNING; returns its number, or `null`. */
  start(
    study: StoredStudy,
    { waitingOnly = false, maxTrials = Infinity }: StartOptions,
  ): number | null {
    const started = transaction(this.#database, () => {
      this.#requeueAbandoned(study.id);
      const waiting = this.#firstWaiting(study.id);
      if (waiting !== null) return this.#markRunning(study.id, waiting);
      if (waitingOnly || this.#count(study.id) >= maxTrials) return null;
      return this.#markRunning(study.id, this.add(study, {}));
    });
    if (started === null) return null;
    this.#running.add(started.id);
    return started.number;
  }

  /** Puts a RUNNING trial back into the queue. */
  requeue(id: number, error?: string): void {
    // Forgotten even if the disk is full: the next start then finds it abandoned.
    this.#running.delete(id);
    transaction(this.#database, () => {
      this.#addError(id, error);
      this.#resetToWaiting(id);
    });
  }

  /** Ends a RUNNING trial. */
  finish(id: number, { state, value, error }: Outcome): void {
    durably(this.#database, () => {
      this.#addError(id, error);
      this.#run(
        "UPDATE trials SET state = ?, value = ?, lease = NULL, finished_at = ? WHERE id = ?",
        state,
        value,
        Date.now(),
        id,
      );
      sealTrial(this.#database, id);
    });
    this.#running.delete(id);
  }

  #run(sql: string, ...values: SQLInputValue[]): void {
    this.#database.prepare(sql).run(...values);
  }

  #count(studyId: number): number {
    // Numbers have no gaps: a study in which they do is damaged, and does not go on.
    const row = this.#database.prepare(
      "SELECT max(number) AS last FROM trials WHERE study_id = ?",
    ).get(studyId);
    return (row!.last as number | null ?? -1) + 1;
  }

  #firstWaiting(studyId: number): number | null {
    const row = this.#database.prepare(
      "SELECT min(number) AS number FROM trials WHERE study_id = ? AND state = 'WAITING'",
    ).get(studyId);
    return row!.number as number | null;
  }

  #markRunning(studyId: number, number: number): { id: number; number: number } {
    const row = this.#database.prepare(
      "UPDATE trials SET state = 'RUNNING', lease = ?, attempts = attempts + 1, started_at = ? " +
        "WHERE study_id = ? AND number = ? RETURNING id",
    ).get(this.#lease.id, Date.now(), studyId, number);
    sealTrial(this.#database, row!.id as number);
    return { id: row!.id as number, number };
  }

  /** Takes back the trials of processes that are gone, and those this process has given up. */
  #requeueAbandoned(studyId: number): void {
    const running = this.#database.prepare(
      "SELECT id, lease FROM trials WHERE study_id = ? AND state = 'RUNNING'",
    ).all(studyId) as { id: number; lease: string }[];
    const leases = new Set(running.map(({ lease }) => lease));
    const held = new Set([...leases].filter((lease) => this.#lease.isHeld(lease)));
    const abandoned = running.filter(({ id, lease }) =>
      lease === this.#lease.id ? !this.#running.has(id) : !held.has(lease)
    );
    for (const { id } of abandoned) this.#resetToWaiting(id);
  }

  #resetToWaiting(id: number): void {
    const proposal = this.#knownParams(id);
    for (const table of ["params", "intermediate_values", "user_attributes"]) {
      this.#run(`DELETE FROM ${table} WHERE trial_id = ?`, id);
    }
    this.#run(
      "UPDATE trials SET state = 'WAITING', lease = NULL, started_at = NULL, proposal = ? " +
        "WHERE id = ?",
      encodeJson(proposal),
      id,
    );
    sealTrial(this.#database, id);
  }

  /** The proposal of a trial, with the parameters it has already asked for. */
  #knownParams(id: number): TrialParams {
    const { proposal } = this.#database.prepare("SELECT proposal FROM trials WHERE id = ?").get(
      id,
    )!;
    const params = this.#database.prepare("SELECT name, value FROM params WHERE trial_id = ?")
      .all(id);
    return {
      ...decodeJson(proposal as string) as TrialParams,
      ...Object.fromEntries(params.map(({ name, value }) => [name, decodeJson(value as string)])),
    } as TrialParams;
  }

  #addError(id: number, message?: string): void {
    if (message !== undefined) insertError(this.#database, id, message);
  }
}
