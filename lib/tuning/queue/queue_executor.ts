/**
 * Trials on many machines: the coordinator's side.
 *
 * @module
 */

import { checkFunction, checkPositive, checkString, expectation } from "../../internal/checks.ts";
import {
  anything,
  checkOptions,
  integer,
  type OptionChecks,
  required,
} from "../../internal/options.ts";
import { sleep } from "../../internal/sleep.ts";
import { sha256 } from "../../internal/sha256.ts";
import { hostAndProcess } from "../../internal/whoami.ts";
import { type Executor, ExecutorClosedError, TrialLostError } from "../executors/executor.ts";
import { WorkerError } from "../executors/pool_worker.ts";
import { encodeJson, type Json, type JsonInput } from "../json.ts";
import { LiveTrial } from "../live_trial.ts";
import { NopPruner } from "../pruners/pruner.ts";
import { checkStudy, type Study } from "../study.ts";
import type { Trial } from "../trial.ts";
import { QueueEvents, type Redis } from "./clients.ts";
import { bounded, closeRedis, connectRedis, type OnMessage } from "./connection.ts";
import { Dispatch } from "./dispatch.ts";
import {
  BEAT_MS,
  type CoordinatorNote,
  decode,
  encode,
  type JobResult,
  KEYS,
  PREFIX,
  type QueueWorkerState,
  type StudyNotice,
  type WorkerNote,
} from "./messages.ts";
import { StudyJobs } from "./study_jobs.ts";
import { StudyLease } from "./study_lease.ts";
import { WorkerWatch } from "./worker_watch.ts";

/** What {@linkcode connectQueue} takes. */
export interface QueueExecutorOptions {
  /** `redis://[user:password@]host[:port][/database]`, or `rediss://` with TLS. */
  url: string;
  /** Handed to the workers, which make an objective of it. Default: `null`. */
  payload?: JsonInput;
  /** What a worker must have the same of: versions, digests. Default: `null`. */
  origin?: JsonInput;
  /** How often a trial that failed is tried again. Default: 1. */
  maxRetries?: number;
  /** Milliseconds that a trial may take on a worker before it is given up. Default: no limit. */
  timeLimit?: number;
  /** Told what happens to the connection and the workers. Default: nobody is. */
  onMessage?: OnMessage;
}

const OPTIONS: OptionChecks<QueueExecutorOptions> = {
  url: required(checkString),
  payload: anything,
  origin: anything,
  maxRetries: integer(0),
  timeLimit: checkPositive,
  onMessage: checkFunction,
};

/** How many workers a trial may take with it before it is to blame. */
const MAX_LOSSES = 5;

/** A trial that a worker lied about is not offered again at once: the liar may be the quickest. */
const DISTRUST_MS = 500;

/** Leaving a server that goes away meanwhile would never end. */
const CLOSE_MS = 5000;

/** How often the states of jobs are read, whatever events say, in beats. */
const RECONCILE_BEATS = 4;

/** What a worker has beyond a trial's time limit, to start its thread and to send the result. */
const OVERRUN_MS = 90_000;

/** How many jobs of a study there are in each state. */
export interface QueueCounts {
  /** Jobs that no worker has taken. */
  readonly waiting: number;
  /** Jobs that workers hold. */
  readonly active: number;
}

/**
 * Connects a study to Redis, and takes up what an earlier coordinator of it left there.
 *
 * @throws {RedisError} If there is no Redis that can serve, within five seconds.
 * @throws {Error} If another coordinator runs the study.
 *
 * @example
 * ```ts ignore
 * import { connectQueue } from "two-layer-net/queue";
 * import { createStudy } from "two-layer-net/tuning";
 *
 * const study = createStudy();
 * await using queue = await connectQueue(study, { url: "redis://127.0.0.1" });
 * await study.optimize(queue, { numTrials: 100 });
 * ```
 */
export async function connectQueue(
  study: Study,
  options: QueueExecutorOptions,
): Promise<QueueExecutor> {
  return await QueueExecutor.connect(study, options);
}

