/**
 * Where studies are kept: the interface that every storage implements.
 *
 * @module
 */

import {
  type Check,
  checkArray,
  checkBoolean,
  checkChoice,
  checkInstance,
  checkInteger,
  checkObject,
  checkString,
  checkType,
  quote,
} from "../../internal/checks.ts";
import {
  checkOptions,
  choice,
  integer,
  type OptionChecks,
  required,
} from "../../internal/options.ts";
import {
  checkDistribution,
  checkParamOf,
  checkParamValue,
  checkSearchSpace,
  type Distribution,
  type ParamValue,
  type SearchSpace,
  type TrialParams,
} from "../distributions.ts";
import type { Json } from "../json.ts";
import { type FrozenTrial, TRIAL_STATES, type TrialState } from "../trial.ts";

/** Names of the directions. */
export const DIRECTIONS = ["minimize", "maximize"] as const;

/** Whether small or large values are good. */
export type Direction = typeof DIRECTIONS[number];

/** What makes two studies the same: a study can be resumed only with an equal definition. */
export interface StudyDefinition {
  /** The study's name, unique in its storage. */
  readonly name: string;
  /** Whether small or large values are good. */
  readonly direction: Direction;
  /** The declared search space, or `null` where the objective alone defines it. */
  readonly searchSpace: SearchSpace | null;
  /** The values of a grid, in order, or `null`. */
  readonly grid: Readonly<Record<string, readonly ParamValue[]>> | null;
  /** Whatever else the results depend on, as the user gave it: a digest of the data, say. */
  readonly context: Json;
}

/** What is kept with a study that does not decide its results, by key. */
export type StudyAttributes = Readonly<Record<string, Json>>;

/** How a trial ended. */
export interface Outcome {
  /** COMPLETE, PRUNED or FAIL. */
  readonly state: TrialState;
  /** The objective's value, or `null`. */
  readonly value: number | null;
  /** What went wrong, for FAIL. */
  readonly error?: string;
}

/** Which trial {@linkcode Storage.startTrial} may take. */
export interface StartOptions {
  /** Take queued trials only, never a new one. Default: false. */
  waitingOnly?: boolean;
  /** Make no new trial when the study has this many. Default: no limit. */
  maxTrials?: number;
}

/**
 * Keeps studies and their trials. Methods are synchronous and each is atomic: it happens wholly or,
 * when it throws, not at all. `study` is always the study's name; one that does not exist throws.
 *
 * Only RUNNING trials that this storage object started can be written to; anything else throws, so
 * no trial can be finished twice.
 */
export interface Storage extends Disposable {
  /**
   * Creates the study with these trials, numbered from 0, unless there is one of that name.
   *
   * @param trials None RUNNING: a grid's points that are WAITING, what another storage holds.
   * @return Whether the study is new, and its definition as stored.
   */
  createStudy(
    definition: StudyDefinition,
    trials: readonly FrozenTrial[],
  ): { created: boolean; definition: StudyDefinition };
  /** The definition of every study, in the order of their creation. */
  getStudies(): StudyDefinition[];
  /** Records or replaces attributes of a study, all at once: notes, say. They are durable then. */
  setStudyAttributes(study: string, attributes: StudyAttributes): void;
  /** The attributes of a study. */
  getStudyAttributes(study: string): StudyAttributes;

  /** Adds a WAITING trial and returns its number. */
  enqueueTrial(study: string, proposal: TrialParams): number;
  /**
   * Makes a trial RUNNING: the first that is WAITING (trials of dead processes are WAITING again),
   * else a new one.
   *
   * @return The trial, or `null` if the options allow none.
   */
  startTrial(study: string, options?: StartOptions): FrozenTrial | null;
  /**
   * Puts a RUNNING trial back into the queue. Its parameters become its proposal, so that they come
   * out the same again; what it reported and noted is dropped.
   */
  requeueTrial(study: string, trial: number, error?: string): void;
  /** Ends a RUNNING trial. It is durable when this returns. */
  finishTrial(study: string, trial: number, outcome: Outcome): void;

  /** Fixes values that the RUNNING trial has not asked for yet. */
  setProposal(study: string, trial: number, proposal: TrialParams): void;
  /** Records a parameter of a RUNNING trial. */
  setParam(
    study: string,
    trial: number,
    name: string,
    value: ParamValue,
    distribution: Distribution,
  ): void;
  /** Records the value at a step, once a step, of a RUNNING trial. */
  setIntermediateValue(study: string, trial: number, step: number, value: number): void;
  /** Records or replaces an attribute of a RUNNING trial. */
  setUserAttribute(study: string, trial: number, key: string, value: Json): void;

