/**
 * A study: trials of one objective, a sampler that proposes them and a storage that keeps them.
 *
 * @module
 */

import {
  checkBoolean,
  checkInstance,
  checkInteger,
  checkMethods,
  checkSignal,
  checkString,
  checkType,
  expectation,
} from "../internal/checks.ts";
import { checkOptions, choice, type OptionChecks, required } from "../internal/options.ts";
import { ArtifactDirectory } from "./artifacts.ts";
import type { Distribution, SearchSpace, TrialParams } from "./distributions.ts";
import type { Executor, Objective } from "./executors/executor.ts";
import { LiveTrial } from "./live_trial.ts";
import { type OptimizeOptions, runTrials } from "./optimize.ts";
import type { Pruner } from "./pruners/pruner.ts";
import type { Sampler } from "./samplers/sampler.ts";
import {
  checkDefinition,
  checkParams,
  type Direction,
  type Outcome,
  START_OPTIONS,
  type StartOptions,
  type Storage,
  type StudyAttributes,
  type StudyDefinition,
} from "./storage/storage.ts";
import { isPaused, noteAttributes, noteOf, PAUSED } from "./study_attributes.ts";
import {
  type FrozenTrial,
  isFinished,
  lastStepOf,
  rank,
  type Trial,
  TRIAL_STATES,
  type TrialState,
} from "./trial.ts";

/** How {@linkcode Study.tell} ends a trial. */
export interface TellOptions {
  /** COMPLETE, PRUNED or FAIL. Default: COMPLETE with a value, FAIL without. */
  state?: TrialState;
  /** What went wrong, for FAIL. */
  error?: string;
}

/** What a study is made of, beside its definition. */
export interface StudyParts {
  /** Proposes parameters. */
  sampler: Sampler;
  /** Judges reports. */
  pruner: Pruner;
  /** Keeps the trials. */
  storage: Storage;
  /** Keeps the artifacts of the best trials. */
  artifacts?: ArtifactDirectory;
}

const TELL_OPTIONS: OptionChecks<TellOptions> = {
  state: choice(TRIAL_STATES),
  error: checkString,
};

/** How they are checked. */
export const PARTS: OptionChecks<StudyParts> = {
  sampler: required((name, value) =>
    checkMethods(name, value, "a sampler such as TpeSampler", ["sample"])
  ),
  pruner: required((name, value) =>
    checkMethods(name, value, "a pruner such as MedianPruner", ["prune"])
  ),
  storage: required((name, value) =>
    checkMethods(name, value, "a storage such as SqliteStorage", ["createStudy", "getTrial"])
  ),
  artifacts: (name, value) => checkInstance(name, value, ArtifactDirectory),
};

/** Trials of one objective. Made by {@linkcode createStudy} and {@linkcode loadStudy}. */
export class Study {
  /** What the study is. */
  readonly definition: StudyDefinition;
  /** Proposes parameters. */
  readonly sampler: Sampler;
  /** Judges reports. */
  readonly pruner: Pruner;
  /** Keeps the trials. */
  readonly storage: Storage;
  /** Keeps the artifacts of the best trials, if given. */
  readonly artifacts?: ArtifactDirectory;
  /** The distribution of every parameter that the study has met. */
  readonly distributions: Map<string, Distribution> = new Map();

  /**
   * Use {@linkcode createStudy} or {@linkcode loadStudy}: they see to the storage.
   *
   * @internal
   */
  constructor(definition: StudyDefinition, parts: StudyParts) {
    checkDefinition("definition", definition);
    checkOptions("the parts", parts, PARTS);
    this.definition = definition;
    this.sampler = parts.sampler;
    this.pruner = parts.pruner;
    this.storage = parts.storage;
    this.artifacts = parts.artifacts;
    const spaces = [...this.trials.map((trial) => trial.distributions), this.searchSpace ?? {}];
    for (const [name, distribution] of spaces.flatMap(Object.entries<Distribution>)) {
      this.distributions.set(name, distribution);
    }
  }

  /** The study's name. */
  get name(): string {
    return this.definition.name;
  }

  /** Whether small or large values are good. */
  get direction(): Direction {
    return this.definition.direction;
  }

  /** The declared search space, or `null` where the objective alone defines it. */
  get searchSpace(): SearchSpace | null {
    return this.definition.searchSpace;
  }

  /** What is kept with the study that does not decide its results: its note, whether it is paused. */
  get attributes(): StudyAttributes {
    return this.storage.getStudyAttributes(this.name);
  }

  /** A note on the study, in Markdown, where Optuna's dashboard has it; `""` for none. */
  get note(): string {
    return noteOf(this.attributes).body;
  }

  set note(body: string) {
    checkString("note", body);
    this.storage.setStudyAttributes(this.name, noteAttributes(this.attributes, body));
  }

  /**
   * Whether the study is paused: trials that run finish, and {@linkcode optimize} starts no other, in
   * any process that runs the study, until this is set to false.
   */
  get paused(): boolean {
    return isPaused(this.attributes);
  }

  set paused(paused: boolean) {
    checkBoolean("paused", paused);
    this.storage.setStudyAttributes(this.name, { [PAUSED]: paused });
  }

  /** All trials, in the order of their numbers. */
  get trials(): FrozenTrial[] {
    return this.getTrials();
  }

  /** Trials in the order of their numbers: all, or those in the given states. */
  getTrials(states?: readonly TrialState[]): FrozenTrial[] {
    return this.storage.getTrials(this.name, states);
  }

  /** COMPLETE trials, the best first; of equals the one with the lower number first. */
  get ranking(): FrozenTrial[] {
    return rank(this.getTrials(["COMPLETE"]), this.direction);
  }