/**
 * Runs the trials of a study on workers of many machines, by BullMQ over Redis. As many run at a time
 * as the workers that serve the study have slots; without a worker, one waits for the first to come.
 *
 * Parameters are chosen here and travel as data; no code does. Reports, attributes and artifacts come
 * back, and pruning is decided here. A trial whose worker dies is run again, and what it had done is
 * dropped. One whose coordinator dies goes on: a coordinator of the same study, on this machine or
 * another, takes up what workers still run or have finished.
 *
 * {@linkcode QueueExecutor.workers} and {@linkcode QueueExecutor.counts} are what a page shows of it.
 */
export class QueueExecutor implements Executor, AsyncDisposable {
  /** How often a trial that failed is tried again. */
  readonly maxRetries: number;
  /** The id of the study in Redis, as {@linkcode QueueWorkerState.study} has it. */
  readonly studyId: string;
  readonly #study: Study;
  readonly #origin: Json;
  readonly #timeLimit: number | null;
  readonly #onMessage: OnMessage;
  readonly #clients: readonly [commands: Redis, messages: Redis, events: Redis];
  readonly #jobs: StudyJobs;
  readonly #events: QueueEvents;
  readonly #lease: StudyLease;
  readonly #watch: WorkerWatch;
  readonly #dispatches = new Map<string, Dispatch>();
  /** How many workers died with each trial. */
  readonly #losses = new Map<number, number>();
  /** Workers that were found to lie, which is told once. */
  readonly #distrusted = new Set<string>();
  #closing: Promise<void> | null = null;
  #isClosed = false;
  #beats = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #beating: Promise<void> = Promise.resolve();

  private constructor(
    study: Study,
    notice: StudyNotice,
    options: QueueExecutorOptions,
    clients: readonly [Redis, Redis, Redis],
  ) {
    const { maxRetries = 1, timeLimit, onMessage = () => {}, payload = null } = options;
    const [commands, , events] = clients;
    this.maxRetries = maxRetries;
    this.studyId = notice.id;
    this.#study = study;
    this.#origin = notice.origin;
    this.#timeLimit = timeLimit ?? null;
    this.#onMessage = onMessage;
    this.#clients = clients;
    this.#jobs = new StudyJobs(study, notice.id, commands);
    const own = { prefix: PREFIX, skipVersionCheck: true };
    this.#events = new QueueEvents(notice.id, { ...own, connection: events });
    this.#lease = new StudyLease(commands, notice, encodeJson(payload, "payload"));
    this.#watch = new WorkerWatch(commands);
  }

