/**
 * Defaults of the Solver's options, and the checks on what it takes.
 *
 * @module
 */

import {
  checkArray,
  checkBoolean,
  checkFunction,
  checkInstance,
  checkInteger,
  checkMethods,
  checkObject,
  checkSignal,
  checkString,
  checkType,
  expectation,
} from "../internal/checks.ts";
import {
  checkOptions,
  choice,
  group,
  integer,
  number,
  type OptionChecks,
  required,
} from "../internal/options.ts";
import { RandomState } from "../random/random_state.ts";
import { checkLabels } from "../matrix/labels.ts";
import { checkFinite, checkInput } from "../matrix/rows.ts";
import type { UpdateRule } from "../optim/update_rule.ts";
import { SAMPLINGS } from "./batches.ts";
import type { EarlyStopping } from "./history.ts";
import { checkModel, type Model } from "./model.ts";
import type { CheckpointOptions, SolverData, SolverOptions } from "./options.ts";
import type { WeightAveraging } from "./weight_average.ts";
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
  checkModel("model", model);
  checkObject("data", data);
  checkOptions<SolverOptions>("train", options, OPTIONS);
  if (options.epochs !== undefined && options.numIters !== undefined) {
    throw new RangeError(expectation("numIters", "left out beside epochs", options.numIters));
  }
  const full = withDefaults(options);
  const keepsWeights = full.ema || full.keepBest || full.checkpoint;
  if (keepsWeights) checkStorable("params", model.params);
  checkData(model, data);
  if (full.sampling === "epochs") {
    checkInteger("batchSize", full.batchSize, 1, data.XTrain.rows);
  }
}

/** The check of a random generator. */
export function checkRng(name: string, value: unknown): void {
  checkInstance(name, value, RandomState);
}

const EMA: OptionChecks<WeightAveraging> = {
  decay: required((name, value) => {
    const isShare = typeof value === "number" && value >= 0 && value < 1;
    if (!isShare) throw new RangeError(expectation(name, "a number from 0 to less than 1", value));
  }),
};

const EARLY_STOPPING: OptionChecks<EarlyStopping> = {
  patience: required(integer(1)),
  minDelta: number(0),
};

const CHECKPOINT: OptionChecks<CheckpointOptions> = {
  path: required((name, value) => {
    checkType(name, value, "the path of a file", typeof value === "string" && value !== "");
  }),
  every: integer(1),
  resume: checkBoolean,
};

const OPTIONS: OptionChecks<SolverOptions> = {
  learningRate: number(0),
  learningRateDecay: number(0),
  reg: number(0),
  numIters: integer(0),
  epochs: integer(0),
  batchSize: integer(1),
  sampling: choice(SAMPLINGS),
  rng: required(checkRng),
  augment: checkFunction,
  updateRule(name, value) {
    checkMethods(name, value, "a rule such as sgd()", ["init", "update"]);
    checkString(`${name}.name`, (value as UpdateRule).name);
  },
  schedule: checkFunction,
  evaluateEvery: integer(1),
  ema: group(EMA),
  earlyStopping: group(EARLY_STOPPING),
  keepBest: checkBoolean,
  checkpoint: group(CHECKPOINT),
  verbose(name, value) {
    if (typeof value !== "function") checkBoolean(name, value);
  },
  callbacks: (name, value) => checkArray(name, value, checkCallbacks),
  signal: checkSignal,
};

function checkCallbacks(name: string, value: unknown): void {
  checkObject(name, value);
  for (const method of ["onStep", "onEpoch"]) {
    const callback = (value as Record<string, unknown>)[method];
    if (callback !== undefined) checkFunction(`${name}.${method}`, callback);
  }
}

function checkData<T>(model: Model<T>, { XTrain, yTrain, XVal, yVal }: SolverData): void {
  checkInput("XTrain", XTrain, model.inputSize);
  checkInput("XVal", XVal, model.inputSize);
  checkFinite("XTrain", XTrain);
  checkFinite("XVal", XVal);
  checkLabels("yTrain", yTrain, XTrain.rows, model.numClasses);
  checkLabels("yVal", yVal, XVal.rows, model.numClasses);
}
