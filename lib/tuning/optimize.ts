/**
 * The run of a study: start trials, have them executed, record how they end.
 *
 * @module
 */

import { Breather } from "../internal/breather.ts";
import {
  checkArray,
  checkFunction,
  checkInteger,
  checkMethods,
  checkPositive,
  checkSignal,
  expectation,
} from "../internal/checks.ts";
import { sleep } from "../internal/sleep.ts";
import { checkOptions, integer, type OptionChecks } from "../internal/options.ts";
import {
  type Executor,
  ExecutorClosedError,
  InProcessExecutor,
  type Objective,
  TrialLostError,
} from "./executors/executor.ts";
import type { LiveTrial } from "./live_trial.ts";
import type { Study } from "./study.ts";
import { type FrozenTrial, TrialPruned } from "./trial.ts";

/** Limits and listeners of {@linkcode Study.optimize}. Without a limit, a grid ends by itself. */
export interface OptimizeOptions {
  /** How many trials this run finishes, 0 or more. Default: no limit. */
  numTrials?: number;
  /** How many trials the study is to have, other runs and processes included. Default: no limit. */
  totalTrials?: number;
  /** No trial starts later than this many milliseconds after the run. Default: no limit. */
  timeout?: number;
  /** Stops the run when aborted; trials that it interrupts are queued again. */
  signal?: AbortSignal;
  /** Called, and awaited, after each finished trial. */
  callbacks?: readonly ((study: Study, trial: FrozenTrial) => void | Promise<void>)[];
}

/** Runs trials until a limit is reached; see {@linkcode Study.optimize}. */
export async function runTrials(
  study: Study,
  objective: Objective | Executor,
  options: OptimizeOptions,
): Promise<void> {
  checkOptions("optimize", options, OPTIONS);
  if (typeof objective !== "function") checkExecutor(objective);
  const executor = typeof objective === "function" ? new InProcessExecutor(objective) : objective;
  await new Run(study, executor, options).complete();
}

const OPTIONS: OptionChecks<OptimizeOptions> = {
  numTrials: integer(0),
  totalTrials: integer(0),
  timeout: checkPositive,
  signal: checkSignal,
  callbacks: (name, value) => checkArray(name, value, checkFunction),
};

function checkExecutor(value: unknown): void {
  checkMethods("objective", value, "a function, or an executor such as WorkerPool,", ["run"]);
  checkInteger("objective.concurrency", (value as Executor).concurrency, 1, 1024);
}

/** How soon a run goes on after a pause ends. */
const PAUSE_POLL_MS = 250;

class Run {
  readonly #study: Study;
  readonly #executor: Executor;
  readonly #options: OptimizeOptions;
  readonly #deadline: number;
  readonly #stop = new AbortController();
  readonly #signal: AbortSignal;
  readonly #breather = new Breather();
  readonly #lanes = new Set<Promise<void>>();
  #running = 0;
  #fault: { readonly error: unknown } | undefined;
  #remaining: number;
  #succeeded = 0;
  #failed = 0;
  #lastError = "";

  constructor(study: Study, executor: Executor, options: OptimizeOptions) {
    this.#study = study;
    this.#executor = executor;
    this.#options = options;
    this.#remaining = options.numTrials ?? Infinity;
    this.#deadline = performance.now() + (options.timeout ?? Infinity);
    const stop = this.#stop.signal;
    this.#signal = options.signal ? AbortSignal.any([options.signal, stop]) : stop;
  }

