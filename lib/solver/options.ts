/**
 * What the Solver takes, and the checks on it.
 *
 * @module
 */

import { checkInteger, checkNumber, expectation } from "../internal/checks.ts";
import type { RandomState } from "../matrix/random_state.ts";
import { checkFinite, type Rows } from "../matrix/rows.ts";
import type { Schedule } from "../optim/schedules.ts";
import type { UpdateRule } from "../optim/update_rule.ts";
import { checkInput, checkLabels } from "./data.ts";
import type { Labels, Model } from "./model.ts";

/** Training and validation data. */
export interface SolverData {
  /** Training rows, N × D. */
  XTrain: Rows;
  /** Training labels, N of them. */
  yTrain: Labels;
  /** Validation rows. */
  XVal: Rows;
  /** Validation labels. */
  yVal: Labels;
}

/** What a callback learns after a step. */
export interface StepInfo {
  /** Number of the step, from 0. */
  iteration: number;
  /** Number of steps in all. */
  numIters: number;
  /** Loss of the step's batch, before its update. */
  loss: number;
  /** Learning rate of the step. */
  learningRate: number;
}

/** What a callback learns when accuracies were recorded. */
export interface EpochInfo extends StepInfo {
  /** Number of times that accuracies were recorded before. */
  epoch: number;
  /** Accuracy on the step's batch, after its update. */
  trainAccuracy: number;
  /** Accuracy on the validation rows. */
  valAccuracy: number;
}

/** Called during training; what they return is awaited. */
export interface Callbacks {
  /** After each step. */
  onStep?(info: StepInfo): void | Promise<void>;
  /** After accuracies were recorded: at step 0 and every `max(N / batchSize, 1)` steps. */
  onEpoch?(info: EpochInfo): void | Promise<void>;
}

/** Options of the training loop; the defaults are the original's. */
export interface SolverOptions {
  /** Step size of the first step. Default: 1e-3. */
  learningRate?: number;
  /** Factor on the learning rate after each epoch. Default: 0.95. */
  learningRateDecay?: number;
  /** Regularisation strength. Default: 5e-6. */
  reg?: number;
  /** Number of steps. Default: 100. */
  numIters?: number;
  /** Rows a step, drawn with replacement. Default: 200. */
  batchSize?: number;
  /** Draws the batches. */
  rng: RandomState;
  /** How gradients move parameters. Default: {@linkcode sgd}. */
  updateRule?: UpdateRule;
  /** Learning rate by step; takes the place of `learningRate` and `learningRateDecay`. */
  schedule?: Schedule;
  /** Prints a line every 100 steps, as the original does, with `console.log` or your function. */
  verbose?: boolean | ((line: string) => void | Promise<void>);
  /** Called during training. */
  callbacks?: Callbacks[];
  /** Ends training after the step in progress; what was learned until then is kept. */
  signal?: AbortSignal;
}

/** Options with the defaults filled in. */
export type FullSolverOptions =
  & SolverOptions
  & Required<Pick<SolverOptions, keyof typeof DEFAULTS>>;

const DEFAULTS = {
  learningRate: 1e-3,
  learningRateDecay: 0.95,
  reg: 5e-6,
  numIters: 100,
  batchSize: 200,
  verbose: false,
  callbacks: [],
};

/** Fills in the defaults. */
export function withDefaults(options: SolverOptions): FullSolverOptions {
  const full: Record<string, unknown> = { ...options };
  for (const [name, value] of Object.entries(DEFAULTS)) full[name] ??= value;
  return full as unknown as FullSolverOptions;
}

/** Throws a RangeError that names the first option or piece of data that is bad. */
export function checkSolver<T>(
  model: Model<T>,
  data: SolverData,
  options: FullSolverOptions,
): void {
  const { learningRate, learningRateDecay, reg, numIters, batchSize } = options;
  checkNumber("learningRate", learningRate, 0);
  checkNumber("learningRateDecay", learningRateDecay, 0);
  checkNumber("reg", reg, 0);
  checkInteger("numIters", numIters, 0);
  checkInteger("batchSize", batchSize, 1);
  if (!options.rng) throw new TypeError(expectation("rng", "a RandomState", options.rng));
  const { XTrain, yTrain, XVal, yVal } = data;
  checkInput("XTrain", XTrain, model.inputSize);
  checkInput("XVal", XVal, model.inputSize);
  checkFinite("XTrain", XTrain);
  checkFinite("XVal", XVal);
  checkLabels("yTrain", yTrain, XTrain.rows, model.numClasses);
  checkLabels("yVal", yVal, XVal.rows, model.numClasses);
}
