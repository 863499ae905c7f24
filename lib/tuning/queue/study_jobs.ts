/**
 * The jobs of one study in BullMQ's queue: added, taken up from an earlier coordinator, looked after
 * when events were missed, and removed when their trials are on the disk.
 *
 * @module
 */

import { encodeJson } from "../json.ts";
import type { LiveTrial } from "../live_trial.ts";
import type { Study } from "../study.ts";
import { isFinished } from "../trial.ts";
import { Queue, type Redis } from "./clients.ts";
import { decode, encode, PREFIX, type TrialJob } from "./messages.ts";

/** Events are for waking up; jobs keep their results. */
const EVENTS_KEPT = 100;

/** What became of a job. */
export type JobFate =
  | { readonly state: "completed"; readonly result: string }
  | { readonly state: "failed"; readonly reason: string };

/** A job of an earlier attempt at a trial, with its result if there is one. */
export interface LeftJob {
  readonly job: string;
  readonly params: string;
  readonly result: string | null;
}

/** The queue of a study. */
export class StudyJobs {
  readonly #study: Study;
  readonly #queue: Queue;
  /** Jobs that workers still run, or have finished, by the numbers of their trials. */
  readonly #left = new Map<number, LeftJob>();
  /** Jobs that are over, with their trials. */
  readonly #over = new Map<string, number>();
  /** Jobs that were in no list at the last look. */
  #missing = new Set<string>();

  /** The queue of the study that Redis knows by the id. */
  constructor(study: Study, id: string, connection: Redis) {
    this.#study = study;
    const streams = { events: { maxLen: EVENTS_KEPT } };
    this.#queue = new Queue(id, { prefix: PREFIX, skipVersionCheck: true, connection, streams });
    this.#queue.on("error", () => {}); // its client tells
  }

  /** Removes what nobody holds of an earlier coordinator's jobs, and keeps the others in mind. */
  async findLeft(): Promise<void> {
    for (const job of await this.#queue.getJobs(["waiting", "failed"])) await this.#remove(job?.id);
    for (const job of await this.#queue.getJobs(["active", "completed"])) {
      const data = decode<TrialJob>(job?.data?.trial ?? null);
      if (!data || !Number.isSafeInteger(data.number) || data.number < 0) continue;
      if (this.#isOpen(data.number)) this.leave(job.id!, data, job.returnvalue);
      else await this.#remove(job.id);
    }
  }

  /** Keeps a job in mind for when its trial is run again. */
  leave(job: string, { number, params }: Pick<TrialJob, "number" | "params">, result?: unknown) {
    const text = typeof result === "string" ? result : null;
    this.#left.set(number, { job, params: encodeJson(params), result: text });
  }

  /** The job that an earlier attempt at the trial, with the same parameters, has left. */
  takeUp({ number, params }: LiveTrial): LeftJob | null {
    const left = this.#left.get(number);
    this.#left.delete(number);
    return left?.params === encodeJson(params) ? left : null;
  }

  /** Queues a trial. */
  async add(job: string, data: TrialJob): Promise<void> {
    await this.#queue.add("trial", { trial: encode(data) }, { jobId: job });
  }

  /** Removes a job that no worker holds; false if one does. */
  async withdraw(job: string): Promise<boolean> {
    return await this.#queue.remove(job).catch(() => 0) === 1;
  }

  /** Says that a job's result was taken, or its trial given up. */
  markOver(job: string, trial: number): void {
    this.#over.set(job, trial);
  }

  /** Removes the jobs that are over and whose trials are on the disk, or are run by other jobs. */
  async clean(running: ReadonlySet<number>): Promise<void> {
    for (const [job, number] of this.#over) {
      const state = this.#study.storage.getTrial(this.#study.name, number)?.state;
      if (state === "RUNNING" && !running.has(number)) continue; // about to be told
      this.#over.delete(job);
      await this.#remove(job);
    }
  }

  /** What became of those of the jobs that ended, or that Redis has forgotten. */
  async fates(jobs: readonly string[]): Promise<Map<string, JobFate>> {
    const lists = new Map<string, string>();
    for (const state of ["completed", "failed", "active", "waiting"] as const) {
      for (const job of await this.#queue.getRanges([state])) lists.set(job, state);
    }
    const missing = jobs.filter((job) => !lists.has(job));
    const fates = new Map<string, JobFate>();
    for (const job of jobs) {
      const state = lists.get(job);
      if (state !== "completed" && state !== "failed") continue;
      const { returnvalue, failedReason } = await this.#queue.getJob(job) ?? {};
      fates.set(
        job,
        state === "completed"
          ? { state, result: returnvalue ?? "" }
          : { state, reason: failedReason ?? "" },
      );
    }
    // One that passed from list to list between two looks is in one of them the next time.
    for (const job of missing.filter((job) => this.#missing.has(job))) {
      fates.set(job, { state: "failed", reason: "Redis has forgotten it" });
    }
    this.#missing = new Set(missing);
    return fates;
  }

  /** Removes the whole queue unless workers have something of it, or have left a result. */
  async removeIfDone(): Promise<boolean> {
    const left = await this.#queue.getJobCountByTypes("active", "completed", "waiting");
    if (left === 0) await this.#queue.obliterate();
    return left === 0;
  }

  /** Leaves the queue. */
  async close(): Promise<void> {
    await this.#queue.close().catch(() => {});
  }

  #isOpen(number: number): boolean {
    const state = this.#study.storage.getTrial(this.#study.name, number)?.state;
    return state !== undefined && !isFinished(state);
  }

  async #remove(job: string | undefined): Promise<void> {
    if (job !== undefined) await this.#queue.remove(job).catch(() => {});
  }
}
