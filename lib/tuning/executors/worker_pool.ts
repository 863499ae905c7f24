/**
 * A pool of workers that run trials in parallel.
 *
 * @module
 */

import {
  checkInstance,
  checkMethods,
  checkObject,
  checkPositive,
  checkSignal,
} from "../../internal/checks.ts";
import {
  anything,
  checkOptions,
  integer,
  type OptionChecks,
  required,
} from "../../internal/options.ts";
import type { HostTrial } from "./messages.ts";
import { type Executor, ExecutorClosedError } from "./executor.ts";
import { PoolWorker, type WorkerPermissions, type WorkerSettings } from "./pool_worker.ts";

/** What {@linkcode WorkerPool} takes. */
export interface WorkerPoolOptions {
  /** The module that calls {@linkcode serveTrials}: `new URL("./objective.ts", import.meta.url)`. */
  module: URL;
  /** Number of workers, 1 or more. Default: one per core. */
  size?: number;
  /**
   * What a worker may do; anything not named is forbidden, except to read `module`. Needs Deno's
   * unstable `worker-options`, and at a terminal `--no-prompt`, or else Deno asks the user before it
   * forbids. Other runtimes have no permissions. Default: whatever this process may.
   */
  permissions?: WorkerPermissions;
  /** Handed to the objective as its second argument; shared memory stays shared. Default: nothing. */
  data?: unknown;
  /** Milliseconds that a trial may take before its worker is given up. Default: no limit. */
  timeLimit?: number;
  /** How often a trial that failed is tried again. Default: 1. */
  maxRetries?: number;
}

const FORBIDDEN: Required<WorkerPermissions> = {
  env: false,
  ffi: false,
  net: false,
  read: false,
  run: false,
  sys: false,
  write: false,
};

const OPTIONS: OptionChecks<WorkerPoolOptions> = {
  module: required((name, value) => checkInstance(name, value, URL)),
  size: integer(1, 1024),
  permissions: checkObject,
  data: anything,
  timeLimit: checkPositive,
  maxRetries: integer(0),
};

/** Ends the workers of pools that were dropped rather than disposed of; no worker is busy then. */
const abandoned = new FinalizationRegistry<PoolWorker[]>(terminateAll);

/**
 * A pool of Deno workers that run trials in parallel, each one at a time. Workers start when they are
 * first needed and are kept.
 *
 * A worker that throws, ends or overruns its time takes only its trial with it: the trial is tried
 * again by a fresh worker, or is FAIL, with the error recorded.
 *
 * Deno 2.9 cannot interrupt a computation that never returns to its event loop. A trial that hangs in
 * one is given up all the same, but its thread goes on until it calls a method of its trial or
 * returns, and keeps the process from ending by itself (`Deno.exit` still ends it). Running out of
 * JavaScript heap ends the whole process; a resumed study goes on with the trials that ran.
 */
export class WorkerPool implements Executor, Disposable {
  /** Number of workers. */
  readonly concurrency: number;
  /** How often a trial that failed is tried again. */
  readonly maxRetries: number;
  readonly #settings: WorkerSettings;
  readonly #idle: PoolWorker[] = [];
  readonly #busy = new Set<PoolWorker>();
  #isClosed = false;

  /**
   * A pool; no worker is started yet.
   *
   * @throws {RangeError} If a number is out of range.
   */
  constructor(options: WorkerPoolOptions) {
    checkOptions("WorkerPool", options, OPTIONS);
    const { module, permissions, data, timeLimit, maxRetries = 1 } = options;
    const { size = navigator.hardwareConcurrency } = options;
    this.concurrency = size;
    this.maxRetries = maxRetries;
    this.#settings = {
      module,
      permissions: permissions && withModule(permissions, module),
      data,
      timeLimit: timeLimit ?? Infinity,
    };
    abandoned.register(this, this.#idle);
  }

  /**
   * Has a worker run the trial, and gives the objective's value.
   *
   * @throws {ExecutorClosedError} If the pool was disposed of.
   */
  async run(trial: HostTrial): Promise<number> {
    if (this.#isClosed) {
      throw new ExecutorClosedError(
        "This pool was disposed of. Keep it open for as long as its study runs",
      );
    }
    checkMethods("trial", trial, "a Trial", ["suggest", "report"]);
    checkSignal("trial.signal", trial.signal);
    const worker = this.#idle.pop() ?? new PoolWorker(this.#settings);
    this.#busy.add(worker);
    try {
      return await worker.run(trial);
    } finally {
      this.#busy.delete(worker);
      if (!worker.isDead) this.#idle.push(worker);
    }
  }

  /** Ends all workers; a trial that runs is rejected. */
  [Symbol.dispose](): void {
    this.#isClosed = true;
    terminateAll([...this.#busy, ...this.#idle.splice(0)]);
  }
}

function terminateAll(workers: readonly PoolWorker[]): void {
  for (const worker of workers) worker.terminate();
}

/** The permissions with all others forbidden, and the module readable, which its worker must be. */
function withModule(
  permissions: WorkerPermissions,
  module: URL,
): WorkerPermissions {
  const { read } = permissions;
  const readable = read === true || read === "inherit" || module.protocol !== "file:"
    ? read ?? false
    : [...(read || []), module];
  return { ...FORBIDDEN, ...permissions, read: readable };
}
