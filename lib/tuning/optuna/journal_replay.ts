/**
 * What the entries of an Optuna journal amount to: the rules of `JournalStorageReplayResult`, so that
 * Python and we read the same studies out of the same file.
 *
 * @module
 */

import {
  checkInteger,
  checkObject,
  checkString,
  expectation,
  quote,
} from "../../internal/checks.ts";
import type { Distribution, ParamValue, TrialParams } from "../distributions.ts";
import type { Json } from "../json.ts";
import type { StudyAttributes, StudyDefinition } from "../storage/storage.ts";
import { begun, reported, requeued } from "../storage/trial_changes.ts";
import { TrialTable } from "../storage/trial_table.ts";
import { type FrozenTrial, isFinished, waitingTrial } from "../trial.ts";
import { DistributionReader, fromOptunaParam, isCompatible } from "./optuna_distributions.ts";
import { decodePythonJson } from "./python_json.ts";
import { toMilliseconds, toTrial, withReason } from "./stored_trial.ts";
import { DEFINITION, DIRECTION_NUMBERS, ERRORS, FIXED_PARAMS, OP, STATES } from "./vocabulary.ts";

/** A study of a journal. */
export interface JournalStudy {
  readonly id: number;
  readonly name: string;
  /** What it is; of one that Python made, no more than its name and its direction. */
  definition: StudyDefinition;
  /** Its system attributes, but for the definition. */
  attributes: StudyAttributes;
  readonly trials: TrialTable;
  /** The trials' places in the journal, by their numbers. */
  readonly ids: number[];
  /** Who made each RUNNING trial run, by its number. */
  readonly owners: Map<number, string>;
  /** The distribution that each parameter had first. */
  readonly firstDistributions: Map<string, Distribution>;
  /** Why this tuner cannot work with it, or `null`. */
  problem: string | null;
}

interface Place {
  readonly study: JournalStudy;
  readonly number: number;
}

type Fields = Readonly<Record<string, Json>>;

/** Studies as they are after the entries so far. */
export class JournalReplay {
  /** By their ids. */
  readonly studies: Map<number, JournalStudy> = new Map();
  /** The id of the next study. */
  nextStudyId = 0;
  /** Entries so far. */
  #entries = 0;
  /** The trials' studies and numbers, by their ids. */
  readonly #places: Place[] = [];
  readonly #distributions = new DistributionReader();

  /** The study of that name. */
  find(name: string): JournalStudy | undefined {
    return this.studies.values().find((study) => study.name === name);
  }

  /**
   * Takes in the next line.
   *
   * @throws {Error} If it is no entry that Optuna writes.
   */
  apply(line: string): void {
    this.#entries++;
    try {
      const entry = decodePythonJson(line) as Fields;
      checkObject("it", entry);
      this.#applyEntry(entry);
    } catch (error) {
      throw new Error(
        `its line ${this.#entries} is no journal entry (${(error as Error).message})`,
        {
          cause: error,
        },
      );
    }
  }

