/**
 * Trials on many machines: the coordinator's side.
 *
 * @module
 */

import { checkFunction, checkInstance, checkPositive, checkString } from "../../internal/checks.ts";
import {
  anything,
  checkOptions,
  integer,
  type OptionChecks,
  required,
} from "../../internal/options.ts";
import { sha256 } from "../../internal/sha256.ts";
import { hostAndProcess } from "../../internal/whoami.ts";
import { type Executor, ExecutorClosedError, TrialLostError } from "../executors/executor.ts";
import { WorkerError } from "../executors/pool_worker.ts";
import { encodeJson, type Json, type JsonInput } from "../json.ts";
import { LiveTrial } from "../live_trial.ts";
import { NopPruner } from "../pruners/pruner.ts";
import { checkStudy, type Study } from "../study.ts";
import { isFinished } from "../trial.ts";
import { Queue, QueueEvents, type Redis } from "./clients.ts";
import { closeRedis, connectRedis, type OnMessage } from "./connection.ts";
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
  type TrialJob,
  type WorkerNote,
} from "./messages.ts";
import { StudyLease } from "./study_lease.ts";

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

/** How often the states of jobs are read, whatever events say, in beats. */
const RECONCILE_BEATS = 4;

/** What a worker has beyond a trial's time limit, to start its thread and to send the result. */
const OVERRUN_MS = 90_000;

