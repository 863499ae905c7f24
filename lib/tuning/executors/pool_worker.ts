/**
 * One worker of a pool, as the pool sees it.
 *
 * @module
 */

import { decodeJson } from "../json.ts";
import { TrialPruned } from "../trial.ts";
import type { HostTrial, PoolMessage, TrialCall, TrialReply, WorkerMessage } from "./messages.ts";
import { ReplyChannel } from "./reply_channel.ts";

/** Why a trial failed with its worker: it died, could not start, or overran its time. */
export class WorkerError extends Error {
  /** The class's name. */
  override readonly name = "WorkerError";
}

/** What a worker may do, by Deno's kinds of permission: all, what the names say, what the pool may. */
export type WorkerPermissions = {
  readonly [Kind in "env" | "ffi" | "net" | "read" | "run" | "sys" | "write"]?:
    | "inherit"
    | boolean
    | (string | URL)[];
};

/** What a worker is made from. */
export interface WorkerSettings {
  /** The module, which calls `serveTrials`. */
  readonly module: URL;
  /** What the worker may do; `undefined` for all that this process may. */
  readonly permissions: WorkerPermissions | undefined;
  /** Handed to the objective. */
  readonly data: unknown;
  /** Milliseconds that a trial may take. */
  readonly timeLimit: number;
}

/** A trial that a worker runs, and the promise of its value. */
interface Job {
  readonly trial: HostTrial;
  readonly resolve: (value: number) => void;
  readonly reject: (error: unknown) => void;
}

/** How long a worker may take to start where trials have a time limit. */
const START_LIMIT_MS = 60_000;

/** One worker, which runs one trial at a time. */
export class PoolWorker {
  readonly #worker: Worker;
  readonly #replies = new ReplyChannel();
  readonly #timeLimit: number;
  readonly #module: URL;
  #job: Job | null = null;
  #ready = false;
  #dead = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Starts a worker. */
  constructor({ module, permissions, data, timeLimit }: WorkerSettings) {
    this.#timeLimit = timeLimit;
    this.#module = module;
    // Without the option Deno asks for no unstable feature.
    const options = permissions
      ? { deno: { permissions: permissions as Deno.PermissionOptions } }
      : {};
    this.#worker = new Worker(module, { type: "module", ...options });
    this.#worker.onmessage = (event: MessageEvent<WorkerMessage>) => this.#receive(event.data);
    this.#worker.onmessageerror = () => this.#die("a message could not be read");
    this.#worker.onerror = (event) => {
      event.preventDefault(); // else the error would end this thread too
      this.#die(event.message);
    };
    this.#post({ type: "init", data, reply: this.#replies.buffer });
  }

  /** Whether the worker has ended and can run nothing more. */
  get isDead(): boolean {
    return this.#dead;
  }

  /**
   * Has the worker run a trial, and gives the objective's value.
   *
   * @throws {WorkerError} If the worker ended before, or had to be ended.
   */
  async run(trial: HostTrial): Promise<number> {
    const { promise, resolve, reject } = Promise.withResolvers<number>();
    this.#job = { trial, resolve, reject };
    const stop = () => this.#die("the study was stopped");
    this.#limitTime();
    trial.signal.addEventListener("abort", stop, { once: true });
    this.#post({ type: "run", number: trial.number, params: trial.params });
    try {
      return await promise;
    } catch (error) {
      // Whatever state the error left behind, the next trial gets a fresh worker.
      if (!(error instanceof TrialPruned)) this.terminate();
      throw error;
    } finally {
      this.#job = null;
      clearTimeout(this.#timer);
      trial.signal.removeEventListener("abort", stop);
    }
  }

  /** Ends the worker, and rejects the trial it runs. */
  terminate(): void {
    this.#die("the pool was closed");
  }

  /** A trial's time counts from where its worker is ready: on a busy machine starting takes longer. */
  #limitTime(): void {
    clearTimeout(this.#timer);
    const own = Math.min(this.#timeLimit, this.#job?.trial.timeLimit ?? Infinity);
    if (!Number.isFinite(own)) return;
    const limit = this.#ready ? own : Math.max(own, START_LIMIT_MS);
    this.#timer = setTimeout(() => this.#die(`it took longer than ${limit} ms`), limit);
  }

  #post(message: PoolMessage): void {
    this.#worker.postMessage(message);
  }

  #receive(message: WorkerMessage): void {
    if (this.#dead) return;
    switch (message.type) {
      case "ready":
        this.#ready = true;
        if (this.#job) this.#limitTime();
        return;
      case "call":
        return void this.#answer(message.call);
      case "value":
        return this.#job?.resolve(message.value);
      case "error":
        return this.#job?.reject(toError(message));
      case "closing":
        return this.#die(`it ended itself by ${message.by}`);
    }
  }

  async #answer(call: TrialCall): Promise<void> {
    const reply = await replyTo(this.#job?.trial, call);
    if (!this.#dead) this.#replies.answer(reply);
  }

  #die(reason: string): void {
    this.#dead = true;
    // Wakes a worker that waits for an answer, so that it can end.
    this.#replies.answer({ error: `The worker is to end: ${reason}` });
    this.#worker.terminate();
    const failure = this.#ready ? "The worker failed" : `The worker ${this.#module} did not start`;
    this.#job?.reject(new WorkerError(`${failure}: ${reason}`));
  }
}

async function replyTo(trial: HostTrial | undefined, call: TrialCall): Promise<TrialReply> {
  if (!trial) return { error: "The trial is over" };
  try {
    return { value: await perform(trial, call) };
  } catch (error) {
    return { error: (error as Error).message };
  }
}

type Answer = Extract<TrialReply, { value: unknown }>["value"];

function perform(trial: HostTrial, call: TrialCall): Answer | Promise<Answer> {
  switch (call.method) {
    case "suggest":
      return trial.suggest(call.name, call.distribution);
    case "report":
      trial.report(call.value, call.step);
      return null;
    case "shouldPrune":
      return trial.shouldPrune();
    case "setUserAttribute":
      trial.setUserAttribute(call.key, decodeJson(call.json));
      return null;
    case "saveArtifact":
      trial.saveArtifact(call.name, call.bytes);
      return null;
  }
}

function toError({ name, message, pruned }: WorkerMessage & { type: "error" }): Error {
  if (pruned) return new TrialPruned(message);
  const error = new Error(message);
  error.name = name;
  return error;
}
