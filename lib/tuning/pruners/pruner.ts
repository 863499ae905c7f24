/**
 * How hopeless trials are told early: the interface that every pruner implements.
 *
 * @module
 */

import { checkInstance, checkObject } from "../../internal/checks.ts";
import { checkStudyView, type StudyView } from "../samplers/sampler.ts";
import type { FrozenTrial } from "../trial.ts";

/**
 * Judges a running trial by what it and the others reported. It is asked after each report.
 * Pruners keep no state of their own, so a resumed study is judged as an uninterrupted one.
 */
export interface Pruner {
  /** Whether the trial should stop. */
  prune(study: StudyView, trial: FrozenTrial): boolean;
}

/** A pruner that lets every trial run to its end. */
export class NopPruner implements Pruner {
  /** Always false. */
  prune(): boolean {
    return false;
  }
}

/** Throws unless a pruner can judge what it was given. */
export function checkPrune(study: StudyView, trial: FrozenTrial): void {
  checkStudyView("study", study);
  checkObject("trial", trial);
  checkInstance("trial.intermediateValues", trial.intermediateValues, Map);
}
