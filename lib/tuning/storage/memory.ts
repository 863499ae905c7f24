/**
 * Studies kept in memory, for as long as the process lives.
 *
 * @module
 */

import type { Distribution, ParamValue, TrialParams } from "../distributions.ts";
import { decodeJson, encodeJson, type Json } from "../json.ts";
import type { FrozenTrial, TrialState } from "../trial.ts";
import {
  notRunning,
  type Outcome,
  type StartOptions,
  stepReported,
  type Storage,
  type StudyDefinition,
  unknownStudy,
} from "./storage.ts";

interface StoredStudy {
  definition: StudyDefinition;
  trials: FrozenTrial[];
}

/** Studies kept in memory, for as long as the process lives. */
export class MemoryStorage implements Storage {
  readonly #studies = new Map<string, StoredStudy>();

  /** Creates the study unless there is one of that name. */
  createStudy(
    definition: StudyDefinition,
    proposals: readonly TrialParams[],
  ): { created: boolean; definition: StudyDefinition } {
    const existing = this.#studies.get(definition.name);
    if (existing) return { created: false, definition: existing.definition };
    const trials = proposals.map((proposal, number) => waitingTrial(number, proposal));
    this.#studies.set(definition.name, { definition, trials });
    return { created: true, definition };
  }

  /** The definition of every study, in the order of their creation. */
  getStudies(): StudyDefinition[] {
    return [...this.#studies.values()].map(({ definition }) => definition);
  }

  /** Adds a WAITING trial and returns its number. */
  enqueueTrial(study: string, proposal: TrialParams): number {
    const trials = this.#trials(study);
    return trials.push(waitingTrial(trials.length, proposal)) - 1;
  }

  /** Makes a trial RUNNING: the first that is WAITING, else a new one. */
  startTrial(
    study: string,
    { waitingOnly = false, maxTrials = Infinity }: StartOptions = {},
  ): FrozenTrial | null {
    const trials = this.#trials(study);
    let number = trials.findIndex(({ state }) => state === "WAITING");
    if (number < 0) {
      if (waitingOnly || trials.length >= maxTrials) return null;
      number = this.enqueueTrial(study, {});
    }
    const trial = trials[number];
    return trials[number] = {
      ...trial,
      state: "RUNNING",
      attempts: trial.attempts + 1,
      startedAt: Date.now(),
    };
  }

  /** Puts a RUNNING trial back into the queue. */
  requeueTrial(study: string, trial: number, error?: string): void {
    this.#update(study, trial, ({ proposal, params, attempts, errors }) => ({
      ...waitingTrial(trial, { ...proposal, ...params }),
      attempts,
      errors: withError(errors, error),
    }));
  }

  /** Ends a RUNNING trial. */
  finishTrial(study: string, trial: number, { state, value, error }: Outcome): void {
    this.#update(study, trial, ({ errors }) => ({
      state,
      value,
      errors: withError(errors, error),
      finishedAt: Date.now(),
    }));
  }

  /** Fixes values that the RUNNING trial has not asked for yet. */
  setProposal(study: string, trial: number, proposal: TrialParams): void {
    this.#update(study, trial, () => ({ proposal }));
  }

  /** Records a parameter of a RUNNING trial. */
  setParam(
    study: string,
    trial: number,
    name: string,
    value: ParamValue,
    distribution: Distribution,
  ): void {
    this.#update(study, trial, ({ params, distributions }) => ({
      params: { ...params, [name]: value },
      distributions: { ...distributions, [name]: distribution },
    }));
  }

  /** Records the value at a step of a RUNNING trial. */
  setIntermediateValue(study: string, trial: number, step: number, value: number): void {
    this.#update(study, trial, ({ intermediateValues }) => {
      if (intermediateValues.has(step)) throw stepReported(trial, step);
      const steps = [...intermediateValues, [step, value] as const].sort(([a], [b]) => a - b);
      return { intermediateValues: new Map(steps) };
    });
  }

  /** Records or replaces an attribute of a RUNNING trial. */
  setUserAttribute(study: string, trial: number, key: string, value: Json): void {
    const copy = decodeJson(encodeJson(value));
    this.#update(study, trial, ({ userAttributes }) => ({
      userAttributes: { ...userAttributes, [key]: copy },
    }));
  }

  /** Trials in the order of their numbers. */
  getTrials(study: string, states?: readonly TrialState[]): FrozenTrial[] {
    return this.#trials(study).filter(({ state }) => !states || states.includes(state));
  }

  /** Nothing to release. */
  [Symbol.dispose](): void {}

  #trials(study: string): FrozenTrial[] {
    const stored = this.#studies.get(study);
    if (!stored) throw unknownStudy(study, [...this.#studies.keys()]);
    return stored.trials;
  }

  #update(
    study: string,
    number: number,
    change: (trial: FrozenTrial) => Partial<FrozenTrial>,
  ): void {
    const trials = this.#trials(study);
    const trial = trials[number];
    if (trial?.state !== "RUNNING") throw notRunning(number, trial?.state);
    trials[number] = { ...trial, ...change(trial) };
  }
}

function waitingTrial(number: number, proposal: TrialParams): FrozenTrial {
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

function withError(errors: readonly string[], error?: string): readonly string[] {
  return error === undefined ? errors : [...errors, error];
}
