/**
 * A running trial, on the side of its study.
 *
 * @module
 */

import {
  checkInstance,
  checkInteger,
  checkMethods,
  checkObject,
  checkSignal,
  checkString,
  expectation,
} from "../internal/checks.ts";
import {
  checkDistribution,
  contains,
  type Distribution,
  isSameDistribution,
  type ParamValue,
  type TrialParams,
} from "./distributions.ts";
import { decodeJson, encodeJson, type JsonInput } from "./json.ts";
import { checkFileName } from "./names.ts";
import type { Pruner } from "./pruners/pruner.ts";
import { checkStudyView, type Sampler, type StudyView } from "./samplers/sampler.ts";
import type { Storage } from "./storage/storage.ts";
import { checkReport, type FrozenTrial, SuggestingTrial, type Trial } from "./trial.ts";

/** What a running trial needs of its study. */
export interface TrialHost extends StudyView {
  /** Chooses its parameters. */
  readonly sampler: Sampler;
  /** Judges its reports. */
  readonly pruner: Pruner;
  /** Keeps it. */
  readonly storage: Storage;
  /** The distribution of every parameter that the study has met. */
  readonly distributions: Map<string, Distribution>;
}

/** Thrown when a parameter is not what the study knows it to be; it stops the whole run. */
export class SearchSpaceError extends Error {
  /** The class's name. */
  override readonly name = "SearchSpaceError";
}

/** A running trial, on the side of its study. */
export class LiveTrial extends SuggestingTrial implements Trial {
  /** 0 for the study's first trial, and so on. */
  readonly number: number;
  /** Aborted when the study is told to stop. */
  readonly signal: AbortSignal;
  /** Bytes to be kept if the trial ends among the best, by name. */
  readonly artifacts: Map<string, Uint8Array> = new Map();
  /** Why the whole run must stop, not only this trial: the storage failed, or the search space. */
  fault: unknown;
  readonly #host: TrialHost;
  #record: FrozenTrial;

  /** Wraps a trial that the storage has just started. */
  constructor(host: TrialHost, record: FrozenTrial, signal: AbortSignal) {
    super();
    checkStudyView("host", host);
    checkMethods("host.sampler", host.sampler, "a sampler such as TpeSampler", ["sample"]);
    checkObject("record", record);
    checkInteger("record.number", record.number, 0);
    checkObject("record.params", record.params);
    checkObject("record.proposal", record.proposal);
    checkSignal("signal", signal);
    this.number = record.number;
    this.signal = signal;
    this.#host = host;
    this.#record = record;
    this.#sampleTogether();
  }

  /** The parameters asked for so far. */
  get params(): TrialParams {
    return this.#record.params;
  }

  /** The trial's record as far as it has come. */
  get record(): FrozenTrial {
    return this.#record;
  }

  /** A value of the parameter `name`. */
  suggest(name: string, distribution: Distribution): ParamValue {
    checkString("name", name);
    checkDistribution("distribution", distribution);
    this.#checkKnown(name, distribution);
    if (Object.hasOwn(this.#record.params, name)) return this.#record.params[name];
    const value = this.#choose(name, distribution);
    this.#store((storage, study) =>
      storage.setParam(study, this.number, name, value, distribution)
    );
    this.#host.distributions.set(name, distribution);
    this.#record = {
      ...this.#record,
      params: { ...this.#record.params, [name]: value },
      distributions: { ...this.#record.distributions, [name]: distribution },
    };
    return value;
  }

  /** Records the objective's value at a step. */
  report(value: number, step: number): void {
    checkReport(value, step, this.#record.intermediateValues);
    this.#store((storage, study) => storage.setIntermediateValue(study, this.number, step, value));
    const steps = [...this.#record.intermediateValues, [step, value] as const];
    this.#record = {
      ...this.#record,
      intermediateValues: new Map(steps.sort(([a], [b]) => a - b)),
    };
  }

  /** Whether the study's pruner advises to stop. */
  shouldPrune(): boolean {
    return this.#host.pruner.prune(this.#host, this.#record);
  }

  /** Keeps a JSON value with the trial. */
  setUserAttribute(key: string, value: JsonInput): void {
    checkString("key", key);
    const json = decodeJson(encodeJson(value, key));
    this.#store((storage, study) => storage.setUserAttribute(study, this.number, key, json));
  }

  /** Hands over bytes to be kept if the trial ends among the study's best. */
  saveArtifact(name: string, bytes: Uint8Array): void {
    checkFileName(name);
    checkInstance("bytes", bytes, Uint8Array);
    this.artifacts.set(name, bytes);
  }

  #sampleTogether(): void {
    const drawn = this.#host.sampler.sampleTogether?.(this.#host, this.number) ?? {};
    if (Object.keys(drawn).length === 0) return;
    const proposal = { ...drawn, ...this.#record.proposal };
    this.#store((storage, study) => storage.setProposal(study, this.number, proposal));
    this.#record = { ...this.#record, proposal };
  }

  #choose(name: string, distribution: Distribution): ParamValue {
    const { proposal } = this.#record;
    const proposed = Object.hasOwn(proposal, name) ? proposal[name] : undefined;
    if (proposed === undefined) {
      return this.#host.sampler.sample(this.#host, this.number, name, distribution);
    }
    if (contains(distribution, proposed)) return proposed;
    throw new RangeError(
      expectation(`the proposed ${name}`, `in ${JSON.stringify(distribution)}`, proposed),
    );
  }

  #checkKnown(name: string, distribution: Distribution): void {
    const known = this.#host.distributions.get(name);
    if (known === undefined || isSameDistribution(known, distribution)) return;
    this.fault = new SearchSpaceError(
      `Parameter ${name} is ${JSON.stringify(known)} in study ${this.#host.name}, ` +
        `but the objective asked for ${JSON.stringify(distribution)}`,
    );
    throw this.fault;
  }

  #store(write: (storage: Storage, study: string) => void): void {
    try {
      write(this.#host.storage, this.#host.name);
    } catch (error) {
      this.fault = error;
      throw error;
    }
  }
}
