/**
 * Entries of an Optuna journal as they are written.
 *
 * @module
 */

import {
  type Distribution,
  type ParamValue,
  toNumber,
  type TrialParams,
} from "../distributions.ts";
import type { Json } from "../json.ts";
import type { Outcome, StudyAttributes, StudyDefinition } from "../storage/storage.ts";
import type { FrozenTrial } from "../trial.ts";
import { toOptunaDistribution } from "./optuna_distributions.ts";
import {
  ATTEMPTS,
  DEFINITION,
  DIRECTION_NUMBERS,
  ERRORS,
  FIXED_PARAMS,
  OP,
  STATES,
} from "./vocabulary.ts";

/** An entry without its writer. */
export type Entry = { readonly op_code: number; readonly [field: string]: Json };

/** A new study, and its definition. */
export function createStudy(studyId: number, definition: StudyDefinition): Entry[] {
  const { name, direction } = definition;
  return [
    { op_code: OP.createStudy, study_name: name, directions: [DIRECTION_NUMBERS[direction]] },
    ...setStudyAttributes(studyId, { [DEFINITION]: definition as unknown as Json }),
  ];
}

/** Attributes of a study, an entry each, as Optuna has it. */
export function setStudyAttributes(studyId: number, attributes: StudyAttributes): Entry[] {
  return Object.entries(attributes).map(([key, value]) => ({
    op_code: OP.setStudySystemAttribute,
    study_id: studyId,
    system_attr: { [key]: value },
  }));
}

/** A new trial that runs. */
export function beginTrial(studyId: number): Entry {
  return { op_code: OP.createTrial, study_id: studyId, datetime_start: toTime(Date.now()) };
}

/** A trial as it is, none that runs. */
export function createTrial(studyId: number, trial: FrozenTrial): Entry {
  const { state, value, params, distributions, startedAt, finishedAt } = trial;
  const map = <T>(record: Readonly<Record<string, T>>, change: (value: T, name: string) => Json) =>
    Object.fromEntries(Object.entries(record).map(([name, item]) => [name, change(item, name)]));
  return {
    op_code: OP.createTrial,
    study_id: studyId,
    datetime_start: startedAt === null ? null : toTime(startedAt),
    state: STATES.indexOf(state),
    value,
    values: null,
    ...(finishedAt === null ? {} : { datetime_complete: toTime(finishedAt) }),
    distributions: map(distributions, toOptunaDistribution),
    params: map(params, (param, name) => toNumber(distributions[name], param)),
    user_attrs: trial.userAttributes,
    system_attrs: systemAttributes(trial),
    intermediate_values: Object.fromEntries(trial.intermediateValues),
  };
}

/** What Optuna has no place for in a trial, and its proposal. */
export function systemAttributes(
  { proposal, attempts, errors, state }: FrozenTrial,
): Record<string, Json> {
  return {
    ...(Object.keys(proposal).length > 0 ? { [FIXED_PARAMS]: proposal } : {}),
    ...(attempts !== Number(state !== "WAITING") ? { [ATTEMPTS]: attempts } : {}),
    ...(errors.length > 0 ? { [ERRORS]: errors } : {}),
  };
}

/** A WAITING trial that runs now. */
export function takeTrial(trialId: number): Entry {
  return { ...setState(trialId, "RUNNING", null), datetime_start: toTime(Date.now()) };
}

/** A RUNNING trial that waits again, and why if that is known. */
export function requeueTrial(trialId: number, errors: readonly string[] | null): Entry[] {
  return [...setErrors(trialId, errors), setState(trialId, "WAITING", null)];
}

/** A RUNNING trial that has ended. */
export function finishTrial(
  trialId: number,
  { state, value }: Outcome,
  errors: readonly string[] | null,
): Entry[] {
  const values = value === null ? null : [value];
  const end = { ...setState(trialId, state, values), datetime_complete: toTime(Date.now()) };
  return [...setErrors(trialId, errors), end];
}

/** Values fixed for a trial. */
export function setProposal(trialId: number, proposal: TrialParams): Entry {
  return setSystemAttribute(trialId, FIXED_PARAMS, proposal);
}

/** A parameter. */
export function setParam(
  trialId: number,
  name: string,
  value: ParamValue,
  distribution: Distribution,
): Entry {
  return {
    op_code: OP.setParam,
    trial_id: trialId,
    param_name: name,
    param_value_internal: toNumber(distribution, value),
    distribution: toOptunaDistribution(distribution),
  };
}

/** A value at a step. */
export function setIntermediateValue(trialId: number, step: number, value: number): Entry {
  return {
    op_code: OP.setIntermediateValue,
    trial_id: trialId,
    step,
    intermediate_value: value,
  };
}

/** An attribute that the objective noted. */
export function setUserAttribute(trialId: number, key: string, value: Json): Entry {
  return { op_code: OP.setUserAttribute, trial_id: trialId, user_attr: { [key]: value } };
}

function setErrors(trialId: number, errors: readonly string[] | null): Entry[] {
  return errors === null ? [] : [setSystemAttribute(trialId, ERRORS, errors)];
}

function setSystemAttribute(trialId: number, key: string, value: Json): Entry {
  return { op_code: OP.setSystemAttribute, trial_id: trialId, system_attr: { [key]: value } };
}

function setState(trialId: number, state: FrozenTrial["state"], values: Json): Entry {
  return { op_code: OP.setState, trial_id: trialId, state: STATES.indexOf(state), values };
}

/** Microseconds and an offset, as Python writes and, before 3.11, wants them. */
function toTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace("Z", "000+00:00");
}
