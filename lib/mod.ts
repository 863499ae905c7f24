/**
 * A small-network laboratory: the CS231n two-layer net, exact and fast.
 *
 * @example Train on the toy data, and get the original's loss to the last digit
 * ```ts
 * import * as assignment from "two-layer-net/assignment";
 * import { assertAlmostEquals } from "@std/assert";
 *
 * const { net, rng } = assignment.toyModel();
 * const { X, y } = assignment.toyData();
 * const { lossHistory } = await net.train(X, y, X, y, { ...assignment.TOY_TRAINING, rng });
 * assertAlmostEquals(lossHistory.at(-1)!, 0.017149607938732093, 1e-12);
 * ```
 *
 * @module
 */

import "./internal/deno_version.ts";

export { argmaxRows } from "./matrix/argmax.ts";
export {
  type Backend,
  BACKEND_NAMES,
  type BackendName,
  type BackendOptions,
} from "./backends/backend.ts";
export { bestBackend, type BestBackendOptions, createBackend } from "./backends/create_backend.ts";
export type { DropoutKey } from "./backends/dropout.ts";
export type { Labels } from "./matrix/labels.ts";
export type { Axis } from "./matrix/arithmetic.ts";
export { type DType, type FloatArray, Matrix } from "./matrix/matrix.ts";
export type { RandomGeneratorState } from "./random/random_generator_state.ts";
export { RandomState } from "./random/random_state.ts";
export { type PixelRows, type Rows, sliceRows, takeRows } from "./matrix/rows.ts";
export { softmax } from "./matrix/softmax.ts";
export type { Elementwise, Update } from "./backends/updates.ts";

export {
  augmentation,
  type AugmentationOptions,
  type BatchTransform,
} from "./datasets/augmentation.ts";
export {
  type Cifar10Data,
  type Cifar10Options,
  formatShapes,
  getCifar10Data,
} from "./datasets/cifar10.ts";
export { contrastNormalized, type ContrastOptions } from "./datasets/contrast.ts";
export type { LabelledSets } from "./datasets/labelled_sets.ts";
export { downscaled } from "./datasets/downscale.ts";
export {
  type AppliedTransform,
  type ApplyOptions,
  LinearTransform,
  type LinearTransformOptions,
} from "./datasets/linear_transform.ts";
export type { WorkOptions } from "./datasets/long_work.ts";
export { fitPca, type FitPcaOptions } from "./datasets/pca.ts";
export { pictures } from "./datasets/pictures.ts";
export { type Standardization, standardized } from "./datasets/standardize.ts";
export {
  decodeTransform,
  encodeTransform,
  loadTransform,
  saveTransform,
} from "./datasets/transform_file.ts";
export { fitZca, type FitZcaOptions } from "./datasets/zca.ts";
export type { ImageShape } from "./matrix/transforms.ts";
export { CIFAR10_CLASSES } from "./datasets/cifar10_files.ts";
export { fetchCifar10, type FetchCifar10Options } from "./datasets/fetch.ts";
export { ImageSet, type ImageSetOptions } from "./datasets/image_set.ts";
export { type FetchContext, SourceError, type SourceName } from "./datasets/source.ts";
export { DatasetError, type DatasetProblem } from "./datasets/verify.ts";
export { type ViewCount, views } from "./datasets/views.ts";
export { formatProgress, type ProgressListener, type ProgressReport } from "./internal/progress.ts";

export { adam, type AdamOptions, adamw } from "./optim/adam.ts";
export {
  cosineDecay,
  oneCycle,
  type OneCycleOptions,
  warmupCosine,
  type WarmupCosineOptions,
} from "./optim/cosine_schedules.ts";
export { rmsprop, type RmspropOptions } from "./optim/rmsprop.ts";
export {
  constantRate,
  epochDecay,
  exponentialDecay,
  type Schedule,
  stepDecay,
} from "./optim/schedules.ts";
export { sgd, type SgdOptions } from "./optim/sgd.ts";
export type { OptimizerState, Params, UpdateRule } from "./optim/update_rule.ts";

export { accuracy, type Predictor } from "./evaluation/accuracy.ts";
export { type Calibration, calibration, type ReliabilityBin } from "./evaluation/calibration.ts";
export { confusionCounts } from "./evaluation/confusion.ts";
export { meanProbabilities } from "./evaluation/ensembles.ts";
export {
  evaluate,
  type EvaluateOptions,
  evaluateProbabilities,
  type Evaluation,
} from "./evaluation/evaluate.ts";
export { confidentMistakes, type Mistake } from "./evaluation/mistakes.ts";
export {
  type Classifier,
  type PredictOptions,
  predictProbabilities,
} from "./evaluation/probabilities.ts";

export type { Sampling } from "./solver/batches.ts";
export { CheckpointMismatchError, UnreadableCheckpointError } from "./solver/checkpoint.ts";
export type { EarlyStopping, History } from "./solver/history.ts";
export type { LossOptions, LossResult, Model } from "./solver/model.ts";
export type {
  Callbacks,
  CheckpointOptions,
  EpochInfo,
  SolverData,
  SolverOptions,
  StepInfo,
} from "./solver/options.ts";
export { Solver } from "./solver/solver.ts";
export type { WeightAveraging } from "./solver/weight_average.ts";

export { evalNumericalGradient, relError } from "./nn/gradient_check.ts";
export type { Initialization, RandomParamsOptions, TwoLayerParams } from "./nn/params.ts";
export type { Patches } from "./nn/patches.ts";
export type { DropoutRates, Regularization } from "./nn/regularization.ts";
export { type GivenParams, TwoLayerNet, type TwoLayerNetOptions } from "./nn/two_layer_net.ts";
export {
  decodeWeights,
  type DecodeWeightsOptions,
  encodeWeights,
  type LoadedWeights,
  loadWeights,
  loadWeightsIfThere,
  type SaveOptions,
  saveWeights,
} from "./nn/weights.ts";
