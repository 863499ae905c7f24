/**
 * Words of Optuna's storages, and those of ours that are kept in them.
 *
 * @module
 */

import type { TrialState } from "../trial.ts";

/** What an entry of a journal does. */
export const OP = {
  createStudy: 0,
  deleteStudy: 1,
  setStudyUserAttribute: 2,
  setStudySystemAttribute: 3,
  createTrial: 4,
  setParam: 5,
  setState: 6,
  setIntermediateValue: 7,
  setUserAttribute: 8,
  setSystemAttribute: 9,
  discardTrials: 10,
} as const;

/** States by the numbers that Optuna gives them. */
export const STATES: readonly TrialState[] = ["RUNNING", "COMPLETE", "PRUNED", "FAIL", "WAITING"];

/** Directions by the numbers that Optuna gives them. */
export const DIRECTION_NUMBERS = { minimize: 1, maximize: 2 } as const;

/** Values fixed beforehand, as Optuna's `enqueue_trial` keeps them with the trial. */
export const FIXED_PARAMS = "fixed_params";

/** A study's definition, kept with the study. */
export const DEFINITION = "two-layer-net:definition";

/** How often a trial was begun, kept with the trial where the journal does not tell. */
export const ATTEMPTS = "two-layer-net:attempts";

/** The errors of a trial's failed attempts, kept with the trial. */
export const ERRORS = "two-layer-net:errors";

/** What a trial of Python's says that failed: Optuna keeps no reasons. */
export const NO_REASON = "Optuna keeps no reason";
