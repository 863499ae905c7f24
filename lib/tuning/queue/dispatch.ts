/**
 * A trial that is with the workers, on the coordinator's side: what its worker says is made to happen
 * to it here.
 *
 * @module
 */

import { TrialLostError } from "../executors/executor.ts";
import type { LiveTrial } from "../live_trial.ts";
import type { Study } from "../study.ts";
import { TrialPruned } from "../trial.ts";
import {
  CHUNK_BYTES,
  type CoordinatorNote,
  type JobResult,
  type LoggedCall,
  type OfferedArtifact,
  type Question,
  type WorkerNote,
} from "./messages.ts";

/** Bytes of one artifact that are taken: the largest net's are fewer. */
const MAX_ARTIFACT_BYTES = 1 << 30;

/** Sends a note to the worker that holds the job. */
export type Send = (note: CoordinatorNote, worker: string) => void;

/** One attempt at a trial. */
export class Dispatch {
  /** Its job in the queue. */
  readonly job: string;
  /** The trial. */
  readonly trial: LiveTrial;
  /** What the objective gives. */
  readonly value: Promise<number>;
  /** Ends the attempt with an error. */
  readonly reject: (error: unknown) => void;
  /** The token of the worker that holds the job. */
  token: string | null = null;
  /** Who said what cannot be. */
  distrusted: string | null = null;
  readonly #study: Study;
  readonly #send: Send;
  readonly #resolve: (value: number) => void;
  readonly #begun = performance.now();
  #takenAt = Infinity;
  #worker: string | null = null;
  #applied = 0;
  #last: { readonly id: number; readonly answer: Promise<Answer> } | null = null;
  #download: Download | null = null;

  /** An attempt that is queued. */
  constructor(job: string, trial: LiveTrial, study: Study, send: Send) {
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    promise.catch(() => {}); // who waits for it may come later
    this.job = job;
    this.trial = trial;
    this.value = promise;
    this.reject = reject;
    this.#resolve = resolve;
    this.#study = study;
    this.#send = send;
  }

  /** Milliseconds since it was queued. */
  get age(): number {
    return performance.now() - this.#begun;
  }

  /** Whether a worker holds it. */
  get isTaken(): boolean {
    return this.#takenAt < Infinity;
  }

  /** A worker holds it now. */
  take(): void {
    this.#takenAt = Math.min(this.#takenAt, performance.now());
  }

  /** Milliseconds since a worker took it. */
  get heldFor(): number {
    return performance.now() - this.#takenAt;
  }