/** Events are for waking up; jobs keep their results. */
const EVENTS_KEPT = 100;

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
  readonly #study: Study;
  readonly #id: string;
  readonly #origin: Json;
  readonly #timeLimit: number | null;
  readonly #onMessage: OnMessage;
  readonly #clients: readonly [commands: Redis, messages: Redis, events: Redis];
  readonly #queue: Queue;
  readonly #events: QueueEvents;
  readonly #lease: StudyLease;
  readonly #dispatches = new Map<string, Dispatch>();
  /** Jobs that an earlier coordinator left, by the numbers of their trials. */
  readonly #left = new Map<number, { job: string; params: string; result: string | null }>();
  readonly #losses = new Map<number, number>();
  readonly #listeners = new Set<() => void>();
  readonly #consumed = new Map<string, number>();
  readonly #distrusted = new Set<string>();
  #workers: readonly QueueWorkerState[] = [];
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
    this.#study = study;
    this.#id = notice.id;
    this.#origin = notice.origin;
    this.maxRetries = maxRetries;
    this.#timeLimit = timeLimit ?? null;
    this.#onMessage = onMessage;
    this.#clients = clients;
    const [commands, , events] = clients;
    const own = { prefix: PREFIX, skipVersionCheck: true };
    const streams = { events: { maxLen: EVENTS_KEPT } };
    this.#queue = new Queue(this.#id, { ...own, connection: commands, streams });
    this.#events = new QueueEvents(this.#id, { ...own, connection: events });
    this.#lease = new StudyLease(commands, notice, encodeJson(payload, "payload"));
  }

  /**
   * Use {@linkcode connectQueue}.
   *
   * @internal
   */
  static async connect(study: Study, options: QueueExecutorOptions): Promise<QueueExecutor> {
    checkStudy("study", study);
    checkOptions("connectQueue", options, OPTIONS);
    const { url, origin = null, onMessage } = options;
    const notice = noticeOf(study, JSON.parse(encodeJson(origin, "origin")));
    encodeJson(options.payload ?? null, "payload");
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
    const slots = this.#workers.filter(({ study }) => study === this.#id)
      .reduce((sum, worker) => sum + worker.slots, 0);
    return Math.min(1024, Math.max(1, slots));
  }

  /** Has `listener` called when workers come, go or change, until disposed of. */
  onConcurrency(listener: () => void): Disposable {
    checkFunction("listener", listener);
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) };
  }

  /** All workers that are there, whatever they serve, as of half a second ago. */
  workers(): readonly QueueWorkerState[] {
    return this.#workers;
  }

  /** The id of the study in Redis, as {@linkcode QueueWorkerState.study} has it. */
  get studyId(): string {
    return this.#id;
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
  async run(trial: LiveTrial): Promise<number> {
    checkInstance("trial", trial, LiveTrial);
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
      if (error instanceof TrialLostError) await this.#countLoss(trial.number, dispatch, error);
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
    const [commands, messages] = this.#clients;
    this.#queue.on("error", () => {});
    this.#events.on("error", () => {});
    await this.#lease.take(this.#onMessage);
    messages.on("message", (_channel: string, text: string) => this.#receive(text));
    await messages.subscribe(KEYS.toCoordinator(this.#id));
    await this.#findLeft();
    this.#events.on("completed", ({ jobId, returnvalue }) => void this.#finish(jobId, returnvalue));
    this.#events.on("failed", ({ jobId, failedReason }) => this.#lose(jobId, failedReason));
    this.#events.on("active", ({ jobId }) => this.#dispatches.get(jobId)?.take());
    await commands.sadd(KEYS.studies, this.#id);
    await this.#beat();
  }

  /** What an earlier coordinator left: jobs that nobody holds are removed, the others taken up. */
  async #findLeft(): Promise<void> {
    for (const job of await this.#queue.getJobs(["waiting", "failed"])) {
      await job.remove().catch(() => {});
    }
    for (const job of await this.#queue.getJobs(["active", "completed"])) {
      const data = decode<TrialJob>(job?.data?.trial ?? null);
      if (!data || !Number.isSafeInteger(data.number)) continue;
      const state = this.#study.storage.getTrial(this.#study.name, data.number)?.state;
      if (state === undefined || isFinished(state)) await job.remove().catch(() => {});
      else {
        const result = typeof job.returnvalue === "string" ? job.returnvalue : null;
        this.#left.set(data.number, { job: job.id!, params: encodeJson(data.params), result });
      }
    }
  }

  async #dispatch(trial: LiveTrial): Promise<Dispatch> {
    const send = (note: CoordinatorNote, worker: string) =>
      void this.#clients[0].publish(KEYS.toWorker(worker), encode(note)).catch(() => {});
    const left = this.#left.get(trial.number);
    this.#left.delete(trial.number);
    if (left && left.params === encodeJson(trial.params)) {
      const dispatch = new Dispatch(left.job, trial, this.#study, send);
      this.#dispatches.set(left.job, dispatch);
      dispatch.take();
      if (left.result !== null) void this.#finish(left.job, left.result);
      return dispatch;
    }
    const data: TrialJob = {
      number: trial.number,
      params: trial.params,
      distributions: trial.record.distributions,
      prunes: !(this.#study.pruner instanceof NopPruner),
      timeLimit: this.#timeLimit,
    };
    const job = `${trial.number}.${crypto.randomUUID()}`;
    const dispatch = new Dispatch(job, trial, this.#study, send);
    this.#dispatches.set(job, dispatch);
    await this.#queue.add("trial", { trial: encode(data) }, { jobId: job });
    return dispatch;
  }

  #receive(text: string): void {
    const note = decode<WorkerNote>(text);
    const dispatch = note && this.#dispatches.get(note.job);
    if (note && dispatch) void this.#believe(note, dispatch);
  }

  /** Who speaks for a job must hold its lock; later it is known by the lock's token. */
  async #believe(note: WorkerNote, dispatch: Dispatch): Promise<void> {
    if (dispatch.token === null) {
      const holder = await this.#clients[0].get(KEYS.lock(this.#id, note.job));
      if (holder === null || holder !== note.token) return;
      dispatch.token ??= holder;
    }
    if (dispatch.token === note.token) await dispatch.hear(note);
  }

  async #finish(job: string, text: string): Promise<void> {
    const dispatch = this.#dispatches.get(job);
    if (!dispatch) return;
    const result = decode<JobResult>(text);
    const problem = result ? this.#problemOf(result, dispatch) : "it is no JSON";
    this.#consumed.set(job, dispatch.trial.number);
    if (!problem) return await dispatch.finish(result!);
    const who = typeof result?.host === "string" ? result.host : "A worker";
    dispatch.distrust(who, problem);
  }

  #problemOf(result: JobResult, { trial }: Dispatch): string | null {
    if (result.number !== trial.number) return "it is of another trial";
    const isSame = encodeJson(result.origin ?? null) === encodeJson(this.#origin);
    return isSame ? null : "the worker has other data, or is of another version";
  }

  #lose(job: string, reason = ""): void {
    const dispatch = this.#dispatches.get(job);
    if (!dispatch) return;
    this.#consumed.set(job, dispatch.trial.number);
    dispatch.lose(reason === "" || /stalled/.test(reason) ? "its worker died" : reason);
  }

  async #countLoss(number: number, { distrusted }: Dispatch, error: Error): Promise<void> {
    if (distrusted) {
      if (!this.#distrusted.has(distrusted)) this.#onMessage(error.message);
      this.#distrusted.add(distrusted);
      await new Promise((resolve) => setTimeout(resolve, DISTRUST_MS));
      return;
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
    const { job, trial } = dispatch;
    await this.#queue.remove(job).catch(() => 0).then((removed) => {
      if (removed) return;
      this.#left.set(trial.number, { job, params: encodeJson(trial.params), result: null });
    });
  }

  async #beat(): Promise<void> {
    try {
      if (!await this.#lease.renew()) return this.#abdicate();
      await this.#lookForWorkers();
      await this.#clean();
      if (this.#beats++ % RECONCILE_BEATS === 0) await this.#reconcile();
    } catch {
      // Redis is away, which its client has told; the next beat tries again.
    }
    if (!this.#isClosed) {
      this.#timer = setTimeout(() => this.#beating = this.#beat(), BEAT_MS);
    }
  }

  async #lookForWorkers(): Promise<void> {
    const [commands] = this.#clients;
    const ids = await commands.smembers(KEYS.workers);
    const words = ids.length === 0 ? [] : await commands.mget(ids.map(KEYS.worker));
    const gone = ids.filter((_, i) => words[i] === null);
    if (gone.length > 0) await commands.srem(KEYS.workers, ...gone);
    const before = slotsIn(this.#workers);
    this.#workers = words.map((word) => decode<QueueWorkerState>(word)).filter(isWorker);
    if (slotsIn(this.#workers) === before) return;
    for (const listener of this.#listeners) listener();
  }

  /** Removes the jobs of trials that are on the disk, or whose jobs failed. */
  async #clean(): Promise<void> {
    for (const [job, number] of this.#consumed) {
      if (this.#dispatches.has(job)) continue;
      const trial = this.#study.storage.getTrial(this.#study.name, number);
      if (trial && !isFinished(trial.state) && trial.state !== "WAITING") {
        // Told next, unless this attempt failed and another job has the trial.
        const isRetried = [...this.#dispatches.values()].some((one) => one.trial.number === number);
        if (!isRetried) continue;
      }
      this.#consumed.delete(job);
      await this.#queue.remove(job).catch(() => {});
    }
  }

  /** Events may have been missed, and Redis may have lost what it was told last. */
  async #reconcile(): Promise<void> {
    const asked = [...this.#dispatches.values()].filter(({ age }) => age > 2 * BEAT_MS);
    if (asked.length === 0) return;
    for (const dispatch of asked) this.#limitTime(dispatch);
    const types = ["completed", "failed", "active", "waiting"] as const;
    const found = new Map<string, typeof types[number]>();
    for (const type of types) {
      for (const job of await this.#queue.getRanges([type])) found.set(job, type);
    }
    for (const { job } of asked) {
      const state = found.get(job);
      if (state === "completed") {
        const { returnvalue } = await this.#queue.getJob(job) ?? {};
        await this.#finish(job, returnvalue ?? "");
      } else if (state === "failed") this.#lose(job, (await this.#queue.getJob(job))?.failedReason);
      else if (!state && this.#forgotten.has(job)) this.#lose(job, "Redis forgot it");
    }
    this.#forgotten = new Set(asked.map(({ job }) => job).filter((job) => !found.has(job)));
  }

  /** Workers keep the limit themselves; one that does not is no longer waited for. */
  #limitTime(dispatch: Dispatch): void {
    if (this.#timeLimit === null || dispatch.heldFor < this.#timeLimit + OVERRUN_MS) return;
    dispatch.cancel();
    this.#lose(dispatch.job, "its worker overran the time of a trial");
  }

  /** Jobs that were in no state at the last look: between two lists, perhaps. */
  #forgotten = new Set<string>();

  #abdicate(): void {
    const error = new ExecutorClosedError(
      `Another coordinator has taken study ${this.#study.name} over`,
    );
    this.#isClosed = true;
    for (const dispatch of this.#dispatches.values()) dispatch.reject(error);
  }

  async #close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    for (const dispatch of this.#dispatches.values()) dispatch.reject(closedError());
    const [commands, messages, events] = this.#clients;
    if (commands.status === "ready") {
      await this.#beating.catch(() => {});
      await this.#clean().catch(() => {});
      await this.#lease.release(await this.#isEmpty()).catch(() => {});
    }
    messages.disconnect();
    events.disconnect();
    await this.#events.close().catch(() => {});
    await this.#queue.close().catch(() => {});
    await closeRedis(commands);
  }

  /** Whether nothing of the study is left with workers; if so, its queue is removed. */
  async #isEmpty(): Promise<boolean> {
    const left = await this.#queue.getJobCountByTypes("active", "completed", "waiting");
    if (left === 0) await this.#queue.obliterate();
    return left === 0;
  }
}

function isWorker(word: QueueWorkerState | null): word is QueueWorkerState {
  return word !== null && typeof word.id === "string" && typeof word.host === "string" &&
    Number.isSafeInteger(word.slots) && word.slots >= 0 && word.slots <= 1024 &&
    Array.isArray(word.trials);
}

/** Who has how many slots for what. */
function slotsIn(workers: readonly QueueWorkerState[]): string {
  return workers.map(({ id, slots, study }) => `${id} ${slots} ${study}`).sort().join();
}

function noticeOf(study: Study, origin: Json): StudyNotice {
  const id = sha256(encodeJson(study.definition as unknown as JsonInput)).slice(0, 16);
  const [name, host, coordinator] = [study.name, hostAndProcess(), crypto.randomUUID()];
  return { id, name, coordinator, host, origin };
}

function closedError(): ExecutorClosedError {
  return new ExecutorClosedError("The queue was left. Keep it for as long as its study runs");
}
