/**
 * A trial: one evaluation of the objective, while it runs and afterwards.
 *
 * @module
 */

import { checkInteger, checkNumber, checkObject, expectation } from "../internal/checks.ts";
import type { Json, JsonInput } from "./json.ts";
import {
  categoricalDistribution,
  type Distribution,
  floatDistribution,
  intDistribution,
  type ParamValue,
  type RangeOptions,
  type SearchSpace,
  type TrialParams,
} from "./distributions.ts";

/** Names of the states, in the order of a trial's life. */
export const TRIAL_STATES = ["WAITING", "RUNNING", "COMPLETE", "PRUNED", "FAIL"] as const;

/**
 * - WAITING: queued, not begun (or begun by a process that died, or interrupted).
 * - RUNNING: its objective is being evaluated.
 * - COMPLETE: it has a value. A diverged training is COMPLETE too, with the value as measured and
 *   the user attribute `diverged: true`, so that grids stay whole.
 * - PRUNED: stopped early, as a pruner advised; its value is the last reported one.
 * - FAIL: the objective threw, its worker died or overran its time, or the value was NaN.
 */
export type TrialState = typeof TRIAL_STATES[number];

/** Whether a trial in this state will never change again. */
export function isFinished(state: TrialState): boolean {
  return state === "COMPLETE" || state === "PRUNED" || state === "FAIL";
}

/** All that is known of a trial. Trials that storages return are never changed afterwards. */
export interface FrozenTrial {
  /** 0 for the study's first trial, and so on. */
  readonly number: number;
  /** Where it is in its life. */
  readonly state: TrialState;
  /** What the objective returned; `null` before, and for FAIL. */
  readonly value: number | null;
  /** The parameters that the objective asked for. */
  readonly params: TrialParams;
  /** What each of `params` was drawn from. */
  readonly distributions: SearchSpace;
  /** Values fixed beforehand (enqueued, from a grid, drawn together): taken when asked for. */
  readonly proposal: TrialParams;
  /** Reported values by step, in the order of the steps. */
  readonly intermediateValues: ReadonlyMap<number, number>;
  /** Whatever the objective noted: histories, seed, backend, dtype. */
  readonly userAttributes: Readonly<Record<string, Json>>;
  /** How often it was begun. */
  readonly attempts: number;
  /** The errors of its failed attempts, oldest first. */
  readonly errors: readonly string[];
  /** When the last attempt began, in milliseconds since 1970; `null` before. */
  readonly startedAt: number | null;
  /** When it finished, in milliseconds since 1970; `null` before. */
  readonly finishedAt: number | null;
}

/** Milliseconds that the trial's last attempt took, or `null` while it is unfinished. */
export function durationOf(trial: FrozenTrial): number | null {
  checkObject("trial", trial);
  const { startedAt, finishedAt } = trial;
  if (startedAt !== null) checkNumber("trial.startedAt", startedAt);
  if (finishedAt !== null) checkNumber("trial.finishedAt", finishedAt);
  return startedAt === null || finishedAt === null ? null : finishedAt - startedAt;
}

/** COMPLETE trials, the best first; of equals the one that came first. */
export function rank(
  trials: readonly FrozenTrial[],
  direction: "minimize" | "maximize",
): FrozenTrial[] {
  const sign = direction === "minimize" ? 1 : -1;
  return trials.toSorted((a, b) => compare(sign * a.value!, sign * b.value!));
}

/** For sorting; unlike a difference, right for infinities too. */
export function compare(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The greatest step reported so far, or `null`. */
export function lastStepOf({ intermediateValues }: FrozenTrial): number | null {
  return [...intermediateValues.keys()].at(-1) ?? null;
}

/** Thrown by an objective to say that its trial was stopped early. */
export class TrialPruned extends Error {
  /** The class's name. */
  override readonly name = "TrialPruned";

  /** An error that marks its trial as PRUNED. */
  constructor(message = "The trial was pruned") {
    super(message);
  }
}

/** A running trial, as its objective sees it: in this thread or in a worker. */
export interface Trial {
  /** 0 for the study's first trial, and so on. */
  readonly number: number;
  /** The parameters asked for so far. */
  readonly params: TrialParams;
  /** Aborted when the study is told to stop; in a worker it never is: workers are terminated. */
  readonly signal: AbortSignal;

  /**
   * A value of the parameter `name`. Asking again gives the same value.
   *
   * @throws {Error} If the name was asked for with another distribution in this study.
   */
  suggest(name: string, distribution: Distribution): ParamValue;
  /** A real number in [low, high]; see {@linkcode floatDistribution}. */
  suggestFloat(name: string, low: number, high: number, options?: RangeOptions): number;
  /** An integer in [low, high]; see {@linkcode intDistribution}. */
  suggestInt(name: string, low: number, high: number, options?: RangeOptions): number;
  /** One of `choices`; see {@linkcode categoricalDistribution}. */
  suggestCategorical<const T extends ParamValue>(name: string, choices: readonly T[]): T;

  /**
   * Records the objective's value at a step (an epoch, say), which pruners judge.
   *
   * @throws {RangeError} If `step` is not a safe integer of 0 or more, or was reported before.
   */
  report(value: number, step: number): void;
  /** Whether the study's pruner advises to stop: throw {@linkcode TrialPruned} then. */
  shouldPrune(): boolean;
  /** Keeps a JSON value (NaN, infinities and typed arrays allowed) with the trial. */
  setUserAttribute(key: string, value: JsonInput): void;
  /** Hands over bytes to be kept if the trial ends among the study's best. */
  saveArtifact(name: string, bytes: Uint8Array): void;
}

/** The conveniences that every {@linkcode Trial} builds on its `suggest`. */
export abstract class SuggestingTrial {
  /** A value of the parameter. */
  abstract suggest(name: string, distribution: Distribution): ParamValue;

  /** A real number in [low, high]. */
  suggestFloat(name: string, low: number, high: number, options?: RangeOptions): number {
    return this.suggest(name, floatDistribution(low, high, options)) as number;
  }

  /** An integer in [low, high]. */
  suggestInt(name: string, low: number, high: number, options?: RangeOptions): number {
    return this.suggest(name, intDistribution(low, high, options)) as number;
  }

  /** One of `choices`. */
  suggestCategorical<const T extends ParamValue>(name: string, choices: readonly T[]): T {
    return this.suggest(name, categoricalDistribution(choices)) as T;
  }
}

/** Throws unless an objective may report the value at the step, after what it reported before. */
export function checkReport(
  value: unknown,
  step: unknown,
  reported: { has(step: number): boolean },
): void {
  checkInteger("step", step, 0, Number.MAX_SAFE_INTEGER);
  if (typeof value !== "number") throw new TypeError(expectation("value", "a number", value));
  if (reported.has(step)) throw new RangeError(expectation("step", "reported once only", step));
}

/** A trial that nobody has begun: with its proposal, and nothing else. */
export function waitingTrial(number: number, proposal: TrialParams): FrozenTrial {
  return {
    number,
    state: "WAITING",
    value: null,
    params: {},
    distributions: {},
    proposal: { ...proposal },
    intermediateValues: new Map(),
    userAttributes: {},
    attempts: 0,
    errors: [],
    startedAt: null,
    finishedAt: null,
  };
}
