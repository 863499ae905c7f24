/**
 * Trials on many machines: the worker's side.
 *
 * @module
 */

import {
  checkFunction,
  checkPositive,
  checkSignal,
  checkString,
  checkType,
} from "../../internal/checks.ts";
import { aborted } from "../../internal/aborted.ts";
import { checkOptions, integer, type OptionChecks, required } from "../../internal/options.ts";
import { sleep } from "../../internal/sleep.ts";
import { hostAndProcess } from "../../internal/whoami.ts";
import type { HostTrial } from "../executors/messages.ts";
import { decodeJson, encodeJson, type Json } from "../json.ts";
import { TrialPruned } from "../trial.ts";
import { type Job, type Redis, Worker } from "./clients.ts";
import { bounded, closeRedis, connectRedis, type OnMessage } from "./connection.ts";
import {
  BEAT_MS,
  type CoordinatorNote,
  decode,
  encode,
  type JobEnd,
  type JobResult,
  KEYS,
  PREFIX,
  type QueueWorkerState,
  type StudyNotice,
  type TrialJob,
  WORKER_LEASE_MS,
  type WorkerNote,
} from "./messages.ts";
import { QueueTrial } from "./queue_trial.ts";
import { readWords, readWorkers } from "./worker_watch.ts";

/** What runs the trials of one study on this machine; a `WorkerPool` does. */
export interface TrialRunner extends Disposable {
  /** The objective's value for the trial. Must not block this thread: locks are kept on it. */
  run(trial: HostTrial): Promise<number>;
}

/** A study that a worker may serve. */
export interface ServableStudy {
  /** The study's name. */
  readonly name: string;
  /** What the coordinator has, and this worker must have the same of. */
  readonly origin: Json;
  /** What the coordinator hands to its workers. */
  readonly payload: Json;
}

/** What {@linkcode serveQueue} takes. */
export interface ServeQueueOptions {
  /** `redis://[user:password@]host[:port][/database]`, or `rediss://` with TLS. */
  url: string;
  /**
   * Makes what runs a study's trials, and says what this machine has, which the coordinator compares
   * with the study's origin. Throws, with the reason, if it cannot serve the study.
   */
  open(study: ServableStudy): Promise<{ runner: TrialRunner; origin: Json }>;
  /** Trials that run at a time. Default: one per core. */
  slots?: number;
  /** Ends the service: trials that run are finished, and no others begun. */
  signal?: AbortSignal;
  /** Milliseconds after a worker's last sign of life until others get its trials. Default: 10000. */
  lockDuration?: number;
  /**
   * Milliseconds after which a worker leaves its study for one that nobody serves: two studies with one
   * worker take turns. Default: 60000.
   */
  turn?: number;
  /** Told what the worker does. Default: nobody is. */
  onMessage?: OnMessage;
}

const OPTIONS: OptionChecks<ServeQueueOptions> = {
  url: required(checkString),
  open: required(checkFunction),
  slots: integer(1, 1024),
  signal: checkSignal,
  lockDuration: checkPositive,
  turn: checkPositive,
  onMessage: checkFunction,
};

/** After this long a command that failed is tried again, in milliseconds. */
const RETRY_MS = 500;

/** How long a study is served before one that nobody serves gets its turn, in milliseconds. */
const TURN_MS = 60_000;

/** In so many beats a worker looks once for a study that needs it more; which, is left to chance. */
const LOOK_BEATS = 4;

/** Ending a BullMQ worker whose server is gone would never end. */
const CLOSE_MS = 2000;

/**
 * Serves whatever studies are coordinated at a Redis, one at a time: that which the fewest slots serve
 * first, and another when it ends or another needs it more. Returns when the signal aborts and the trials
 * that run are done.
 *
 * @throws {RedisError} If there is no Redis that can serve, within five seconds.
 */
export async function serveQueue(options: ServeQueueOptions): Promise<void> {
  checkOptions("serveQueue", options, OPTIONS);
  const commands = await connectRedis(options.url, options.onMessage);
  const messages = commands.duplicate();
  messages.on("error", () => {}); // the first one tells
  await new QueueWorker(options, commands, messages).serve();
}

class QueueWorker {
  readonly #id = crypto.randomUUID();
  readonly #host = hostAndProcess();
  readonly #options: ServeQueueOptions;
  readonly #slots: number;
  readonly #signal: AbortSignal;
  readonly #tell: OnMessage;
  readonly #commands: Redis;
  readonly #messages: Redis;
  readonly #trials = new Map<string, QueueTrial>();
  /** Runs of studies that cannot be served here. */
  readonly #refused = new Set<string>();
  #study: StudyNotice | null = null;
  /** The study that it goes to. */
  #next: StudyNotice | null = null;
  #isReady = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isClosed = false;