  /** What a notebook shows of it: how many trials it has by state, and the best. */
  [Symbol.for("Jupyter.display")](): Record<string, string> {
    const states = Map.groupBy(this.trials, ({ state }) => state);
    const counts = [...states].map(([state, { length }]) => `${length} ${state}`).join(", ");
    const [best] = this.ranking;
    const found = best === undefined
      ? ""
      : `\nBest: ${best.value} in trial ${best.number}, ${Deno.inspect(best.params)}`;
    const text = `Study ${JSON.stringify(this.name)}, ${this.direction}: ${counts || "no trials"}`;
    return { "text/plain": text + found };
  }

  /**
   * The COMPLETE trial with the best value.
   *
   * @throws {Error} If no trial is COMPLETE.
   */
  get bestTrial(): FrozenTrial {
    const [best] = this.ranking;
    if (best) return best;
    throw new Error(`No trial of study ${this.name} is COMPLETE${this.#lastError()}`);
  }

  /** The best trial's value. */
  get bestValue(): number {
    return this.bestTrial.value!;
  }

  /** The best trial's parameters. */
  get bestParams(): TrialParams {
    return this.bestTrial.params;
  }

  /**
   * Queues a trial with some or all of its parameters fixed, and returns its number.
   *
   * @throws {RangeError} If a value cannot be a parameter's.
   */
  enqueueTrial(params: TrialParams): number {
    checkParams("params", params);
    return this.storage.enqueueTrial(this.name, params);
  }

  /**
   * Starts a trial: the first that is queued, else a new one. End it with {@linkcode tell}.
   *
   * @throws {Error} If the sampler's grid has no point left.
   */
  ask(): Trial {
    const trial = this.start();
    if (trial) return trial;
    throw new Error(`Study ${this.name} has no trial left: its grid is finished or running`);
  }

  /**
   * {@linkcode ask}, within limits: `null` if they allow no further trial.
   *
   * @internal
   */
  start(
    options: StartOptions = {},
    signal: AbortSignal = new AbortController().signal,
  ): LiveTrial | null {
    checkOptions("start", options, START_OPTIONS);
    checkSignal("signal", signal);
    const waitingOnly = options.waitingOnly || this.definition.grid !== null;
    const record = this.storage.startTrial(this.name, { ...options, waitingOnly });
    if (!record) return null;
    try {
      return new LiveTrial(this, record, signal);
    } catch (error) {
      this.storage.requeueTrial(this.name, record.number);
      throw error;
    }
  }

  /**
   * Ends a trial that {@linkcode ask} started: as COMPLETE if there is a value, which may be infinite;
   * as FAIL if it is NaN or left out. A PRUNED trial without a value takes the last reported one.
   *
   * @return The trial as it is kept.
   */
  tell(trial: Trial | number, value?: number | null, options: TellOptions = {}): FrozenTrial {
    const number = numberOf(trial);
    checkOptions("tell", options, TELL_OPTIONS);
    const outcome = this.#outcome(number, value ?? null, options);
    this.storage.finishTrial(this.name, number, outcome);
    return this.storage.getTrial(this.name, number)!;
  }

  /** Puts a started trial back into the queue, to be run again with the same parameters. */
  requeue(trial: Trial, error?: string): void {
    if (error !== undefined) checkString("error", error);
    this.storage.requeueTrial(this.name, numberOf(trial), error);
  }

  /**
   * Runs trials until a limit is reached, the grid is finished or `signal` is aborted. Each trial is
   * durable before the next one starts. While the study is {@linkcode paused} it waits.
   *
   * A trial that fails is recorded, and the run goes on. An interrupted trial is queued again.
   *
   * @param objective A function of a trial, run in this thread, or an executor such as
   * {@linkcode WorkerPool}.
   * @throws {Error} If every trial of this run failed, or the storage did.
   */
  optimize(objective: Objective | Executor, options: OptimizeOptions = {}): Promise<void> {
    return runTrials(this, objective, options);
  }

  #outcome(number: number, value: number | null, { state, error }: TellOptions): Outcome {
    if (state !== undefined && !isFinished(state)) {
      throw new RangeError(expectation("state", "COMPLETE, PRUNED or FAIL", state));
    }
    if (value !== null) checkType("value", value, "a number", typeof value === "number");
    if (value !== null && Number.isNaN(value)) {
      return { state: "FAIL", value: null, error: error ?? "The objective's value is NaN" };
    }
    if (state === "FAIL" || (state === undefined && value === null)) {
      return { state: "FAIL", value: null, error: error ?? "The objective gave no value" };
    }
    if (state === "PRUNED") return { state, value: value ?? this.#lastReport(number) };
    if (typeof value !== "number") {
      throw new TypeError(expectation("value", "a number", value));
    }
    return { state: "COMPLETE", value };
  }

  #lastReport(number: number): number | null {
    const trial = this.storage.getTrial(this.name, number);
    const step = trial && lastStepOf(trial);
    const value = step === null ? null : trial!.intermediateValues.get(step)!;
    return Number.isNaN(value) ? null : value;
  }

  #lastError(): string {
    const errors = this.trials.flatMap((trial) => trial.errors);
    return errors.length === 0 ? "" : `; the last error: ${errors.at(-1)}`;
  }
}

/** Throws a TypeError unless `value` is a study. */
export function checkStudy(name: string, value: unknown): asserts value is Study {
  checkInstance(name, value, Study);
}

function numberOf(trial: Trial | number): number {
  const number = typeof trial === "object" && trial !== null ? trial.number : trial;
  checkInteger("trial", number, 0);
  return number;
}
