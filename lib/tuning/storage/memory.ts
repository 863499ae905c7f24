/**
 * Studies kept in memory, for as long as the process lives.
 *
 * @module
 */

import {
  checkArray,
  checkInteger,
  checkObject,
  checkString,
  checkType,
} from "../../internal/checks.ts";
import { checkOptions, choice } from "../../internal/options.ts";
import {
  checkDistribution,
  checkParamOf,
  type Distribution,
  type ParamValue,
  type TrialParams,
} from "../distributions.ts";
import { decodeJson, encodeJson, type Json } from "../json.ts";
import { type FrozenTrial, TRIAL_STATES, type TrialState, waitingTrial } from "../trial.ts";
import {
  checkDefinition,
  checkParams,
  checkTrials,
  notRunning,
  OUTCOME,
  type Outcome,
  START_OPTIONS,
  type StartOptions,
  stepReported,
  type Storage,
  type StudyAttributes,
  type StudyDefinition,
  unknownStudy,
} from "./storage.ts";
import { begun, reported, requeued, withError } from "./trial_changes.ts";
import { TrialTable } from "./trial_table.ts";

interface StoredStudy {
  definition: StudyDefinition;
  attributes: StudyAttributes;
  trials: TrialTable;
}

/** Studies kept in memory, for as long as the process lives. */
export class MemoryStorage implements Storage {
  readonly #studies = new Map<string, StoredStudy>();

  /** Creates the study unless there is one of that name. */
  createStudy(
    definition: StudyDefinition,
    trials: readonly FrozenTrial[],
  ): { created: boolean; definition: StudyDefinition } {
    checkDefinition("definition", definition);
    checkTrials("trials", trials);
    const existing = this.#studies.get(definition.name);
    if (existing) return { created: false, definition: existing.definition };
    const table = new TrialTable();
    for (const trial of trials) {
      const userAttributes = copy(trial.userAttributes) as FrozenTrial["userAttributes"];
      table.set({ ...trial, userAttributes });
    }
    this.#studies.set(definition.name, { definition, attributes: {}, trials: table });
    return { created: true, definition };
  }

  /** The definition of every study, in the order of their creation. */
  getStudies(): StudyDefinition[] {
    return [...this.#studies.values()].map(({ definition }) => definition);
  }

  /** Records or replaces attributes of a study. */
  setStudyAttributes(study: string, attributes: StudyAttributes): void {
    checkObject("attributes", attributes);
    const stored = this.#study(study);
    stored.attributes = { ...stored.attributes, ...copy(attributes) as StudyAttributes };
  }

  /** The attributes of a study. */
  getStudyAttributes(study: string): StudyAttributes {
    return this.#study(study).attributes;
  }

  /** Adds a WAITING trial and returns its number. */
  enqueueTrial(study: string, proposal: TrialParams): number {
    checkParams("proposal", proposal);
    const trials = this.#trials(study);
    const number = trials.size;
    trials.set(waitingTrial(number, proposal));
    return number;
  }

  /** Makes a trial RUNNING: the first that is WAITING, else a new one. */
  startTrial(
    study: string,
    options: StartOptions = {},
  ): FrozenTrial | null {
    checkOptions("startTrial", options, START_OPTIONS);
    const { waitingOnly = false, maxTrials = Infinity } = options;
    const trials = this.#trials(study);
    const waiting = trials.firstWaiting;
    if (waiting === null && (waitingOnly || trials.size >= maxTrials)) return null;
    const number = waiting ?? this.enqueueTrial(study, {});
    const trial = begun(trials.get(number)!, Date.now());
    trials.set(trial);
    return trial;
  }

  /** Puts a RUNNING trial back into the queue. */
  requeueTrial(study: string, trial: number, error?: string): void {
    if (error !== undefined) checkString("error", error);
    this.#update(study, trial, (before) => requeued(before, error));
  }

  /** Ends a RUNNING trial. */
  finishTrial(study: string, trial: number, outcome: Outcome): void {
    checkOptions("the outcome", outcome, OUTCOME);
    const { state, value, error } = outcome;
    this.#update(study, trial, ({ errors }) => ({
      state,
      value,
      errors: withError(errors, error),
      finishedAt: Date.now(),
    }));
  }

  /** Fixes values that the RUNNING trial has not asked for yet. */
  setProposal(study: string, trial: number, proposal: TrialParams): void {
    checkParams("proposal", proposal);
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
    checkString("name", name);
    checkDistribution("distribution", distribution);
    checkParamOf("value", value, distribution);
    this.#update(study, trial, ({ params, distributions }) => ({
      params: { ...params, [name]: value },
      distributions: { ...distributions, [name]: distribution },
    }));
  }

  /** Records the value at a step of a RUNNING trial. */
  setIntermediateValue(study: string, trial: number, step: number, value: number): void {
    checkInteger("step", step, 0, Number.MAX_SAFE_INTEGER);
    checkType("value", value, "a number", typeof value === "number");
    this.#update(study, trial, (before) => {
      if (before.intermediateValues.has(step)) throw stepReported(trial, step);
      return reported(before, step, value);
    });
  }

  /** Records or replaces an attribute of a RUNNING trial. */
  setUserAttribute(study: string, trial: number, key: string, value: Json): void {
    checkString("key", key);
    const kept = copy(value);
    this.#update(study, trial, ({ userAttributes }) => ({
      userAttributes: { ...userAttributes, [key]: kept },
    }));
  }

  /** The trial of that number, or `null`. */
  getTrial(study: string, trial: number): FrozenTrial | null {
    checkInteger("trial", trial, 0);
    return this.#trials(study).get(trial);
  }

  /** Trials in the order of their numbers. */
  getTrials(study: string, states?: readonly TrialState[]): FrozenTrial[] {
    if (states !== undefined) checkArray("states", states, choice(TRIAL_STATES));
    return this.#trials(study).list(states);
  }

  /** Nothing to release. */
  [Symbol.dispose](): void {}

  #trials(study: string): TrialTable {
    return this.#study(study).trials;
  }

  #study(study: string): StoredStudy {
    checkString("study", study);
    const stored = this.#studies.get(study);
    if (!stored) throw unknownStudy(study, [...this.#studies.keys()]);
    return stored;
  }

  #update(
    study: string,
    number: number,
    change: (trial: FrozenTrial) => Partial<FrozenTrial>,
  ): void {
    checkInteger("trial", number, 0);
    const trials = this.#trials(study);
    const trial = trials.get(number);
    if (trial?.state !== "RUNNING") throw notRunning(number, trial?.state);
    trials.set({ ...trial, ...change(trial) });
  }
}

/** The value as a file would give it back. */
function copy(value: Json): Json {
  return decodeJson(encodeJson(value));
}
