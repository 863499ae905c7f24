/**
 * Nets of the assignment by their settings: the default run, and those of the grid.
 *
 * @module
 */

import { checkInstance, checkObject } from "../internal/checks.ts";
import { checkOptions } from "../internal/options.ts";
import type { Backend } from "../backends/backend.ts";
import { RandomState } from "../random/random_state.ts";
import type { Callbacks } from "../solver/options.ts";
import { ReferenceBackend } from "../backends/reference.ts";
import { PRESETS } from "../training/presets.ts";
import type { Settings } from "../training/settings.ts";
import {
  checkTrainingData,
  type TrainedNet,
  type TrainingData,
  trainNet,
} from "../training/train_net.ts";
import { GRID_RUN_OPTIONS } from "./grid_run_options.ts";
import { randomStateBeforeDefaultRun } from "./random_stream.ts";

/** What tells one net of the grid from another. */
export interface GridRun {
  /** Number of hidden units. */
  hiddenSize: number;
  /** Learning rate of the first step. */
  learningRate: number;
  /** Regularisation strength. */
  reg: number;
  /** Draws the first weights, then the batches; it is copied. */
  rng: RandomState;
}

/** How {@linkcode trainGridNet} trains. */
export interface GridRunOptions {
  /** Where the arithmetic is done. Default: the reference backend in float64. */
  backend?: Backend;
  /** Number of steps. Default: 1000, as in the original. */
  numIters?: number;
  /** Called during training. */
  callbacks?: Callbacks[];
  /** Ends training after the step in progress. */
  signal?: AbortSignal;
}

/**
 * The settings of the default run, section 7, with the original's random stream.
 *
 * @example
 * ```ts
 * import * as assignment from "two-layer-net/assignment";
 * import { assertEquals } from "@std/assert";
 *
 * const { hiddenSize, learningRate, reg } = assignment.defaultRunSettings();
 * assertEquals([hiddenSize, learningRate, reg], [50, 1e-4, 0.25]);
 * ```
 */
export function defaultRunSettings(): Settings {
  return { ...PRESETS.assignment, seed: randomStateBeforeDefaultRun().getState() };
}

/** The settings of a net of the grid, section 9: batches of 200, 1000 steps. */
export function gridNetSettings(run: GridRun): Settings {
  checkObject("run", run);
  const { hiddenSize, learningRate, reg, rng } = run;
  checkInstance("run.rng", rng, RandomState);
  return { ...PRESETS.assignment, hiddenSize, learningRate, reg, seed: rng.getState() };
}

/**
 * Makes and trains a net as the original's grid does: batches of 200, 1000 steps, the learning rate
 * times 0.95 after each epoch.
 *
 * @param run Which net. One that {@linkcode replayGrid} yields gives the original's figures.
 * @param data CIFAR-10 as `getCifar10Data` gives it.
 * @throws {RangeError} If a value of the run or the data cannot be trained with.
 *
 * @example
 * ```ts
 * import * as assignment from "two-layer-net/assignment";
 * import { bestBackend, getCifar10Data } from "two-layer-net";
 * import { assertEquals } from "@std/assert";
 *
 * const data = await getCifar10Data({ numTest: 1 });
 * const backend = await bestBackend();
 * for (const run of assignment.replayGrid().take(1)) {
 *   const { history } = await assignment.trainGridNet(run, data, { backend, numIters: 2 });
 *   assertEquals(history.lossHistory.length, 2);
 * }
 * ```
 */
export async function trainGridNet(
  run: GridRun,
  data: TrainingData,
  options: GridRunOptions = {},
): Promise<TrainedNet> {
  checkObject("run", run);
  checkTrainingData("data", data);
  checkOptions("trainGridNet", options, GRID_RUN_OPTIONS);
  const { backend = new ReferenceBackend(), numIters = 1000, ...training } = options;
  const settings = { ...gridNetSettings(run), numIters, dtype: backend.dtype };
  return await trainNet(settings, data, { backend, ...training });
}