  constructor(options: ServeQueueOptions, commands: Redis, messages: Redis) {
    this.#options = options;
    this.#slots = options.slots ?? navigator.hardwareConcurrency;
    this.#signal = options.signal ?? new AbortController().signal;
    this.#tell = options.onMessage ?? (() => {});
    this.#commands = commands;
    this.#messages = messages;
  }

  async serve(): Promise<void> {
    try {
      this.#messages.on("message", (_channel: string, text: string) => this.#receive(text));
      await this.#messages.subscribe(KEYS.toWorker(this.#id));
      await this.#beat();
      let isTold = false;
      while (!this.#signal.aborted) {
        const study = await this.#choose();
        if (study) {
          await this.#serveStudy(study);
          isTold = false;
        } else {
          if (!isTold) this.#tell("Waiting for a study");
          isTold = true;
          await sleep(BEAT_MS, this.#signal).catch(() => {});
        }
      }
    } finally {
      await this.#close();
    }
  }

  /** The study that was left another one for; else that with the fewest slots. */
  async #choose(): Promise<StudyNotice | null> {
    const studies = await this.#servable();
    const next = studies.find(({ id }) => id === this.#next?.id);
    if (next || studies.length < 2) return next ?? studies[0] ?? null;
    const slots = await this.#slotsOfOthers();
    return studies.sort((a, b) => slots(a) - slots(b))[0];
  }

  /** The studies that run and that are not known to be none for this worker. */
  async #servable(): Promise<StudyNotice[]> {
    const words = await readWords(this.#commands, KEYS.studies, KEYS.study);
    return words.map(([, word]) => decode<StudyNotice>(word))
      .filter((study) => study !== null && !this.#refused.has(study.coordinator)) as StudyNotice[];
  }

  /** How many slots of other workers serve a study, or are on their way to it. */
  async #slotsOfOthers(): Promise<(study: StudyNotice) => number> {
    const others = (await readWorkers(this.#commands)).filter(({ id }) => id !== this.#id);
    return ({ id }) =>
      others.filter(({ study, next }) => (next ?? study) === id)
        .reduce((sum, { size }) => sum + size, 0);
  }

  /** A study that needs this worker more than the one it serves, or `null`. */
  async #needier(own: StudyNotice, since: number): Promise<StudyNotice | null> {
    const studies = (await this.#servable()).filter(({ id }) => id !== own.id);
    if (studies.length === 0) return null;
    const slots = await this.#slotsOfOthers();
    const [study] = studies.sort((a, b) => slots(a) - slots(b));
    const isTurn = slots(study) === 0 &&
      performance.now() - since > (this.#options.turn ?? TURN_MS);
    return isTurn || slots(study) + this.#slots <= slots(own) ? study : null;
  }

  async #serveStudy(study: StudyNotice): Promise<void> {
    await this.#goTo(study);
    const opened = await this.#open(study);
    if (!opened) return await this.#goTo(null);
    using runner = opened.runner;
    [this.#study, this.#next] = [study, null];
    this.#isReady = true;
    await this.#announceSoon();
    this.#tell(`Serving study ${study.name} of ${study.host} with ${slotsOf(this.#slots)}`);
    const worker = this.#startWorker(study, (job, token) => {
      return this.#runJob(job, token, runner, opened.origin);
    });
    await this.#untilLeft(study);
    this.#isReady = false;
    await this.#announceSoon();
    const count = this.#trials.size;
    if (count > 0) this.#tell(`Finishing ${count} ${count === 1 ? "trial" : "trials"}`);
    const closing = worker.close(); // lets trials finish
    while (this.#trials.size > 0) await sleep(BEAT_MS);
    await bounded(closing, CLOSE_MS).catch(() => {});
    this.#study = null;
    if (!this.#signal.aborted && !this.#next) this.#tell(`Study ${study.name} is over here`);
  }

  async #goTo(study: StudyNotice | null): Promise<void> {
    this.#next = study;
    await this.#announceSoon();
  }

  /** What runs the study's trials; null, with the reason told, where it cannot be served. */
  async #open(study: StudyNotice): Promise<{ runner: TrialRunner; origin: Json } | null> {
    try {
      const text = await this.#commands.get(KEYS.payload(study.id));
      if (text === null) return null; // it has just ended
      const opened = await this.#options.open({
        name: study.name,
        origin: study.origin,
        payload: decodeJson(text),
      });
      checkType("what open() gives", opened?.runner, "a runner", !!opened?.runner?.run);
      return opened;
    } catch (error) {
      this.#refused.add(study.coordinator);
      this.#tell(`Not serving study ${study.name} of ${study.host}: ${(error as Error).message}`);
      return null;
    }
  }