  /**
   * Use {@linkcode connectQueue}.
   *
   * @internal
   */
  static async connect(study: Study, options: QueueExecutorOptions): Promise<QueueExecutor> {
    checkStudy("study", study);
    checkOptions("connectQueue", options, OPTIONS);
    const { url, origin = null, payload = null, onMessage } = options;
    const notice = noticeOf(study, JSON.parse(encodeJson(origin, "origin")));
    encodeJson(payload, "payload");
    const commands = await connectRedis(url, onMessage);
    const clients = [commands, commands.duplicate(), commands.duplicate()] as const;
    for (const client of clients.slice(1)) client.on("error", () => {}); // the first one tells
    const executor = new QueueExecutor(study, notice, options, clients);
    try {
      await executor.#begin();
      return executor;
    } catch (error) {
      await executor[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** Slots of the workers that serve the study; at least one, so that a trial waits for the first. */
  get concurrency(): number {
    return Math.min(1024, Math.max(1, this.#watch.slotsFor(this.studyId)));
  }

  /** Has `listener` called when workers come, go or change, until disposed of. */
  onConcurrency(listener: () => void): Disposable {
    checkFunction("listener", listener);
    return this.#watch.onChange(listener);
  }

  /** All workers that are there, whatever they serve, as of half a second ago. */
  workers(): readonly QueueWorkerState[] {
    return this.#watch.workers;
  }

  /** How many jobs wait for a worker, and how many are held by one. */
  counts(): QueueCounts {
    const dispatches = [...this.#dispatches.values()];
    const active = dispatches.filter(({ isTaken }) => isTaken).length;
    return { waiting: dispatches.length - active, active };
  }

  /**
   * Has a worker run the trial, and gives the objective's value.
   *
   * When the trial's signal aborts, a job that no worker has taken is removed; one that is held goes
   * on, and its result is taken up when the trial is run again.
   *
   * @throws {TrialLostError} If its worker died, or said what cannot be.
   * @throws {ExecutorClosedError} If this executor was disposed of, or its study taken over.
   */
  async run(trial: Trial): Promise<number> {
    if (!(trial instanceof LiveTrial)) {
      throw new TypeError(expectation("trial", "one that the study has begun", trial));
    }
    if (this.#isClosed) throw closedError();
    for (const [name, range] of Object.entries(this.#study.searchSpace ?? {})) {
      trial.suggest(name, range);
    }
    const dispatch = await this.#dispatch(trial);
    const stop = () => void this.#withdraw(dispatch);
    trial.signal.addEventListener("abort", stop, { once: true });
    if (trial.signal.aborted) stop();
    try {
      return await dispatch.value;
    } catch (error) {
      if (error instanceof TrialLostError) await this.#countLoss(dispatch, error);
      throw error;
    } finally {
      trial.signal.removeEventListener("abort", stop);
      this.#dispatches.delete(dispatch.job);
    }
  }

  /** Leaves Redis: workers finish the trials they run, and then look for another study. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.#closing ??= this.#close();
  }

  async #begin(): Promise<void> {
    const [, messages] = this.#clients;
    this.#events.on("error", () => {}); // its client tells
    await this.#lease.take(this.#onMessage);
    messages.on("message", (_channel: string, text: string) => this.#receive(text));
    await messages.subscribe(KEYS.toCoordinator(this.studyId));
    await this.#jobs.findLeft();
    this.#events.on("active", ({ jobId }) => this.#dispatches.get(jobId)?.take());
    this.#events.on("completed", ({ jobId, returnvalue }) => void this.#finish(jobId, returnvalue));
    this.#events.on("failed", ({ jobId, failedReason }) => this.#lose(jobId, failedReason));
    await this.#beat();
  }

  async #dispatch(trial: LiveTrial): Promise<Dispatch> {
    const left = this.#jobs.takeUp(trial);
    const job = left?.job ?? `${trial.number}.${crypto.randomUUID()}`;
    const dispatch = new Dispatch(job, trial, this.#study, this.#send);
    this.#dispatches.set(job, dispatch);
    if (left) {
      dispatch.take();
      if (left.result !== null) void this.#finish(job, left.result);
      return dispatch;
    }
    await this.#jobs.add(job, {
      number: trial.number,
      params: trial.params,
      distributions: trial.record.distributions,
      prunes: !(this.#study.pruner instanceof NopPruner),
      timeLimit: this.#timeLimit,
    });
    return dispatch;
  }

  readonly #send = (note: CoordinatorNote, worker: string): void => {
    this.#clients[0].publish(KEYS.toWorker(worker), encode(note)).catch(() => {});
  };

  #receive(text: string): void {
    const note = decode<WorkerNote>(text);
    const dispatch = note && this.#dispatches.get(note.job);
    if (!dispatch || !Array.isArray(note.calls)) return;
    this.#believe(note, dispatch).catch(({ message }) =>
      dispatch.distrust(String(note.worker), message)
    );
  }

  /** Who speaks for a job must hold its lock; later it is known by the lock's token. */
  async #believe(note: WorkerNote, dispatch: Dispatch): Promise<void> {
    if (dispatch.token === null) {
      const holder = await this.#clients[0].get(KEYS.lock(this.studyId, note.job)).catch(() =>
        null
      );
      if (holder === null || holder !== note.token) return;
      dispatch.token ??= holder;
    }
    if (dispatch.token === note.token) await dispatch.hear(note);
  }

  async #finish(job: string, text: string): Promise<void> {
    const dispatch = this.#dispatches.get(job);
    if (!dispatch) return;
    this.#jobs.markOver(job, dispatch.trial.number);
    const result = decode<JobResult>(text);
    const problem = result ? this.#problemOf(result, dispatch) : "it is no JSON";
    if (!problem) return await dispatch.finish(result!).catch(dispatch.reject);
    dispatch.distrust(typeof result?.host === "string" ? result.host : "A worker", problem);
  }

  #problemOf(result: JobResult, { trial }: Dispatch): string | null {
    const { number, calls, end, artifacts } = result;
    if (number !== trial.number) return "it is of another trial";
    if (!Array.isArray(calls) || !Array.isArray(artifacts)) return "it does not say what was done";
    if (typeof end !== "object" || end === null) return "it has no end";
    const isSame = encodeJson(result.origin ?? null) === encodeJson(this.#origin);
    return isSame ? null : "the worker has other data, or is of another version";
  }

  #lose(job: string, reason: string): void {
    const dispatch = this.#dispatches.get(job);
    if (!dispatch) return;
    this.#jobs.markOver(job, dispatch.trial.number);
    dispatch.lose(reason === "" || /stalled/.test(reason) ? "its worker died" : reason);
  }

  async #countLoss({ distrusted, trial: { number } }: Dispatch, error: Error): Promise<void> {
    if (distrusted !== null) {
      if (!this.#distrusted.has(distrusted)) this.#onMessage(error.message);
      this.#distrusted.add(distrusted);
      return await sleep(DISTRUST_MS);
    }
    const losses = (this.#losses.get(number) ?? 0) + 1;
    this.#losses.set(number, losses);
    this.#onMessage(`trial ${number}: ${error.message}; it is queued again`);
    if (losses < MAX_LOSSES) return;
    this.#losses.delete(number);
    throw new WorkerError(`${losses} workers died with the trial`);
  }

  /** A job that nobody has taken is removed; one that is held goes on, for whoever comes back. */
  async #withdraw(dispatch: Dispatch): Promise<void> {
    dispatch.reject(new Error("The study was stopped"));
    if (!await this.#jobs.withdraw(dispatch.job)) this.#jobs.leave(dispatch.job, dispatch.trial);
  }

  async #beat(): Promise<void> {
    try {
      if (!await this.#lease.renew()) return this.#abdicate();
      await this.#watch.look();
      await this.#jobs.clean(
        new Set([...this.#dispatches.values()].map(({ trial }) => trial.number)),
      );
      if (this.#beats++ % RECONCILE_BEATS === 0) await this.#reconcile();
    } catch {
      // Redis is away, which its client has told; the next beat tries again.
    }
    if (!this.#isClosed) {
      this.#timer = setTimeout(() => this.#beating = this.#beat(), BEAT_MS);
    }
  }

  /** Events may have been missed, and Redis may have lost what it was told last. */
  async #reconcile(): Promise<void> {
    const asked = [...this.#dispatches.values()].filter(({ age }) => age > 2 * BEAT_MS);
    if (asked.length === 0) return;
    for (const dispatch of asked) this.#limitTime(dispatch);
    for (const [job, fate] of await this.#jobs.fates(asked.map(({ job }) => job))) {
      if (fate.state === "completed") await this.#finish(job, fate.result);
      else this.#lose(job, fate.reason);
    }
  }

  /** Workers keep the limit themselves; one that does not is no longer waited for. */
  #limitTime(dispatch: Dispatch): void {
    if (this.#timeLimit === null || dispatch.heldFor < this.#timeLimit + OVERRUN_MS) return;
    dispatch.cancel();
    this.#lose(dispatch.job, "its worker overran the time of a trial");
  }

  #abdicate(): void {
    this.#isClosed = true;
    this.#rejectAll(
      new ExecutorClosedError(`Another coordinator has taken study ${this.#study.name} over`),
    );
  }

  #rejectAll(error: Error): void {
    for (const dispatch of this.#dispatches.values()) dispatch.reject(error);
  }

  async #close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.#rejectAll(closedError());
    const [commands, messages, events] = this.#clients;
    if (commands.status === "ready") await bounded(this.#release(), CLOSE_MS).catch(() => {});
    messages.disconnect();
    events.disconnect();
    await this.#events.close().catch(() => {});
    await this.#jobs.close();
    await closeRedis(commands);
  }

  async #release(): Promise<void> {
    await this.#beating;
    await this.#jobs.clean(new Set());
    await this.#lease.release(await this.#jobs.removeIfDone());
  }
}

function noticeOf(study: Study, origin: Json): StudyNotice {
  const id = sha256(encodeJson(study.definition as unknown as JsonInput)).slice(0, 16);
  const [name, host, coordinator] = [study.name, hostAndProcess(), crypto.randomUUID()];
  return { id, name, coordinator, host, origin };
}

function closedError(): ExecutorClosedError {
  return new ExecutorClosedError("The queue was left. Keep it for as long as its study runs");
}
