/**
 * Studies kept in an Optuna journal: Python's Optuna and its dashboard read them, and work on them too.
 *
 * @module
 */

import {
  checkArray,
  checkBoolean,
  checkInteger,
  checkObject,
  checkString,
  checkType,
} from "../../internal/checks.ts";
import { checkOptions, choice, type OptionChecks } from "../../internal/options.ts";
import {
  checkDistribution,
  checkParamOf,
  type Distribution,
  type ParamValue,
  type TrialParams,
} from "../distributions.ts";
import { decodeJson, encodeJson, type Json } from "../json.ts";
import * as entries from "../optuna/journal_entries.ts";
import { JournalFile } from "../optuna/journal_file.ts";
import { JournalAwayError, type JournalLog, type Lease } from "../optuna/journal_log.ts";
import { JournalReplay, type JournalStudy } from "../optuna/journal_replay.ts";
import { encodePythonJson } from "../optuna/python_json.ts";
import { RedisLog } from "../optuna/redis_log.ts";
import { isRedisUrl } from "../queue/redis_url.ts";
import { type FrozenTrial, TRIAL_STATES, type TrialState, waitingTrial } from "../trial.ts";
import { DatabaseLostError } from "./database_file.ts";
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
import { withError } from "./trial_changes.ts";

/** What {@linkcode JournalStorage} takes beside the path. */
export interface JournalStorageOptions {
  /** Only look: the file must be there, and is not written to. Default: false. */
  readOnly?: boolean;
  /**
   * Queue trials again that other programs left RUNNING. Only for when none of them runs: a journal
   * does not tell who lives. Default: false.
   */
  takeOver?: boolean;
}

const OPTIONS: OptionChecks<JournalStorageOptions> = {
  readOnly: checkBoolean,
  takeOver: checkBoolean,
};

/** Begins our names as writers, before the id of the lease. */
const WORKER = "two-layer-net-";

/**
 * Studies kept in an Optuna journal, the file of `optuna.storages.journal.JournalFileBackend` or the keys
 * of its `JournalRedisBackend`, in the form of Optuna 3 to 5. `optuna.load_study` opens it, and Python's
 * workers and ours may work on one study: each trial is run by one of them. Of a study that Python
 * made, the name and the direction are known, and the objective defines the search space.
 *
 * A method that writes adds entries to a file under Optuna's lock, `FILE.lock`. New studies and queued and
 * finished trials are on the disk when it returns. The whole journal is read once, and held in memory.
 *
 * In Redis (6.2 or later, that evicts nothing; the packages ioredis and bullmq) each method waits for the
 * server, and this thread with it: for half a minute at most, once it was there. Entries are as safe as it
 * keeps them; what it lost when it was killed is written again by whichever storage had read it.
 *
 * What the format has not:
 * - It does not tell who lives. Our processes hold a file lock beside the journal (so the file system
 *   must have locks, if several machines share it), in Redis a key that expires after three seconds, and
 *   what a dead one left RUNNING is queued again when another of ours starts a trial. What a Python worker
 *   left RUNNING stays so, until `study.tell(number, state=TrialState.FAIL)` in Python, or `takeOver`.
 * - Trials that are queued again keep, in Python's eyes, what they had reported until it is reported
 *   anew. Attributes of studies are Optuna's system attributes; its user attributes are not read.
 * - It has no digests: an entry that is damaged is told only where it is no longer JSON.
 *
 * @example
 * ```ts
 * import { createStudy, JournalStorage } from "two-layer-net/tuning";
 * import { assertEquals } from "@std/assert";
 *
 * const dir = await Deno.makeTempDir();
 * using storage = new JournalStorage(`${dir}/study.log`);
 * const study = createStudy({ name: "parabola", storage });
 * await study.optimize((trial) => trial.suggestFloat("x", -1, 1) ** 2, { numTrials: 5 });
 * assertEquals(study.trials.length, 5); // in Python: optuna.load_study(study_name="parabola", …)
 * ```
 */
export class JournalStorage implements Storage {
  readonly #log: JournalLog;
  readonly #replay = new JournalReplay();
  /** Held while this storage may write. */
  readonly #lease: Lease | null;
  /** Places in the journal of the trials that this storage runs. */
  readonly #running = new Set<number>();
  #takesOver: boolean;
  #finished = 0;
  /** Why the journal can be read no further. */
  #fault: Error | null = null;

