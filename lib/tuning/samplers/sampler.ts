/**
 * How parameters are chosen: the interface that every sampler implements.
 *
 * @module
 */

import type { Distribution, ParamValue, SearchSpace, TrialParams } from "../distributions.ts";
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