  #applyEntry(entry: Fields): void {
    switch (entry.op_code) {
      case OP.createStudy:
        return this.#createStudy(entry);
      case OP.deleteStudy:
        this.studies.delete(integerOf(entry, "study_id"));
        return;
      case OP.setStudySystemAttribute:
        return this.#setStudyAttribute(entry);
      case OP.createTrial:
        return this.#createTrial(entry);
      case OP.setParam:
      case OP.setState:
      case OP.setIntermediateValue:
      case OP.setUserAttribute:
      case OP.setSystemAttribute:
        return this.#changeTrial(entry);
      case OP.setStudyUserAttribute:
      case OP.discardTrials: // which Optuna passes over too
        return;
      default:
        throw new Error(
          `its op_code is ${quote(entry.op_code)}; this program knows those of Optuna 3 to 5`,
        );
    }
  }

  #createStudy(entry: Fields): void {
    const name = textOf(entry, "study_name"), directions = entry.directions;
    if (!Array.isArray(directions)) {
      throw new Error(expectation("directions", "a list", directions));
    }
    if (this.find(name)) return;
    const id = this.nextStudyId++;
    const direction = directions[0] === DIRECTION_NUMBERS.maximize ? "maximize" : "minimize";
    this.studies.set(id, {
      id,
      name,
      definition: { name, direction, searchSpace: null, grid: null, context: null },
      attributes: {},
      trials: new TrialTable(),
      ids: [],
      owners: new Map(),
      firstDistributions: new Map(),
      problem: directions.length === 1
        ? null
        : `it has ${directions.length} objectives, and this tuner takes one`,
    });
  }

  #setStudyAttribute(entry: Fields): void {
    const study = this.studies.get(integerOf(entry, "study_id"));
    const { [DEFINITION]: definition, ...attributes } = recordOf(entry, "system_attr");
    if (!study) return;
    if (definition !== undefined) study.definition = definition as unknown as StudyDefinition;
    study.attributes = { ...study.attributes, ...attributes };
  }

  #createTrial(entry: Fields): void {
    const study = this.studies.get(integerOf(entry, "study_id"));
    if (!study) return;
    const number = study.trials.size;
    study.ids.push(this.#places.length);
    this.#places.push({ study, number });
    const trial = orWithProblem(study, number, () => this.#newTrial(number, entry));
    study.trials.set(trial);
    if (trial.state === "RUNNING") study.owners.set(number, textOf(entry, "worker_id"));
    for (const [name, distribution] of Object.entries(trial.distributions)) {
      if (!study.firstDistributions.has(name)) study.firstDistributions.set(name, distribution);
    }
  }

  #newTrial(number: number, entry: Fields): FrozenTrial {
    const {
      distributions: texts = {},
      params: numbers = {},
      system_attrs: systemAttributes = {},
    } = entry as {
      distributions?: Record<string, string>;
      params?: Record<string, number>;
      system_attrs?: Fields;
    };
    const distributions = mapValues(texts, (text) => this.#distributions.read(text));
    return toTrial(number, {
      state: stateOf(entry.state ?? STATES.indexOf("RUNNING")),
      value: valueOf(entry.values ?? entry.value ?? null),
      params: mapValues(numbers, (value, name) => fromOptunaParam(distributions[name], value)),
      distributions,
      steps: Object.entries((entry.intermediate_values ?? {}) as Record<string, number>)
        .map(([step, value]) => [Number(step), value]),
      userAttributes: (entry.user_attrs ?? {}) as Fields,
      systemAttributes,
      startedAt: (entry.datetime_start ?? null) as string | null,
      finishedAt: (entry.datetime_complete ?? null) as string | null,
    });
  }

  #changeTrial(entry: Fields): void {
    const place = this.#places[integerOf(entry, "trial_id")];
    if (!place) return;
    const { study, number } = place;
    const trial = study.trials.get(number)!;
    if (isFinished(trial.state)) return;
    const changed = orWithProblem(study, number, () => this.#changed(study, trial, entry));
    study.trials.set(changed);
    if (changed.state !== "RUNNING") study.owners.delete(number);
    else if (trial.state !== "RUNNING") study.owners.set(number, textOf(entry, "worker_id"));
  }

  #changed(study: JournalStudy, trial: FrozenTrial, entry: Fields): FrozenTrial {
    switch (entry.op_code) {
      case OP.setParam:
        return this.#withParam(study, trial, entry);
      case OP.setState:
        return withState(trial, entry);
      case OP.setIntermediateValue: {
        const step = integerOf(entry, "step");
        return reported(trial, step, entry.intermediate_value as number);
      }
      case OP.setUserAttribute: {
        const userAttributes = { ...trial.userAttributes, ...recordOf(entry, "user_attr") };
        return { ...trial, userAttributes };
      }
      default:
        return withSystemAttribute(trial, recordOf(entry, "system_attr"));
    }
  }

  #withParam(study: JournalStudy, trial: FrozenTrial, entry: Fields): FrozenTrial {
    const name = textOf(entry, "param_name");
    const distribution = this.#distributions.read(textOf(entry, "distribution"));
    const first = study.firstDistributions.get(name) ?? distribution;
    // Of two workers who disagree, the second got an error instead of its parameter.
    if (!isCompatible(first, distribution)) return trial;
    study.firstDistributions.set(name, first);
    const value: ParamValue = fromOptunaParam(distribution, entry.param_value_internal as number);
    return {
      ...trial,
      params: { ...trial.params, [name]: value },
      distributions: { ...trial.distributions, [name]: distribution },
    };
  }
}

function withState(trial: FrozenTrial, entry: Fields): FrozenTrial {
  const state = stateOf(entry.state);
  if (state === "WAITING") return trial.state === "WAITING" ? trial : requeued(trial);
  if (state === "RUNNING") {
    // Of two workers who take a trial, the second gets none.
    return trial.state === "RUNNING"
      ? trial
      : begun(trial, toMilliseconds(textOf(entry, "datetime_start"))!);
  }
  return {
    ...trial,
    state,
    value: entry.values === null ? trial.value : valueOf(entry.values),
    errors: withReason(state, trial.errors),
    finishedAt: toMilliseconds(textOf(entry, "datetime_complete")),
  };
}

function withSystemAttribute(trial: FrozenTrial, attribute: Fields): FrozenTrial {
  if (FIXED_PARAMS in attribute) {
    return { ...trial, proposal: attribute[FIXED_PARAMS] as TrialParams };
  }
  return ERRORS in attribute ? { ...trial, errors: attribute[ERRORS] as string[] } : trial;
}

/** What cannot be read of a trial is the study's problem, and not the others'. */
function orWithProblem(study: JournalStudy, number: number, read: () => FrozenTrial): FrozenTrial {
  try {
    return read();
  } catch (error) {
    const { message } = error as Error;
    study.problem ??= `its trial ${number} cannot be read: ${message}`;
    return study.trials.get(number) ?? waitingTrial(number, {});
  }
}

function mapValues<T, U>(
  record: Readonly<Record<string, T>>,
  change: (value: T, name: string) => U,
): Record<string, U> {
  return Object.fromEntries(
    Object.entries(record).map(([name, value]) => [name, change(value, name)]),
  );
}

function stateOf(value: Json): FrozenTrial["state"] {
  const state = STATES[value as number];
  if (state === undefined) throw new Error(expectation("state", "one of 0 to 4", value));
  return state;
}

function valueOf(values: Json): number | null {
  const value = Array.isArray(values) ? values[0] : values;
  if (value === null || typeof value === "number") return value;
  throw new Error(expectation("the value", "a number", value));
}

function integerOf(entry: Fields, name: string): number {
  const value = entry[name];
  checkInteger(name, value, 0);
  return value;
}

function textOf(entry: Fields, name: string): string {
  const value = entry[name];
  checkString(name, value);
  return value;
}

function recordOf(entry: Fields, name: string): Fields {
  const value = entry[name];
  checkObject(name, value);
  return value as Fields;
}