  #startWorker(
    { id }: StudyNotice,
    process: (job: Job, token: string) => Promise<string>,
  ): Worker {
    const { lockDuration = 10_000 } = this.#options;
    const worker = new Worker(id, (job: Job, token?: string) => process(job, token ?? ""), {
      connection: this.#commands,
      prefix: PREFIX,
      concurrency: this.#slots,
      lockDuration,
      stalledInterval: lockDuration / 2,
      maxStalledCount: 0, // the coordinator queues the trial again, and drops what it had done
      runRetryDelay: RETRY_MS,
      skipVersionCheck: true,
    });
    worker.on("error", () => {}); // of the connection, which tells itself, and of jobs lost by it
    worker.on("stalled", (job: string) => this.#trials.get(job)?.hear({ type: "cancel", job }));
    worker.on("lockRenewalFailed", (jobs: string[]) => {
      for (const job of jobs) this.#trials.get(job)?.hear({ type: "cancel", job });
    });
    return worker;
  }

  async #runJob(job: Job, token: string, runner: TrialRunner, origin: Json): Promise<string> {
    const data = decode<TrialJob>(job.data?.trial ?? null);
    if (!data) throw new Error("The job is no trial");
    const [id, study] = [job.id!, job.queueName];
    const trial = new QueueTrial(data, {
      send: (note) => this.#send(study, { ...note, job: id, worker: this.#id, token }),
      isThere: async () => await this.#commands.exists(KEYS.study(study)) === 1,
    });
    this.#trials.set(id, trial);
    try {
      const end = await endOf(trial, runner);
      trial.signal.throwIfAborted();
      if ("value" in end) await trial.deliverArtifacts(end.value);
      const result: JobResult = {
        number: trial.number,
        worker: this.#id,
        host: this.#host,
        origin,
        calls: trial.calls,
        end,
        artifacts: trial.offered,
      };
      return encode(result);
    } finally {
      this.#trials.delete(id);
    }
  }

  #send(study: string, note: WorkerNote): void {
    this.#commands.publish(KEYS.toCoordinator(study), encode(note)).catch(() => {});
  }

  #receive(text: string): void {
    const note = decode<CoordinatorNote>(text);
    if (note) this.#trials.get(note.job)?.hear(note);
  }

  /** Returns when the study's lease has ended, another needs this worker more, or it is to end. */
  async #untilLeft(study: StudyNotice): Promise<void> {
    const stop = aborted(this.#signal), since = performance.now();
    let absences = 0;
    // After Redis was away the lease may have run out: the coordinator gets time to renew it.
    while (!this.#signal.aborted && absences < 4) {
      await sleep(BEAT_MS, this.#signal).catch(() => {});
      const found = await Promise.race([this.#commands.exists(KEYS.study(study.id)), stop]);
      absences = found === 0 ? absences + 1 : 0;
      // Who looks at the same time as others goes with them.
      if (Math.random() * LOOK_BEATS >= 1) continue;
      this.#next = await Promise.race([this.#needier(study, since), stop]) ?? null;
      if (!this.#next) continue;
      return this.#tell(`Leaving study ${study.name} for ${this.#next.name}, which needs it more`);
    }
  }

  async #beat(): Promise<void> {
    await this.#announce().catch(() => {});
    if (!this.#isClosed) this.#timer = setTimeout(() => this.#beat(), 2 * BEAT_MS);
  }

  async #announceSoon(): Promise<void> {
    await bounded(this.#announce(), CLOSE_MS).catch(() => {});
  }

  async #announce(): Promise<void> {
    const word: QueueWorkerState = {
      id: this.#id,
      host: this.#host,
      slots: this.#isReady && !this.#signal.aborted ? this.#slots : 0,
      size: this.#slots,
      trials: [...this.#trials.values()].map(({ number }) => number),
      study: this.#study?.id ?? null,
      next: this.#next?.id ?? null,
    };
    await this.#commands.set(KEYS.worker(this.#id), encodeJson({ ...word }), "PX", WORKER_LEASE_MS);
    await this.#commands.sadd(KEYS.workers, this.#id);
  }

  async #close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    if (this.#commands.status === "ready") {
      await this.#commands.del(KEYS.worker(this.#id)).catch(() => {});
      await this.#commands.srem(KEYS.workers, this.#id).catch(() => {});
    }
    this.#messages.disconnect();
    await closeRedis(this.#commands);
  }
}

async function endOf(trial: QueueTrial, runner: TrialRunner): Promise<JobEnd> {
  try {
    return { value: await runner.run(trial) };
  } catch (error) {
    const { name, message } = error instanceof Error
      ? error
      : { name: "Error", message: String(error) };
    return { error: { name, message }, pruned: error instanceof TrialPruned };
  }
}

function slotsOf(count: number): string {
  return count === 1 ? "one slot" : `${count} slots`;
}