  /**
   * Opens the journal, or makes it.
   *
   * @param path The file, or a link to it, whose directory is made if need be; or the URL of a Redis.
   * @throws {RangeError} If `path` is neither.
   * @throws {Error} If what is there is anything but an Optuna journal; it is left as it is then.
   */
  constructor(path: string, options: JournalStorageOptions = {}) {
    checkString("path", path);
    checkOptions("JournalStorage", options, OPTIONS);
    const { readOnly = false, takeOver = false } = options;
    this.#takesOver = takeOver;
    this.#log = isRedisUrl(path)
      ? new RedisLog(path, { readOnly })
      : new JournalFile(path, { readOnly });
    try {
      this.#sync();
      this.#lease = readOnly ? null : this.#log.takeLease();
    } catch (error) {
      this.#log[Symbol.dispose]();
      throw error;
    }
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
    return this.#locked(() => {
      const existing = this.#find(name);
      if (existing) return { created: false, definition: existing.definition };
      const id = this.#replay.nextStudyId;
      this.#append([
        ...entries.createStudy(id, definition),
        ...trials.map((trial) => entries.createTrial(id, trial)),
      ], { isDurable: true });
      return { created: true, definition };
    });
  }

  /** The definition of every study that this tuner can work with, in the order of their creation. */
  getStudies(): StudyDefinition[] {
    this.#sync();
    return [...this.#replay.studies.values()].filter(({ problem }) => problem === null)
      .map(({ definition }) => definition);
  }

  /** Which studies {@linkcode getStudies} leaves out, and why, a line each. */
  get damage(): string[] {
    this.#sync();
    return [...this.#replay.studies.values()].filter(({ problem }) => problem !== null)
      .map(({ name, problem }) => `study ${name} cannot be used: ${problem}`);
  }

  /** Records or replaces attributes of a study. */
  setStudyAttributes(study: string, attributes: StudyAttributes): void {
    checkObject("attributes", attributes);
    const kept = decodeJson(encodeJson(attributes)) as StudyAttributes;
    this.#locked(() => {
      this.#append(entries.setStudyAttributes(this.#study(study).id, kept), { isDurable: true });
    });
  }

  /** The attributes of a study. */
  getStudyAttributes(study: string): StudyAttributes {
    this.#sync();
    return this.#study(study).attributes;
  }

  /** Adds a WAITING trial and returns its number. */
  enqueueTrial(study: string, proposal: TrialParams): number {
    checkParams("proposal", proposal);
    return this.#locked(() => {
      const { id, trials } = this.#study(study);
      const number = trials.size;
      const trial = waitingTrial(number, proposal);
      this.#append([entries.createTrial(id, trial)], { isDurable: true });
      return number;
    });
  }

  /** Makes a trial RUNNING: the first that is WAITING, else a new one. */
  startTrial(study: string, options: StartOptions = {}): FrozenTrial | null {
    checkOptions("startTrial", options, START_OPTIONS);
    const { waitingOnly = false, maxTrials = Infinity } = options;
    return this.#locked(() => {
      const { id, trials, ids } = this.#study(study);
      this.#append(this.#requeuesOfAbandoned(this.#study(study)), { isDurable: false });
      this.#takesOver = false; // those that begin from now on live
      const waiting = trials.firstWaiting;
      if (waiting === null && (waitingOnly || trials.size >= maxTrials)) return null;
      const number = waiting ?? trials.size;
      const entry = waiting === null ? entries.beginTrial(id) : entries.takeTrial(ids[waiting]);
      this.#append([entry], { isDurable: false });
      this.#running.add(ids[number]);
      return trials.get(number);
    });
  }

  /** Puts a RUNNING trial back into the queue. */
  requeueTrial(study: string, trial: number, error?: string): void {
    if (error !== undefined) checkString("error", error);
    this.#change(study, trial, (id, { errors }) => {
      // Forgotten even if the disk is full: the next start then finds it abandoned.
      this.#running.delete(id);
      return entries.requeueTrial(id, error === undefined ? null : withError(errors, error));
    });
  }

  /** Ends a RUNNING trial. It is on the disk when this returns. */
  finishTrial(study: string, trial: number, outcome: Outcome): void {
    checkOptions("the outcome", outcome, OUTCOME);
    const { error } = outcome;
    const id = this.#change(
      study,
      trial,
      (id, { errors }) =>
        entries.finishTrial(id, outcome, error === undefined ? null : withError(errors, error)),
      { isDurable: true },
    );
    this.#running.delete(id);
    this.#finished++;
  }

  /** Fixes values that the RUNNING trial has not asked for yet. */
  setProposal(study: string, trial: number, proposal: TrialParams): void {
    checkParams("proposal", proposal);
    this.#change(study, trial, (id) => [entries.setProposal(id, proposal)]);
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
    this.#change(study, trial, (id) => [entries.setParam(id, name, value, distribution)]);
  }

  /** Records the value at a step of a RUNNING trial. */
  setIntermediateValue(study: string, trial: number, step: number, value: number): void {
    checkInteger("step", step, 0, Number.MAX_SAFE_INTEGER);
    checkType("value", value, "a number", typeof value === "number");
    this.#change(study, trial, (id, { intermediateValues }) => {
      if (intermediateValues.has(step)) throw stepReported(trial, step);
      return [entries.setIntermediateValue(id, step, value)];
    });
  }

  /** Records or replaces an attribute of a RUNNING trial. */
  setUserAttribute(study: string, trial: number, key: string, value: Json): void {
    checkString("key", key);
    const kept = decodeJson(encodeJson(value));
    this.#change(study, trial, (id) => [entries.setUserAttribute(id, key, kept)]);
  }

  /** The trial of that number, or `null`. */
  getTrial(study: string, trial: number): FrozenTrial | null {
    checkInteger("trial", trial, 0);
    this.#sync();
    return this.#study(study).trials.get(trial);
  }

  /** Trials in the order of their numbers. */
  getTrials(study: string, states?: readonly TrialState[]): FrozenTrial[] {
    if (states !== undefined) checkArray("states", states, choice(TRIAL_STATES));
    this.#sync();
    return this.#study(study).trials.list(states);
  }

  /** The RUNNING trials of a study that other programs run, or left when they died. */
  foreignTrials(study: string): number[] {
    this.#sync();
    const { owners } = this.#study(study);
    return [...owners].filter(([, owner]) => !owner.startsWith(WORKER)).map(([number]) => number)
      .sort((a, b) => a - b);
  }

  /** Closes the journal. */
  [Symbol.dispose](): void {
    this.#lease?.[Symbol.dispose]();
    this.#log[Symbol.dispose]();
  }

  /** Takes in what was added to the journal. */
  #sync(): void {
    if (this.#fault) throw this.#fault;
    try {
      for (const line of this.#log.readLines()) this.#replay.apply(line);
    } catch (error) {
      this.#fault = explained(error as Error, this.#log.name);
      throw this.#fault;
    }
  }

  /** Runs `body`, which may append, on the journal as it is, as if nobody else added to it. */
  #locked<T>(body: () => T): T {
    if (!this.#lease) throw new Error(`${this.#log.name} was opened to be read only`);
    return this.#log.locked(this.#finished, () => {
      this.#sync();
      return body();
    });
  }

  #append(added: readonly entries.Entry[], { isDurable }: { isDurable: boolean }): void {
    if (added.length === 0) return;
    const worker_id = this.#workerId();
    const lines = added.map((entry) => encodePythonJson({ ...entry, worker_id }));
    this.#log.append(lines, isDurable);
    this.#sync();
  }

  #workerId(): string {
    return `${WORKER}${this.#lease!.id}`;
  }

  /** Appends entries about a trial that this storage runs; returns its place in the journal. */
  #change(
    name: string,
    number: number,
    entriesOf: (id: number, trial: FrozenTrial) => readonly entries.Entry[],
    options = { isDurable: false },
  ): number {
    checkInteger("trial", number, 0);
    return this.#locked(() => {
      const { trials, ids, owners } = this.#study(name);
      const trial = trials.get(number);
      const isOurs = trial?.state === "RUNNING" && owners.get(number) === this.#workerId();
      if (!isOurs) throw notRunning(number, trial?.state);
      this.#append(entriesOf(ids[number], trial), options);
      return ids[number];
    });
  }

  /** Takes back the trials of our processes that are gone, and those this one has given up. */
  #requeuesOfAbandoned({ owners, ids }: JournalStudy): entries.Entry[] {
    const abandoned = [...owners].filter(([number, owner]) => {
      if (!owner.startsWith(WORKER)) return this.#takesOver;
      const lease = owner.slice(WORKER.length);
      return lease === this.#lease!.id
        ? !this.#running.has(ids[number])
        : !this.#lease!.isHeld(lease);
    });
    return abandoned.flatMap(([number]) => entries.requeueTrial(ids[number], null));
  }

  /** The study of that name, if there is one; throws if this tuner cannot work with it. */
  #find(name: string): JournalStudy | undefined {
    const study = this.#replay.find(name);
    if (!study || study.problem === null) return study;
    throw new Error(`Study ${name} in ${this.#log.name} cannot be used: ${study.problem}`);
  }

  #study(name: string): JournalStudy {
    checkString("study", name);
    const study = this.#find(name);
    if (!study) throw unknownStudy(name, this.getStudies().map((study) => study.name));
    return study;
  }
}

function explained(error: Error, name: string): Error {
  if (error instanceof DatabaseLostError || error instanceof JournalAwayError) return error;
  const { message } = error;
  return new Error(
    `Expected ${name} to be an Optuna journal but ${message}; it was left as it is`,
    { cause: error },
  );
}
