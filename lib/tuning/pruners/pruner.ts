/**
 * How hopeless trials are told early: the interface that every pruner implements.
 *
 * @module
 */

import type { StudyView } from "../samplers/sampler.ts";
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
