/**
 * A trial whose study is on another machine, on the worker's side.
 *
 * @module
 */

import { checkString } from "../../internal/checks.ts";
import { sleep } from "../../internal/sleep.ts";
import { type Distribution, isSameDistribution, type ParamValue } from "../distributions.ts";
import type { HostTrial } from "../executors/messages.ts";
import type { Json } from "../json.ts";
import { checkFileName } from "../names.ts";
import { checkReport } from "../trial.ts";
import {
  CHUNK_BYTES,
  type CoordinatorNote,
  type LoggedCall,
  type OfferedArtifact,
  type Question,
  type TrialJob,
  type WorkerNote,
} from "./messages.ts";

/** How a {@linkcode QueueTrial} reaches its coordinator. */
export interface CoordinatorLink {
  /** Sends a note; it may be lost. */
  send(note: Omit<WorkerNote, "job" | "worker" | "token">): void;
  /** Whether there is a coordinator at present. */
  isThere(): Promise<boolean>;
}

/** Milliseconds after which a question is asked again. */
const REPEAT_MS = 1000;

/** How long a coordinator that is silent is waited for before it is taken to prune nothing. */
const PRUNE_PATIENCE = 10;

/** How long a value is waited for that a coordinator who has left is to choose, in questions. */
const ABSENCE_PATIENCE = 30;

/** How long a coordinator may leave artifacts with the worker without a sign, in questions. */
const ARTIFACTS_PATIENCE = 60;

interface PendingQuestion {
  readonly id: number;
  readonly wake: AbortController;
  answer: CoordinatorNote & { type: "answer" } | null;
}

/** A trial that this machine's worker runs: what it does is written down, and told as it happens. */
export class QueueTrial implements HostTrial {
  readonly number: number;
  readonly params: Record<string, ParamValue>;
  /** Milliseconds that it may take. */
  readonly timeLimit: number;
  /** What the objective did. */
  readonly calls: LoggedCall[] = [];
  readonly #job: TrialJob;
  readonly #link: CoordinatorLink;
  readonly #cancel = new AbortController();
  readonly #steps = new Set<number>();
  readonly #artifacts = new Map<string, Uint8Array>();
  /** How many of the calls were sent. */
  #sent = 0;
  #questions = 0;
  #pending: PendingQuestion | null = null;
  /** Questions since the coordinator gave a sign. */
  #silence = 0;

  /** A trial as its job says. */
  constructor(job: TrialJob, link: CoordinatorLink) {
    this.number = job.number;
    this.params = { ...job.params };
    this.timeLimit = job.timeLimit ?? Infinity;
    this.#job = job;
    this.#link = link;
    for (const [name, distribution] of Object.entries(job.distributions)) {
      this.calls.push({ method: "suggest", name, distribution, value: job.params[name] });
    }
  }

  /** Aborted when nobody waits for the trial any more. */
  get signal(): AbortSignal {
    return this.#cancel.signal;
  }

  /** What the coordinator says about it. */
  hear(note: CoordinatorNote): void {
    this.#silence = 0;
    if (note.type === "cancel") this.#cancel.abort();
    else if (note.type === "fetch") this.#sendPiece(note.name, note.offset);
    else if (note.type === "answer" && this.#pending?.id === note.id) {
      if (note.value === undefined && note.error === undefined) this.#sent = note.have; // a gap
      else this.#pending.answer = note;
      this.#pending.wake.abort();
    }
  }

  async suggest(name: string, distribution: Distribution): Promise<ParamValue> {
    const known = Object.hasOwn(this.#job.distributions, name)
      ? this.#job.distributions[name]
      : undefined;
    if (known && isSameDistribution(known, distribution)) return this.params[name];
    const value = await this.#ask({ about: "suggest", name, distribution }, Infinity);
    if (!Object.hasOwn(this.params, name)) {
      this.calls.push({ method: "suggest", name, distribution, value: value! });
      this.params[name] = value!;
    }
    return value!;
  }

  report(value: number, step: number): void {
    checkReport(value, step, this.#steps);
    this.#steps.add(step);
    this.calls.push({ method: "report", value, step });
    this.#tell();
  }

  async shouldPrune(): Promise<boolean> {
    if (!this.#job.prunes) return false;
    return await this.#ask({ about: "prune" }, PRUNE_PATIENCE) === true;
  }

  setUserAttribute(key: string, value: Json): void {
    checkString("key", key);
    this.calls.push({ method: "setUserAttribute", key, value });
  }

  saveArtifact(name: string, bytes: Uint8Array): void {
    checkFileName(name);
    this.#artifacts.set(name, bytes);
  }

  /** The artifacts that the objective handed over. */
  get offered(): OfferedArtifact[] {
    return [...this.#artifacts].map(([name, { length }]) => ({ name, bytes: length }));
  }

  /** Has the coordinator fetch the artifacts, if the value is good enough for it. */
  async deliverArtifacts(value: number): Promise<void> {
    if (this.#artifacts.size === 0 || Number.isNaN(value)) return;
    await this.#ask({ about: "artifacts", value, artifacts: this.offered }, ARTIFACTS_PATIENCE);
  }

  /** Sends what was not sent yet; what is lost on the way comes with the result. */
  #tell(question?: WorkerNote["question"]): void {
    const from = this.#sent;
    // What the objective noted at its end is large, and comes with the result.
    const calls = question?.about === "artifacts" ? [] : this.calls.slice(from);
    this.#sent += calls.length;
    this.#link.send({ from, calls, question });
  }

  /**
   * The answer; null where the coordinator is away or silent for too many questions. A trial that cannot
   * go on without is given up when the coordinator has long been away: who comes back runs it again.
   */
  async #ask(question: Question, patience: number): Promise<ParamValue | null> {
    const id = ++this.#questions;
    let absences = 0;
    for (this.#silence = 0; this.#silence < patience; this.#silence++) {
      this.signal.throwIfAborted();
      const wake = new AbortController();
      const pending: PendingQuestion = this.#pending = { id, wake, answer: null };
      this.#tell({ ...question, id });
      await sleep(REPEAT_MS, AbortSignal.any([this.signal, wake.signal])).catch(() => {});
      const { answer } = pending;
      if (answer?.error !== undefined) throw new Error(answer.error);
      if (answer) return answer.value ?? null;
      absences = await this.#link.isThere() ? 0 : absences + 1;
      if (absences > 0 && patience < Infinity) return null;
      if (absences === ABSENCE_PATIENCE) this.#cancel.abort();
    }
    return null;
  }

  #sendPiece(name: string, offset: number): void {
    const bytes = this.#artifacts.get(name);
    if (!bytes || !Number.isSafeInteger(offset) || offset < 0) return;
    const base64 = bytes.subarray(offset, offset + CHUNK_BYTES).toBase64();
    this.#link.send({ from: this.#sent, calls: [], chunk: { name, offset, base64 } });
  }
}
