/**
 * How parameters are chosen: the interface that every sampler implements.
 *
 * @module
 */

import { checkInteger, checkMethods, checkString } from "../../internal/checks.ts";
import {
  checkDistribution,
  type Distribution,
  type ParamValue,
  type SearchSpace,
  type TrialParams,
} from "../distributions.ts";
import type { Direction } from "../storage/storage.ts";
import type { FrozenTrial, TrialState } from "../trial.ts";

/** What samplers and pruners see of a study. */
export interface StudyView {
  /** The study's name. */
  readonly name: string;
  /** Whether small or large values are good. */
  readonly direction: Direction;
  /** The declared search space, or `null` where the objective alone defines it. */
  readonly searchSpace: SearchSpace | null;
  /** Trials in the order of their numbers: all, or those in the given states. */
  getTrials(states?: readonly TrialState[]): FrozenTrial[];
}

/**
 * Chooses parameters. Samplers keep no state of their own: what they choose follows from their
 * seed, the trial's number and the study's trials, so a resumed study goes on as if it had never
 * stopped.
 */
export interface Sampler {
  /** Lists whose every combination makes up the study; no other trials are made then. */
  readonly grid?: Readonly<Record<string, readonly ParamValue[]>>;
  /** Parameters to be drawn together when a trial begins; the others are drawn when asked for. */
  sampleTogether?(study: StudyView, trial: number): TrialParams;
  /** One parameter, drawn when the objective asks for it. */
  sample(study: StudyView, trial: number, name: string, distribution: Distribution): ParamValue;
}

/** Throws a TypeError unless `value` shows a study. */
export function checkStudyView(name: string, value: unknown): asserts value is StudyView {
  checkMethods(name, value, "a Study", ["getTrials"]);
  checkString(`${name}.name`, (value as StudyView).name);
}

/** Throws unless a sampler can draw by what it was given. */
export function checkSample(
  study: unknown,
  trial: unknown,
  name: unknown,
  distribution: unknown,
): void {
  checkStudyView("study", study);
  checkInteger("trial", trial, 0);
  checkString("name", name);
  checkDistribution("distribution", distribution);
}
