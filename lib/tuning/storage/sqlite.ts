/**
 * Studies kept in an SQLite database: they outlive the process, and processes can share them.
 *
 * @module
 */

import { dirname } from "node:path";
import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import {
  checkArray,
  checkBoolean,
  checkInteger,
  checkString,
  checkType,
  expectation,
} from "../../internal/checks.ts";
import { checkOptions, choice, integer, type OptionChecks } from "../../internal/options.ts";
import {
  checkDistribution,
  checkParamValue,
  type Distribution,
  type ParamValue,
  type TrialParams,
} from "../distributions.ts";
import { decodeJson, encodeJson, type Json } from "../json.ts";
import { type FrozenTrial, TRIAL_STATES, type TrialState } from "../trial.ts";
import { ProcessLease } from "./process_lease.ts";
import { durably, openDatabase, openReadOnly } from "./schema.ts";
import { digestOf } from "./sealed_trial.ts";
import { TrialQueue } from "./sqlite_queue.ts";
import { TrialReader } from "./sqlite_reader.ts";
import {
  checkDefinition,
  checkParams,
  notRunning,
  OUTCOME,
  type Outcome,
  START_OPTIONS,
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
  /**
   * Only to look at: nothing is written, neither to the file nor beside it. Default: false.
   */
  readOnly?: boolean;
}

const OPTIONS: OptionChecks<SqliteStorageOptions> = {
  maxBytes: integer(65536),
  readOnly: checkBoolean,
};

