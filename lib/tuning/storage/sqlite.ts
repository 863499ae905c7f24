/**
 * Studies kept in an SQLite database: they outlive the process, and processes can share them.
 *
 * @module
 */

import type { DatabaseSync, SQLInputValue } from "node:sqlite";
import { dirname } from "node:path";
import { checkInteger, expectation } from "../../internal/checks.ts";
import type { Distribution, ParamValue, TrialParams } from "../distributions.ts";
import { decodeJson, encodeJson, type Json } from "../json.ts";
import type { FrozenTrial, TrialState } from "../trial.ts";
import { ProcessLease } from "./process_lease.ts";
import { durably, openDatabase } from "./schema.ts";
import { TrialQueue } from "./sqlite_queue.ts";
import { TrialReader } from "./sqlite_reader.ts";
import {
  notRunning,
  type Outcome,
  type StartOptions,
  stepReported,
  type Storage,
  type StudyDefinition,
  unknownStudy,
} from "./storage.ts";

/** What {@linkcode SqliteStorage} takes beside the path. */
export interface SqliteStorageOptions {
  /** Greatest size of the database file in bytes, 65536 or more. Default: what the disk holds. */
  maxBytes?: number;
}

const PAGE_BYTES = 4096;

/**
 * Studies kept in an SQLite database (`node:sqlite`, write-ahead log).
 *
 * Every method is one transaction; new studies and queued and finished trials are on the disk when it
 * returns. Several processes of one machine may work on one study: each trial is run by one of them.
 * A process holds a file lock beside the database; when it dies, its RUNNING trials are WAITING again
 * as soon as another process starts a trial.
 *
 * @example
 * ```ts
 * import { createStudy, SqliteStorage } from "two-layer-net";
 * import { assertEquals } from "@std/assert";
 *
 * const dir = await Deno.makeTempDir();
 * using storage = new SqliteStorage(`${dir}/studies.db`);
 * const study = createStudy({ name: "parabola", storage });
 * await study.optimize((trial) => trial.suggestFloat("x", -1, 1) ** 2, { numTrials: 5 });
 * assertEquals(study.trials.length, 5);
 * ```
 */
export class SqliteStorage implements Storage {
  readonly #database: DatabaseSync;
  readonly #lease: ProcessLease;
  readonly #studyIds = new Map<string, number>();
  readonly #reader: TrialReader;
  readonly #queue: TrialQueue;

  /**
   * Opens the database, or makes it.
   *
   * @param path The database file. Its directory is made if need be.
   * @throws {Error} If the file is anything but a sound study database; it is left as it is then.
   */
  constructor(path: string, { maxBytes }: SqliteStorageOptions = {}) {
    if (path === "" || path === ":memory:") {
      throw new RangeError(expectation("path", "a file (MemoryStorage keeps nothing)", path));
    }
    if (maxBytes !== undefined) checkInteger("maxBytes", maxBytes, 65536);
    Deno.mkdirSync(dirname(path), { recursive: true });
    this.#database = openDatabase(path);
    if (maxBytes !== undefined) {
      this.#database.exec(`PRAGMA max_page_count = ${Math.floor(maxBytes / PAGE_BYTES)}`);
    }
    this.#lease = new ProcessLease(`${path}-lease-`);
    this.#reader = new TrialReader(this.#database);
    this.#queue = new TrialQueue(this.#database, this.#lease);
  }

