/**
 * Studies kept in an SQLite database: they outlive the process, and processes can share them.
 *
 * @module
 */

import type { DatabaseSync, SQLInputValue } from "node:sqlite";
import { dirname } from "node:path";
import {
  checkArray,
  checkBoolean,
  checkInteger,
  checkObject,
  checkString,
  checkType,
} from "../../internal/checks.ts";
import { checkOptions, choice, integer, type OptionChecks } from "../../internal/options.ts";
import {
  checkDistribution,
  checkParamOf,
  type Distribution,
  type ParamValue,
  type TrialParams,
} from "../distributions.ts";
import { encodeJson, type Json } from "../json.ts";
import { type FrozenTrial, TRIAL_STATES, type TrialState } from "../trial.ts";
import {
  checkDatabasePath,
  checkStillThere,
  type FileIdentity,
  identityOf,
  realPath,
} from "./database_file.ts";
import { sealTrial, studyAttributeDigest, studyDigest } from "./digests.ts";
import { LogFolder } from "./log_folder.ts";
import { type DatabaseView, openView } from "./open_view.ts";
import { ProcessLease } from "./process_lease.ts";
import { durably, explained, findDamage, isEmpty, openDatabase, transaction } from "./schema.ts";
import { insertParam, insertTrial, orNull } from "./sqlite_insert.ts";
import { TrialQueue } from "./sqlite_queue.ts";
import { type StoredStudy, TrialReader } from "./sqlite_reader.ts";
import {
  checkDefinition,
  checkParams,
  checkTrials,
  notRunning,
  OUTCOME,
  type Outcome,
  START_OPTIONS,
  type StartOptions,
  stepReported,
  type Storage,
  type StudyAttributes,
  type StudyDefinition,
  unknownStudy,
} from "./storage.ts";
import type { TrialTable } from "./trial_table.ts";

/** What {@linkcode SqliteStorage} takes beside the path. */
export interface SqliteStorageOptions {
  /** Greatest size of the database file in bytes, 65536 or more. Default: what the disk holds. */
  maxBytes?: number;
  /**
   * Only look: the file must be there, is not written to, and may lie where nothing can be written.
   * Default: false.
   */
  readOnly?: boolean;
}

const OPTIONS: OptionChecks<SqliteStorageOptions> = {
  maxBytes: integer(65536),
  readOnly: checkBoolean,
};

const PAGE_BYTES = 4096;

/** What only a storage that may write has. */
interface Writer {
  readonly lease: ProcessLease;
  readonly queue: TrialQueue;
  readonly log: LogFolder;
  readonly identity: FileIdentity;
}