  /** Tells the worker, if it was heard of, that nobody waits any more. */
  cancel(): void {
    if (this.#worker !== null) this.#send({ type: "cancel", job: this.job }, this.#worker);
  }

  /** Ends the attempt: what it did is lost. */
  lose(reason: string): void {
    this.reject(new TrialLostError(reason));
  }

  /** Ends the attempt, whose worker is not to be believed. */
  distrust(worker: string, reason: string): void {
    this.distrusted = worker;
    this.reject(
      new TrialLostError(
        `${worker} sent a result of trial ${this.trial.number} that is refused: ${reason}`,
      ),
    );
  }

  /** What the worker says while it runs. */
  async hear(note: WorkerNote): Promise<void> {
    this.take();
    this.#worker = note.worker;
    if (note.chunk) return this.#download?.take(note.chunk);
    const { question, worker } = note;
    const problem = this.#apply(note.calls, note.from);
    if (problem) return this.distrust(worker, problem);
    if (!question) return;
    const { id } = question;
    if (note.from > this.#applied && question.about !== "artifacts") {
      return this.#send({ type: "answer", job: this.job, id, have: this.#applied }, worker);
    }
    // A question that is repeated has the same answer, once it is there.
    if (this.#last?.id !== id) this.#last = { id, answer: this.#answer(question, worker) };
    const answer = await this.#last.answer;
    this.#send({ type: "answer", job: this.job, id, have: this.#applied, ...answer }, worker);
  }

  /** The whole of what the worker did, and how it ended. */
  async finish(result: JobResult): Promise<void> {
    const { calls, end, artifacts } = result;
    const problem = this.#apply(calls, 0);
    if (problem) return this.distrust(result.host, problem);
    if ("error" in end) return this.reject(toError(end));
    if (typeof end.value !== "number") return this.distrust(result.host, "it has no value");
    const isComplete = artifacts.every((artifact) => this.trial.artifacts.has(artifact?.name));
    if (!isComplete && await this.#wants(end.value)) {
      return this.lose("its artifacts are gone with the coordinator of before");
    }
    this.#resolve(end.value);
  }

  /** Makes the calls that are new happen; says what is wrong with them. */
  #apply(calls: readonly LoggedCall[], from: number): string | null {
    for (const call of calls.slice(Math.max(0, this.#applied - from))) {
      if (from > this.#applied) return null;
      try {
        if (!perform(this.trial, call)) return "a parameter is not what it was given";
        this.#applied++;
      } catch (error) {
        if (this.trial.fault) return (this.reject(error), null);
        return (error as Error).message;
      }
    }
    return null;
  }

  async #answer(question: Question, worker: string): Promise<Answer> {
    try {
      switch (question.about) {
        case "suggest":
          return { value: this.trial.suggest(question.name, question.distribution) };
        case "prune":
          return { value: this.trial.shouldPrune() };
        case "artifacts":
          return { value: await this.#takeArtifacts(question, worker) };
      }
    } catch (error) {
      return { error: (error as Error).message };
    }
  }

  async #takeArtifacts(
    { value, artifacts }: Question & { about: "artifacts" },
    worker: string,
  ): Promise<boolean> {
    if (!await this.#wants(value)) return false;
    for (const artifact of artifacts) {
      this.#download = new Download(
        artifact,
        (offset) =>
          this.#send({ type: "fetch", job: this.job, name: artifact.name, offset }, worker),
      );
      this.trial.saveArtifact(artifact.name, await this.#download.bytes);
    }
    return true;
  }

  async #wants(value: number): Promise<boolean> {
    const { artifacts } = this.#study;
    return await artifacts?.wants(this.#study, this.trial.number, value) ?? false;
  }
}

type Answer = { value: string | number | boolean | null } | { error: string };

function perform(trial: LiveTrial, call: LoggedCall): boolean {
  switch (call.method) {
    case "suggest":
      return Object.is(trial.suggest(call.name, call.distribution), call.value);
    case "report":
      trial.report(call.value, call.step);
      return true;
    case "setUserAttribute":
      trial.setUserAttribute(call.key, call.value);
      return true;
    default:
      return false;
  }
}

function toError({ error, pruned }: { error: { name: string; message: string }; pruned: boolean }) {
  if (pruned) return new TrialPruned(error.message);
  return Object.assign(new Error(error.message), { name: error.name });
}

/** How long a piece is waited for before it is asked for again, in milliseconds. */
const PIECE_MS = 2000;

/** How often in a row a piece is asked for. */
const PIECE_TRIES = 15;

/** An artifact on its way, a piece at a time: Redis never holds more of it than one. */
class Download {
  readonly bytes: Promise<Uint8Array>;
  readonly #buffer: Uint8Array;
  readonly #name: string;
  readonly #ask: (offset: number) => void;
  readonly #end = Promise.withResolvers<Uint8Array>();
  #filled = 0;
  #tries = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor({ name, bytes }: OfferedArtifact, ask: (offset: number) => void) {
    if (!Number.isSafeInteger(bytes) || bytes < 0 || bytes > MAX_ARTIFACT_BYTES) {
      throw new RangeError(`The artifact ${name} has an impossible size`);
    }
    this.#name = name;
    this.#buffer = new Uint8Array(bytes);
    this.#ask = ask;
    this.bytes = this.#end.promise;
    this.#next();
  }

  take({ name, offset, base64 }: NonNullable<WorkerNote["chunk"]>): void {
    if (name !== this.#name || offset !== this.#filled) return; // a repetition
    const piece = Uint8Array.fromBase64(base64);
    const expected = Math.min(CHUNK_BYTES, this.#buffer.length - offset);
    if (piece.length !== expected) return;
    this.#buffer.set(piece, offset);
    this.#filled += piece.length;
    this.#tries = 0;
    this.#next();
  }

  #next(): void {
    clearTimeout(this.#timer);
    if (this.#filled === this.#buffer.length) return this.#end.resolve(this.#buffer);
    if (this.#tries++ === PIECE_TRIES) {
      return this.#end.reject(new Error(`The worker does not send ${this.#name}`));
    }
    this.#ask(this.#filled);
    this.#timer = setTimeout(() => this.#next(), PIECE_MS);
  }
}