  async complete(): Promise<void> {
    using _growth = this.#executor.onConcurrency?.(() => this.#fill());
    this.#fill();
    for (const lane of this.#lanes) await lane; // the loop reaches those that are added meanwhile
    if (this.#fault) throw this.#fault.error;
    if (this.#succeeded === 0 && this.#failed > 0) {
      throw new Error(`All ${this.#failed} trials failed; the last error: ${this.#lastError}`);
    }
  }

  /** Starts as many lanes as trials can run at a time. */
  #fill(): void {
    for (let free = this.#executor.concurrency - this.#running; free > 0; free--) {
      this.#lanes.add(this.#lane());
    }
  }

  /** One trial after the other, while there is room for so many lanes; never rejects. */
  async #lane(): Promise<void> {
    this.#running++;
    try {
      for (;;) {
        while (this.#isHeldUp()) await sleep(PAUSE_POLL_MS, this.#signal).catch(() => {});
        const trial = this.#hasRoom ? this.#next() : null;
        if (!trial) break;
        await this.#finish(trial);
        // Between trials that never wait for anything.
        if (this.#breather.due) await this.#breather.pause();
      }
    } catch (error) {
      this.#fault ??= { error };
      this.#stop.abort(error);
    } finally {
      this.#running--;
    }
  }

  get #hasRoom(): boolean {
    return this.#running <= this.#executor.concurrency;
  }

  /** Whether no trial is to start until a pause ends. */
  #isHeldUp(): boolean {
    return !this.#isOver() && this.#study.paused;
  }

  #isOver(): boolean {
    return this.#signal.aborted || this.#remaining <= 0 || performance.now() >= this.#deadline;
  }

  #next(): LiveTrial | null {
    if (this.#isOver()) return null;
    const trial = this.#study.start({ maxTrials: this.#options.totalTrials }, this.#signal);
    if (trial) this.#remaining--;
    return trial;
  }

  async #finish(trial: LiveTrial): Promise<void> {
    const end = await this.#execute(trial);
    const fault = trial.fault ?? closing(end);
    if (fault) {
      this.#abandon(trial);
      throw fault;
    }
    try {
      if ("value" in end) await this.#writeArtifacts(trial);
      const finished = this.#record(trial, end);
      if (!finished) return;
      this.#count(finished);
      await this.#study.artifacts?.keepBest(this.#study);
      for (const callback of this.#options.callbacks ?? []) await callback(this.#study, finished);
    } catch (error) {
      this.#abandon(trial);
      throw error;
    }
  }

  async #execute(trial: LiveTrial): Promise<End> {
    try {
      const value = await this.#executor.run(trial);
      if (typeof value === "number") return { value };
      return { error: new TypeError(expectation("the objective's value", "a number", value)) };
    } catch (error) {
      return { error };
    }
  }

  /** Before the trial is COMPLETE: one that is COMPLETE has all its artifacts. */
  async #writeArtifacts({ number, artifacts }: LiveTrial): Promise<void> {
    for (const [name, bytes] of artifacts) {
      await this.#study.artifacts?.write(this.#study.name, number, name, bytes);
    }
  }

  /** The trial as it is kept, or `null` if it is queued again. */
  #record(trial: LiveTrial, end: End): FrozenTrial | null {
    if ("value" in end) return this.#study.tell(trial, end.value);
    if (end.error instanceof TrialPruned) {
      return this.#study.tell(trial, null, { state: "PRUNED" });
    }
    if (this.#signal.aborted || end.error instanceof TrialLostError) return this.#requeue(trial);
    const message = describe(end.error);
    if (trial.record.errors.length < this.#executor.maxRetries) {
      return this.#requeue(trial, message);
    }
    return this.#study.tell(trial, null, { state: "FAIL", error: message });
  }

  #requeue(trial: LiveTrial, error?: string): null {
    this.#remaining++;
    this.#study.requeue(trial, error);
    return null;
  }

  /** Gives up a trial whose storage or callback failed; it is queued again as soon as it can be. */
  #abandon(trial: LiveTrial): void {
    try {
      this.#study.requeue(trial);
    } catch {
      // Finished already, or the storage is still failing: it takes the trial back by itself.
    }
  }

  #count({ state, errors }: FrozenTrial): void {
    if (state !== "FAIL") this.#succeeded++;
    else {
      this.#failed++;
      this.#lastError = errors.at(-1)!;
    }
  }
}

/** How an objective ended. */
type End = { value: number } | { error: unknown };

function closing(end: End): unknown {
  return "error" in end && end.error instanceof ExecutorClosedError ? end.error : undefined;
}

function describe(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