/**
 * Studies kept in an SQLite database (`node:sqlite`, write-ahead log).
 *
 * Every method is one transaction; new studies and queued and finished trials are on the disk when it
 * returns, and a second later in the database file itself, so that a copy of it is whole. Several
 * processes of one machine may work on one study: each trial is run by one of them. A process holds a
 * file lock beside the database; when it dies, its RUNNING trials are WAITING again as soon as another
 * process starts a trial.
 *
 * Studies and trials carry digests. A trial that is not what was written comes as FAIL with the reason
 * as its error, and its study does not go on; the others do. A database that is deleted or replaced
 * while trials run ends the run with a {@linkcode DatabaseLostError}.
 *
 * @example
 * ```ts
 * import { createStudy, SqliteStorage } from "two-layer-net/tuning";
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
  readonly #path: string;
  readonly #file: string;
  readonly #writer: Writer | null = null;
  #database!: DatabaseSync;
  #reader!: TrialReader;
  #view: DatabaseView | null = null;
  /** Studies of this storage by name; they never change. */
  readonly #known = new Map<string, StoredStudy>();
  /** How many trials this storage has finished. */
  #finished = 0;

  /**
   * Opens the database, or makes it.
   *
   * @param path The database file, or a link to it. Its directory is made if need be.
   * @throws {RangeError} If `path` is no file's (a URI, `:memory:`) or `maxBytes` too small.
   * @throws {Error} If the file is anything but a sound study database; it is left as it is then.
   */
  constructor(path: string, options: SqliteStorageOptions = {}) {
    checkDatabasePath(path);
    checkOptions("SqliteStorage", options, OPTIONS);
    const { maxBytes, readOnly = false } = options;
    this.#path = path;
    this.#file = realPath(path);
    if (readOnly) this.#look();
    else this.#writer = this.#work(maxBytes);
  }

  #work(maxBytes: number | undefined): Writer {
    Deno.mkdirSync(dirname(this.#file), { recursive: true });
    const database = openDatabase(this.#file, this.#path);
    if (maxBytes !== undefined) {
      database.exec(`PRAGMA max_page_count = ${Math.floor(maxBytes / PAGE_BYTES)}`);
    }
    this.#database = database;
    this.#reader = new TrialReader(database);
    const lease = new ProcessLease(`${this.#file}-lease-`);
    const queue = new TrialQueue(database, lease);
    const log = new LogFolder(database);
    return { lease, queue, log, identity: identityOf(this.#file)! };
  }

  #look(): void {
    this.#view = openView(this.#file, this.#path);
    this.#database = this.#view.database;
    this.#reader = new TrialReader(this.#database);
  }

  /** Creates the study unless there is one of that name. */
  createStudy(
    definition: StudyDefinition,
    trials: readonly FrozenTrial[],
  ): { created: boolean; definition: StudyDefinition } {
    checkDefinition("definition", definition);
    checkTrials("trials", trials);
    const { name } = definition;
    const existing = this.#find(name);
    if (existing) return { created: false, definition: existing.definition };
    this.#writing();
    return durably(this.#database, () => {
      const existing = this.#find(name);
      if (existing) return { created: false, definition: existing.definition };
      const text = encodeJson(definition as unknown as Json);
      const { lastInsertRowid } = this.#database.prepare(
        "INSERT INTO studies (name, definition, digest) VALUES (?, ?, ?)",
      ).run(name, text, studyDigest(name, text));
      const study = { id: Number(lastInsertRowid), name };
      for (const trial of trials) insertTrial(this.#database, study, trial);
      return { created: true, definition };
    });
  }

  /** The definition of every study that is sound, in the order of their creation. */
  getStudies(): StudyDefinition[] {
    return this.#readStudies().studies.map(({ definition }) => definition);
  }

  /**
   * What in the database is not what was written there, a line each: studies that
   * {@linkcode getStudies} leaves out, trials that come as FAIL.
   */
  get damage(): string[] {
    const { studies, damaged } = this.#readStudies();
    // What is worked on was checked when it was opened.
    const form = this.#view ? findDamage(this.#database) : null;
    const trials = studies.flatMap((study) => {
      this.#read(study);
      const damage = [...this.#reader.damageOf(study.id), ...this.#attributesOf(study).damaged];
      return damage.map((what) => `study ${study.name}, ${what}`);
    });
    return [...form === null ? [] : [`the file is damaged (${form})`], ...damaged, ...trials];
  }

  /** Records or replaces attributes of a study. */
  setStudyAttributes(study: string, attributes: StudyAttributes): void {
    checkObject("attributes", attributes);
    this.#writing();
    const { id, name } = this.#study(study);
    const texts = Object.entries(attributes).map(([key, value]) => [key, encodeJson(value)]);
    durably(this.#database, () => {
      for (const [key, value] of texts) {
        this.#run(
          "INSERT INTO study_attributes (study_id, key, value, digest) VALUES (?1, ?2, ?3, ?4) " +
            "ON CONFLICT DO UPDATE SET value = ?3, digest = ?4",
          ...[id, key, value, studyAttributeDigest(name, key, value)],
        );
      }
    });
  }

  /** The attributes of a study; without those that are damaged. */
  getStudyAttributes(study: string): StudyAttributes {
    return this.#attributesOf(this.#study(study)).attributes;
  }

  /** Adds a WAITING trial and returns its number. */
  enqueueTrial(study: string, proposal: TrialParams): number {
    checkParams("proposal", proposal);
    const { queue } = this.#writing();
    const stored = this.#study(study);
    return durably(this.#database, () => queue.add(stored, proposal));
  }

  /** Makes a trial RUNNING: the first that is WAITING, else a new one. */
  startTrial(name: string, options: StartOptions = {}): FrozenTrial | null {
    checkOptions("startTrial", options, START_OPTIONS);
    const { queue } = this.#writing();
    const study = this.#study(name);
    this.#refuseDamaged(study);
    const number = queue.start(study, options);
    return number === null ? null : this.#read(study).get(number);
  }

  /** Puts a RUNNING trial back into the queue. */
  requeueTrial(study: string, trial: number, error?: string): void {
    if (error !== undefined) checkString("error", error);
    this.#writing().queue.requeue(this.#trialId(study, trial), error);
  }

  /** Ends a RUNNING trial. It is on the disk when this returns. */
  finishTrial(study: string, trial: number, outcome: Outcome): void {
    checkOptions("the outcome", outcome, OUTCOME);
    const { queue, log, identity } = this.#writing();
    queue.finish(this.#trialId(study, trial), outcome);
    this.#finished++;
    log.fold();
    checkStillThere(this.#path, identity, this.#finished);
  }

  /** Fixes values that the RUNNING trial has not asked for yet. */
  setProposal(study: string, trial: number, proposal: TrialParams): void {
    checkParams("proposal", proposal);
    const id = this.#trialId(study, trial);
    transaction(this.#database, () => {
      this.#run("UPDATE trials SET proposal = ? WHERE id = ?", encodeJson(proposal), id);
      sealTrial(this.#database, id);
    });
  }

  /** Records a parameter of a RUNNING trial. */
  setParam(
    study: string,
    trial: number,
    name: string,
    value: ParamValue,
    distribution: Distribution,
  ): void {
    checkString("name", name);
    checkDistribution("distribution", distribution);
    checkParamOf("value", value, distribution);
    const id = this.#trialId(study, trial);
    insertParam(this.#database, study, trial, id, {
      name,
      value: encodeJson(value),
      distribution: encodeJson(distribution as unknown as Json),
    });
  }

  /** Records the value at a step of a RUNNING trial. */
  setIntermediateValue(study: string, trial: number, step: number, value: number): void {
    checkInteger("step", step, 0, Number.MAX_SAFE_INTEGER);
    checkType("value", value, "a number", typeof value === "number");
    const id = this.#trialId(study, trial);
    const { changes } = this.#database.prepare(
      "INSERT OR IGNORE INTO intermediate_values (trial_id, step, value) VALUES (?, ?, ?)",
    ).run(id, step, orNull(value));
    if (Number(changes) === 0) throw stepReported(trial, step);
  }

  /** Records or replaces an attribute of a RUNNING trial. */
  setUserAttribute(study: string, trial: number, key: string, value: Json): void {
    checkString("key", key);
    this.#run(
      "INSERT INTO user_attributes (trial_id, key, value) VALUES (?1, ?2, ?3) " +
        "ON CONFLICT DO UPDATE SET value = ?3",
      this.#trialId(study, trial),
      key,
      encodeJson(value),
    );
  }

  /** The trial of that number, or `null`. */
  getTrial(study: string, trial: number): FrozenTrial | null {
    checkInteger("trial", trial, 0);
    return this.#read(this.#study(study)).get(trial);
  }

  /** Trials in the order of their numbers. */
  getTrials(study: string, states?: readonly TrialState[]): FrozenTrial[] {
    if (states !== undefined) checkArray("states", states, choice(TRIAL_STATES));
    return this.#read(this.#study(study)).list(states);
  }

  /** Closes the database, with everything in its one file unless another process works on it. */
  [Symbol.dispose](): void {
    if (this.#view) return this.#view[Symbol.dispose]();
    const { lease, log } = this.#writer!;
    log[Symbol.dispose]();
    lease[Symbol.dispose]();
    this.#database.close();
  }

  /** What it takes to write; throws if this storage only looks, or the file is gone. */
  #writing(): Writer {
    if (this.#writer === null) throw new Error(`${this.#path} was opened to be read only`);
    checkStillThere(this.#path, this.#writer.identity, this.#finished);
    return this.#writer;
  }

  /** Looks again if others have written since. */
  #refresh(): void {
    if (this.#view === null || this.#view.isCurrent()) return;
    this.#view[Symbol.dispose]();
    this.#look();
  }

  #readStudies(): ReturnType<TrialReader["readStudies"]> {
    this.#refresh();
    return explained(this.#path, () =>
      // A file that was only looked at may be empty still.
      isEmpty(this.#database) ? { studies: [], damaged: [] } : this.#reader.readStudies());
  }

  #read(study: StoredStudy): TrialTable {
    return explained(this.#path, () => this.#reader.read(study));
  }

  #attributesOf(study: StoredStudy): ReturnType<TrialReader["readAttributes"]> {
    return explained(this.#path, () => this.#reader.readAttributes(study));
  }

  #run(sql: string, ...values: SQLInputValue[]): void {
    this.#database.prepare(sql).run(...values);
  }

  /** The study of that name, if there is one; throws if it is damaged. */
  #find(name: string): StoredStudy | undefined {
    const { studies, damaged } = this.#readStudies();
    const study = studies.find((study) => study.name === name);
    const damage = damaged.find((what) => what.startsWith(`study ${JSON.stringify(name)} `));
    if (study || damage === undefined) return study;
    throw new Error(`${this.#path}: ${damage}`);
  }

  #study(name: string): StoredStudy {
    checkString("study", name);
    const known = this.#known.get(name);
    if (known) return known;
    const study = this.#find(name);
    if (!study) throw unknownStudy(name, this.getStudies().map((study) => study.name));
    if (this.#view === null) this.#known.set(name, study);
    return study;
  }

  #refuseDamaged(study: StoredStudy): void {
    this.#read(study);
    const damage = this.#reader.damageOf(study.id);
    if (damage.length === 0) return;
    throw new Error(
      `Study ${study.name} in ${this.#path} cannot go on: ${damage.join("; ")}. The other trials ` +
        "can be printed and exported; go on with a copy of the file, or begin a new study",
    );
  }

  /** The id of a trial that this process may write to. */
  #trialId(study: string, number: number): number {
    checkInteger("trial", number, 0);
    const { lease } = this.#writing();
    const row = this.#database.prepare(
      "SELECT id, state, lease FROM trials WHERE study_id = ? AND number = ?",
    ).get(this.#study(study).id, number);
    if (row?.state === "RUNNING" && row.lease === lease.id) return row.id as number;
    throw notRunning(number, row?.state as TrialState | undefined);
  }
}