  /** The trial of that number, or `null`; takes no longer the more trials there are. */
  getTrial(study: string, trial: number): FrozenTrial | null;
  /** Trials in the order of their numbers: all, or those in the given states. */
  getTrials(study: string, states?: readonly TrialState[]): FrozenTrial[];
}

/** How the options of {@linkcode Storage.startTrial} are checked. */
export const START_OPTIONS: OptionChecks<StartOptions> = {
  waitingOnly: checkBoolean,
  maxTrials(name, value) {
    if (value !== Infinity) checkInteger(name, value, 0);
  },
};

const valueOrNull: Check = (name, value) => {
  if (value !== null) checkType(name, value, "a number or null", typeof value === "number");
};

/** How an {@linkcode Outcome} is checked. */
export const OUTCOME: OptionChecks<Outcome> = {
  state: required(choice(TRIAL_STATES)),
  value: required(valueOrNull),
  error: checkString,
};

const timeOrNull: Check = (name, value) => {
  if (value !== null) checkInteger(name, value, 0);
};

/** How a trial is checked that a study is made with. */
const TRIAL: OptionChecks<FrozenTrial> = {
  number: required(integer(0)),
  state: required(choice(TRIAL_STATES.filter((state) => state !== "RUNNING"))),
  value: required(valueOrNull),
  params: required(checkParams),
  distributions: required(checkSearchSpace),
  proposal: required(checkParams),
  intermediateValues: required((name, value) => checkInstance(name, value, Map)),
  userAttributes: required(checkObject),
  attempts: required(integer(0)),
  errors: required((name, value) => checkArray(name, value, checkString)),
  startedAt: required(timeOrNull),
  finishedAt: required(timeOrNull),
};

/** Throws unless `value` is a list of trials that a study can be made with. */
export function checkTrials(name: string, value: readonly FrozenTrial[]): void {
  checkArray(name, value, (item, trial) => {
    checkOptions(item, trial as FrozenTrial, TRIAL, `${item}.`);
  });
  value.forEach(({ number, params, distributions, intermediateValues }, i) => {
    checkInteger(`${name}[${i}].number`, number, i, i);
    for (const [key, param] of Object.entries(params)) {
      const range = Object.hasOwn(distributions, key) ? distributions[key] : undefined;
      checkDistribution(`${name}[${i}].distributions.${key}`, range);
      checkParamOf(`${name}[${i}].params.${key}`, param, range);
    }
    for (const [step, reported] of intermediateValues) {
      checkInteger(`a step of ${name}[${i}]`, step, 0, Number.MAX_SAFE_INTEGER);
      checkType(`its value`, reported, "a number", typeof reported === "number");
    }
  });
}

/** Throws unless `value` describes a study. */
export function checkDefinition(name: string, value: unknown): asserts value is StudyDefinition {
  checkObject(name, value);
  const { name: study, direction, searchSpace, grid } = value as StudyDefinition;
  checkString(`${name}.name`, study);
  checkChoice(`${name}.direction`, direction, DIRECTIONS);
  if (searchSpace !== null) checkSearchSpace(`${name}.searchSpace`, searchSpace);
  if (grid !== null) checkObject(`${name}.grid`, grid);
}

/** Throws unless `value` has parameters' values by their names. */
export function checkParams(name: string, value: unknown): asserts value is TrialParams {
  checkObject(name, value);
  for (const [key, param] of Object.entries(value)) checkParamValue(`${name}.${key}`, param);
}

/** The error for a name that no study has. */
export function unknownStudy(name: string, known: readonly string[]): Error {
  const list = known.length === 0 ? "there is none" : `there are ${known.join(", ")}`;
  return new Error(`No study is named ${quote(name)}; ${list}`);
}

/** The error for writing to a trial that cannot be written to. */
export function notRunning(trial: number, state: TrialState | undefined): Error {
  const reason = state === undefined
    ? "does not exist"
    : state === "RUNNING"
    ? "is run by another process"
    : `is ${state}`;
  return new Error(`Trial ${quote(trial)} cannot be changed: it ${reason}`);
}

/** The error for a second value at a step. */
export function stepReported(trial: number, step: number): Error {
  return new RangeError(`Step ${step} of trial ${trial} was reported before`);
}
