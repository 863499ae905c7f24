/**
 * Defaults of the Solver's options, and the checks on what it takes.
 *
 * @module
 */

import { checkChoice, checkInteger, checkNumber, expectation } from "../internal/checks.ts";
import { checkFinite } from "../matrix/rows.ts";
import { SAMPLINGS } from "./batches.ts";
import { checkInput, checkLabels } from "./data.ts";
import type { Model } from "./model.ts";
import type { SolverData, SolverOptions } from "./options.ts";
import { checkStorable } from "./stored_params.ts";

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
  sampling: "replacement",
  evaluateEvery: 1,
  keepBest: false,
  verbose: false,
  callbacks: [],
};

/** Fills in the defaults. */
export function withDefaults(options: SolverOptions): FullSolverOptions {
  const full: Record<string, unknown> = { ...options };
  for (const [name, value] of Object.entries(DEFAULTS)) full[name] ??= value;
  return full as unknown as FullSolverOptions;
}

/** Throws an error that names the first option or piece of data that is bad. */
export function checkSolver<T>(
  model: Model<T>,
  data: SolverData,
  options: SolverOptions,
): void {
  const full = withDefaults(options);
  checkLoop(full);
  if (options.epochs !== undefined && options.numIters !== undefined) {
    throw new RangeError(expectation("numIters", "left out beside epochs", options.numIters));
  }
  checkExtras(full);
  const keepsWeights = full.ema || full.keepBest || full.checkpoint;
  if (keepsWeights) checkStorable("params", model.params);
  checkData(model, data);
  if (full.sampling === "epochs") {
    checkInteger("batchSize", full.batchSize, 1, data.XTrain.rows);
  }
}

function checkLoop(options: FullSolverOptions): void {
  const { learningRate, learningRateDecay, reg, numIters, epochs = 0, batchSize } = options;
  checkNumber("learningRate", learningRate, 0);
  checkNumber("learningRateDecay", learningRateDecay, 0);
  checkNumber("reg", reg, 0);
  checkInteger("numIters", numIters, 0);
  checkInteger("epochs", epochs, 0);
  checkInteger("batchSize", batchSize, 1);
  checkChoice("sampling", options.sampling, SAMPLINGS);
  checkInteger("evaluateEvery", options.evaluateEvery, 1);
  if (!options.rng) throw new TypeError(expectation("rng", "a RandomState", options.rng));
}

function checkExtras({ ema, earlyStopping, checkpoint }: SolverOptions): void {
  if (ema && !(ema.decay >= 0 && ema.decay < 1)) {
    throw new RangeError(expectation("ema.decay", "a number from 0 to less than 1", ema.decay));
  }
  if (earlyStopping) {
    checkInteger("earlyStopping.patience", earlyStopping.patience, 1);
    checkNumber("earlyStopping.minDelta", earlyStopping.minDelta ?? 0, 0);
  }
  if (!checkpoint) return;
  if (typeof checkpoint.path !== "string" || checkpoint.path === "") {
    throw new TypeError(expectation("checkpoint.path", "the path of a file", checkpoint.path));
  }
  checkInteger("checkpoint.every", checkpoint.every ?? 1, 1);
}

function checkData<T>(model: Model<T>, { XTrain, yTrain, XVal, yVal }: SolverData): void {
  checkInput("XTrain", XTrain, model.inputSize);
  checkInput("XVal", XVal, model.inputSize);
  checkFinite("XTrain", XTrain);
  checkFinite("XVal", XVal);
  checkLabels("yTrain", yTrain, XTrain.rows, model.numClasses);
  checkLabels("yVal", yVal, XVal.rows, model.numClasses);
}