/** Milliseconds after which what is finished is folded into the file, so that a copy of it has it. */
const FOLD_INTERVAL_MS = 1000;

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
  /** The file, links followed: by whatever name processes open it, they share its leases. */
  readonly path: string;
  readonly #database: DatabaseSync;
  /** Null where the storage is only to be looked at. */
  readonly #lease: ProcessLease | null;
  readonly #studyIds = new Map<string, number>();
  readonly #reader: TrialReader;
  readonly #queue: TrialQueue | null;
  readonly #file: Deno.FileInfo;
  #foldedAt = performance.now();

  /**
   * Opens the database, or makes it.
   *
   * @param path The database file. Its directory is made if need be, unless `readOnly`.
   * @throws {Error} If the file is anything but a sound study database; it is left as it is then.
   */
  constructor(path: string, options: SqliteStorageOptions = {}) {
    checkPath(path);
    checkOptions("SqliteStorage", options, OPTIONS);
    const { maxBytes, readOnly = false } = options;
    if (!readOnly) Deno.mkdirSync(dirname(path), { recursive: true });
    const known = statIfThere(path) ? Deno.realPathSync(path) : path;
    this.#database = readOnly ? openReadOnly(known) ?? emptyDatabase() : openDatabase(known);
    this.path = Deno.realPathSync(known);
    if (maxBytes !== undefined) {
      this.#database.exec(`PRAGMA max_page_count = ${Math.floor(maxBytes / PAGE_BYTES)}`);
    }
    this.#file = Deno.statSync(this.path);
    this.#lease = readOnly ? null : new ProcessLease(`${this.path}-lease-`);
    this.#reader = new TrialReader(this.#database);
    this.#queue = this.#lease && new TrialQueue(this.#database, this.#lease);
  }

  /** Creates the study unless there is one of that name. */
  createStudy(
    definition: StudyDefinition,
    proposals: readonly TrialParams[],
  ): { created: boolean; definition: StudyDefinition } {
    checkDefinition("definition", definition);
    checkArray("proposals", proposals, checkParams);
    const queue = this.#writable();
    return durably(this.#database, () => {
      const existing = this.getStudies().find(({ name }) => name === definition.name);
      if (existing) return { created: false, definition: existing };
      this.#run(
        "INSERT INTO studies (name, definition) VALUES (?, ?)",
        definition.name,
        encodeJson(definition as unknown as Json),
      );
      const id = this.#studyId(definition.name);
      for (const proposal of proposals) queue.add(id, proposal);
      return { created: true, definition };
    });
  }

  /**
   * The definition of every study, in the order of their creation; those that cannot be read are
   * left out, see {@linkcode damage}.
   */
  getStudies(): StudyDefinition[] {
    return this.#definitions().filter((found): found is StudyDefinition =>
      !(found instanceof Error)
    );
  }

  /** What is wrong with records of the database, in sentences: studies and finished trials. */
  get damage(): string[] {
    const studies = this.#definitions().filter((found): found is Error => found instanceof Error);
    return [
      ...studies.map(({ message }) => message),
      ...this.getStudies().flatMap(({ name }) => this.#damagedTrials(name)),
    ];
  }

  /** Adds a WAITING trial and returns its number. */
  enqueueTrial(study: string, proposal: TrialParams): number {
    checkParams("proposal", proposal);
    const id = this.#studyId(study), queue = this.#writable();
    return durably(this.#database, () => queue.add(id, proposal));
  }

  /**
   * Makes a trial RUNNING: the first that is WAITING, else a new one.
   *
   * @throws {Error} If a finished trial's record has changed since, or the file is not there any more.
   */
  startTrial(study: string, options: StartOptions = {}): FrozenTrial | null {
    checkOptions("startTrial", options, START_OPTIONS);
    const id = this.#studyId(study), queue = this.#writable();
    const [damaged] = this.#damagedTrials(study);
    if (damaged) throw new Error(`${damaged}. ${REMEDY}`);
    const number = queue.start(id, options);
    return number === null ? null : this.#reader.read(id)[number];
  }

  /** Puts a RUNNING trial back into the queue. */
  requeueTrial(study: string, trial: number, error?: string): void {
    if (error !== undefined) checkString("error", error);
    this.#writable().requeue(this.#trialId(study, trial), error);
  }

  /** Ends a RUNNING trial. It is on the disk when this returns. */
  finishTrial(study: string, trial: number, outcome: Outcome): void {
    checkOptions("the outcome", outcome, OUTCOME);
    const queue = this.#writable(), id = this.#studyId(study);
    const digest = () => digestOf(this.#reader.readOne(id, trial));
    queue.finish(this.#trialId(study, trial), outcome, digest);
    this.#fold();
  }

  /** Fixes values that the RUNNING trial has not asked for yet. */
  setProposal(study: string, trial: number, proposal: TrialParams): void {
    checkParams("proposal", proposal);
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
    checkString("name", name);
    checkParamValue("value", value);
    checkDistribution("distribution", distribution);
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
    checkInteger("step", step, 0);
    checkType("value", value, "a number", typeof value === "number");
    const id = this.#trialId(study, trial);
    const { changes } = this.#database.prepare(
      "INSERT OR IGNORE INTO intermediate_values (trial_id, step, value) VALUES (?, ?, ?)",
    ).run(id, step, Number.isNaN(value) ? null : value);
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

  /** Trials in the order of their numbers. */
  getTrials(study: string, states?: readonly TrialState[]): FrozenTrial[] {
    if (states !== undefined) checkArray("states", states, choice(TRIAL_STATES));
    const trials = this.#reader.read(this.#studyId(study));
    return trials.filter(({ state }) => !states || states.includes(state));
  }

  /** Closes the database. */
  [Symbol.dispose](): void {
    this.#lease?.[Symbol.dispose]();
    this.#database.close();
  }

  /** The queue, if the storage may write and its file is the one that was opened. */
  #writable(): TrialQueue {
    if (!this.#queue) throw new Error(`${this.path} is open only to be looked at`);
    const { ino, dev } = this.#file;
    const now = statIfThere(this.path);
    if (now && now.ino === ino && now.dev === dev) return this.#queue;
    throw new Error(
      `${this.path} was ${
        now ? "replaced" : "removed"
      } while it was open: the trials of this run ` +
        "are lost but for copies of it",
    );
  }

  /** Folds what the log beside the file holds into the file, now and then. */
  #fold(): void {
    const now = performance.now();
    if (now - this.#foldedAt < FOLD_INTERVAL_MS) return;
    this.#foldedAt = now;
    this.#database.exec("PRAGMA wal_checkpoint(PASSIVE)");
  }

  #definitions(): (StudyDefinition | Error)[] {
    if (this.#isEmpty()) return [];
    return this.#database.prepare("SELECT name, definition FROM studies ORDER BY id").all()
      .map(({ name, definition }) => {
        try {
          return decodeJson(definition as string) as unknown as StudyDefinition;
        } catch {
          return new Error(`The definition of study ${name} in ${this.path} is damaged`);
        }
      });
  }

  #damagedTrials(study: string): string[] {
    const id = this.#studyId(study);
    this.#reader.read(id);
    return [...this.#reader.damage(id)].map(([number, reason]) =>
      `Trial ${number} of study ${study} in ${this.path} is damaged: ${reason}`
    );
  }

  #isEmpty(): boolean {
    return !this.#database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'studies'").get();
  }

  #run(sql: string, ...values: SQLInputValue[]): void {
    this.#database.prepare(sql).run(...values);
  }

  #studyId(name: string): number {
    checkString("study", name);
    const known = this.#studyIds.get(name);
    if (known !== undefined) return known;
    const row = this.#isEmpty()
      ? undefined
      : this.#database.prepare("SELECT id FROM studies WHERE name = ?").get(name);
    if (!row) throw unknownStudy(name, this.getStudies().map((study) => study.name));
    this.#studyIds.set(name, row.id as number);
    return row.id as number;
  }

  /** The id of a trial that this process may write to. */
  #trialId(study: string, number: number): number {
    checkInteger("trial", number, 0);
    const row = this.#database.prepare(
      "SELECT id, state, lease FROM trials WHERE study_id = ? AND number = ?",
    ).get(this.#studyId(study), number);
    if (row?.state === "RUNNING" && row.lease === this.#lease?.id) return row.id as number;
    throw notRunning(number, row?.state as TrialState | undefined);
  }
}

const REMEDY = "Restore the file from a copy, or make a new study; --show prints the sound trials";

function checkPath(path: string): void {
  checkString("path", path);
  if (path === "" || path === ":memory:") {
    throw new RangeError(expectation("path", "a file (MemoryStorage keeps nothing)", path));
  }
  if (/^file:/i.test(path) || path.includes("\0")) {
    throw new RangeError(expectation("path", "the path of a file, not a URI", path));
  }
}

function statIfThere(path: string): Deno.FileInfo | null {
  try {
    return Deno.statSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
}

/** What stands for an empty file that is only looked at. */
function emptyDatabase(): DatabaseSync {
  return new DatabaseSync(":memory:");
}
