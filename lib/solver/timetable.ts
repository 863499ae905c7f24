/**
 * How many steps training takes, and what happens at which of them.
 *
 * @module
 */

import { epochDecay, isEpochEnd, type Schedule, stepDecay } from "../optim/schedules.ts";
import type { FullSolverOptions } from "./full_options.ts";

/** The course of a run; steps are numbered from 0. */
export interface Timetable {
  /** Steps per epoch, a fraction if batches are drawn with replacement. */
  readonly stepsPerEpoch: number;
  /** Steps in all. */
  readonly numIters: number;
  /** The learning rate of each step. */
  readonly schedule: Schedule;
  /** Whether accuracies are recorded after the step. */
  isRecorded(step: number): boolean;
}

/** The course that the options lay out for training on `rows` rows. */
export function createTimetable(options: FullSolverOptions, rows: number): Timetable {
  const { batchSize, epochs, sampling, evaluateEvery } = options;
  const byEpochs = sampling === "epochs";
  const stepsPerEpoch = byEpochs ? Math.floor(rows / batchSize) : Math.max(rows / batchSize, 1);
  const interval = stepsPerEpoch * evaluateEvery;
  const numIters = epochs === undefined ? options.numIters : Math.ceil(epochs * stepsPerEpoch);
  return {
    stepsPerEpoch,
    numIters,
    schedule: options.schedule ?? defaultSchedule(options, stepsPerEpoch),
    isRecorded: byEpochs
      ? (step) => (step + 1) % interval === 0 || step + 1 === numIters
      : (step) => isEpochEnd(step, interval),
  };
}

/** The decay comes after each epoch; with the assignment's sampling, when it came there. */
function defaultSchedule(options: FullSolverOptions, stepsPerEpoch: number): Schedule {
  const { learningRate, learningRateDecay, sampling } = options;
  const decayed = sampling === "epochs" ? stepDecay : epochDecay;
  return decayed(learningRate, learningRateDecay, stepsPerEpoch);
}