  /** Creates the study unless there is one of that name. */
  createStudy(
    definition: StudyDefinition,
    proposals: readonly TrialParams[],
  ): { created: boolean; definition: StudyDefinition } {
    return durably(this.#database, () => {
      const existing = this.getStudies().find(({ name }) => name === definition.name);
      if (existing) return { created: false, definition: existing };
      this.#run(
        "INSERT INTO studies (name, definition) VALUES (?, ?)",
        definition.name,
        encodeJson(definition as unknown as Json),
      );
      const id = this.#studyId(definition.name);
      for (const proposal of proposals) this.#queue.add(id, proposal);
      return { created: true, definition };
    });
  }

  /** The definition of every study, in the order of their creation. */
  getStudies(): StudyDefinition[] {
    return this.#database.prepare("SELECT definition FROM studies ORDER BY id").all()
      .map(({ definition }) => decodeJson(definition as string) as unknown as StudyDefinition);
  }

  /** Adds a WAITING trial and returns its number. */
  enqueueTrial(study: string, proposal: TrialParams): number {
    const id = this.#studyId(study);
    return durably(this.#database, () => this.#queue.add(id, proposal));
  }

  /** Makes a trial RUNNING: the first that is WAITING, else a new one. */
  startTrial(study: string, options: StartOptions = {}): FrozenTrial | null {
    const id = this.#studyId(study);
    const number = this.#queue.start(id, options);
    return number === null ? null : this.#reader.read(id)[number];
  }

  /** Puts a RUNNING trial back into the queue. */
  requeueTrial(study: string, trial: number, error?: string): void {
    this.#queue.requeue(this.#trialId(study, trial), error);
  }

  /** Ends a RUNNING trial. It is on the disk when this returns. */
  finishTrial(study: string, trial: number, outcome: Outcome): void {
    this.#queue.finish(this.#trialId(study, trial), outcome);
  }

  /** Fixes values that the RUNNING trial has not asked for yet. */
  setProposal(study: string, trial: number, proposal: TrialParams): void {
    this.#run(
      "UPDATE trials SET proposal = ? WHERE id = ?",
      encodeJson(proposal),
      this.#trialId(study, trial),
    );
  }

  /** Records a parameter of a RUNNING trial. */
  setParam(
    study: string,
    trial: number,
    name: string,
    value: ParamValue,
    distribution: Distribution,
  ): void {
    this.#run(
      "INSERT INTO params (trial_id, name, value, distribution) VALUES (?, ?, ?, ?)",
      this.#trialId(study, trial),
      name,
      encodeJson(value),
      encodeJson(distribution as unknown as Json),
    );
  }

  /** Records the value at a step of a RUNNING trial. */
  setIntermediateValue(study: string, trial: number, step: number, value: number): void {
    const id = this.#trialId(study, trial);
    const { changes } = this.#database.prepare(
      "INSERT OR IGNORE INTO intermediate_values (trial_id, step, value) VALUES (?, ?, ?)",
    ).run(id, step, Number.isNaN(value) ? null : value);
    if (Number(changes) === 0) throw stepReported(trial, step);
  }

  /** Records or replaces an attribute of a RUNNING trial. */
  setUserAttribute(study: string, trial: number, key: string, value: Json): void {
    this.#run(
      "INSERT INTO user_attributes (trial_id, key, value) VALUES (?1, ?2, ?3) " +
        "ON CONFLICT DO UPDATE SET value = ?3",
      this.#trialId(study, trial),
      key,
      encodeJson(value),
    );
  }

  /** Trials in the order of their numbers. */
  getTrials(study: string, states?: readonly TrialState[]): FrozenTrial[] {
    const trials = this.#reader.read(this.#studyId(study));
    return trials.filter(({ state }) => !states || states.includes(state));
  }

  /** Closes the database. */
  [Symbol.dispose](): void {
    this.#lease[Symbol.dispose]();
    this.#database.close();
  }

  #run(sql: string, ...values: SQLInputValue[]): void {
    this.#database.prepare(sql).run(...values);
  }

  #studyId(name: string): number {
    const known = this.#studyIds.get(name);
    if (known !== undefined) return known;
    const row = this.#database.prepare("SELECT id FROM studies WHERE name = ?").get(name);
    if (!row) throw unknownStudy(name, this.getStudies().map((study) => study.name));
    this.#studyIds.set(name, row.id as number);
    return row.id as number;
  }

  /** The id of a trial that this process may write to. */
  #trialId(study: string, number: number): number {
    const row = this.#database.prepare(
      "SELECT id, state, lease FROM trials WHERE study_id = ? AND number = ?",
    ).get(this.#studyId(study), number);
    if (row?.state === "RUNNING" && row.lease === this.#lease.id) return row.id as number;
    throw notRunning(number, row?.state as TrialState | undefined);
  }
}
