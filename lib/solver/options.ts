/**
 * What the Solver takes.
 *
 * @module
 */

import type { RandomState } from "../random/random_state.ts";
import type { Labels } from "../matrix/labels.ts";
import type { Rows } from "../matrix/rows.ts";
import type { Schedule } from "../optim/schedules.ts";
import type { UpdateRule } from "../optim/update_rule.ts";
import type { Sampling } from "./batches.ts";
import type { EarlyStopping } from "./history.ts";
import type { WeightAveraging } from "./weight_average.ts";

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
  /** Accuracy on the rows of the step's batch, after its update. */
  trainAccuracy: number;
  /** Accuracy on the validation rows. */
  valAccuracy: number;
}

/** Called during training; what they return is awaited. */
export interface Callbacks {
  /** After each step. */
  onStep?(info: StepInfo): void | Promise<void>;
  /** After accuracies were recorded, see `evaluateEvery`. */
  onEpoch?(info: EpochInfo): void | Promise<void>;
}

/** Where a run is kept, so that it can be resumed. */
export interface CheckpointOptions {
  /**
   * The file, safetensors: parameters and optimizer state, averaged and best weights, the random
   * state, what is left of the epoch, and the histories. It is written whole, also when the signal
   * ends training, and at the end.
   */
  path: string;
  /** Steps from one writing to the next, 1 or more. Default: those of an epoch, rounded up. */
  every?: number;
  /**
   * Goes on from the file, if there is one: to the last bit as if training had never stopped.
   * Default: false, which starts anew and replaces the file.
   */
  resume?: boolean;
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
  /** Number of epochs, in place of `numIters`: as many steps as they take, rounded up. */
  epochs?: number;
  /** Rows per step. Default: 200. */
  batchSize?: number;
  /**
   * How batches are drawn: "replacement", each row from all rows; or "epochs", all rows once an
   * epoch in random order, an incomplete last batch left out. An epoch is `max(N / batchSize, 1)`
   * steps, or `floor(N / batchSize)` by epochs. Default: "replacement".
   */
  sampling?: Sampling;
  /** Draws the batches, and what augmentation and dropout draw. */
  rng: RandomState;
  /** Changes the rows of each batch before the step, by draws from `rng`; not those evaluated. */
  augment?: (rows: Rows, rng: RandomState) => Rows;
  /** How gradients move parameters. Default: {@linkcode sgd}. */
  updateRule?: UpdateRule;
  /** Learning rate by step; takes the place of `learningRate` and `learningRateDecay`. */
  schedule?: Schedule;
  /**
   * Epochs from one record of the accuracies to the next, 1 or more: at every step divisible by
   * so many epochs' steps, step 0 included; by epochs, at their ends and at the last step.
   * Default: 1.
   */
  evaluateEvery?: number;
  /**
   * Keeps an exponential moving average of the weights, bias-corrected. Accuracies are those of
   * the averaged weights, and the model has them when training ends. Default: no average.
   */
  ema?: WeightAveraging;
  /** Ends training when the validation accuracy no longer improves. Default: it never does. */
  earlyStopping?: EarlyStopping;
  /**
   * Gives the model, when training ends, the weights of its best validation accuracy, the first
   * of equals. Default: false, it keeps the last.
   */
  keepBest?: boolean;
  /** Keeps the run in a file. Default: nothing is kept. */
  checkpoint?: CheckpointOptions;
  /** Prints a line every 100 steps, as the original does, with `console.log` or your function. */
  verbose?: boolean | ((line: string) => void | Promise<void>);
  /** Called during training. */
  callbacks?: Callbacks[];
  /** Ends training after the step in progress; what was learned until then is kept. */
  signal?: AbortSignal;
}
