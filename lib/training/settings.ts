/**
 * Settings: everything that decides how a net is trained, but for the data.
 *
 * @module
 */

import type { DType } from "../matrix/matrix.ts";
import type { RandomGeneratorState } from "../random/random_generator_state.ts";
import type { Initialization } from "../nn/params.ts";
import type { Sampling } from "../solver/batches.ts";
import type { UpdateRuleName } from "./update_rules.ts";

/**
 * What images go through before a net sees them; all that is fitted is fitted to the training images:
 * - "mean": the mean training image is subtracted, as in the assignment.
 * - "standardize": each colour channel gets mean 0 and standard deviation 1.
 * - "zca": that, or contrast normalization, and then ZCA whitening.
 * - "pca": the same, and then the first principal components alone, whitened.
 */
export type PreparationName = "mean" | "standardize" | "zca" | "pca";

/**
 * How the learning rate goes on from step to step:
 * - "decay": times `learningRateDecay` after each epoch, as in the assignment.
 * - "constant": it stays.
 * - "cosine": a linear rise over `warmupEpochs`, then down to 0 along a cosine.
 * - "oneCycle": up and down along two half waves of a cosine; `learningRate` is the greatest.
 */
export type ScheduleName = "decay" | "constant" | "cosine" | "oneCycle";

/** How images are prepared; the part of {@linkcode Settings} that comes before any training. */
export interface Preparation {
  /** What images go through. */
  readonly preparation: PreparationName;
  /** For "zca" and "pca": whether each image is brought to mean 0 and the same contrast first. */
  readonly contrast: boolean;
  /** For "zca" and "pca": added to the variances; the greater, the fewer directions are whitened. */
  readonly epsilon: number;
  /** For "pca": how many components are kept. */
  readonly components: number;
}

/**
 * Everything that decides a training: the net, the preparation of its images, their augmentation,
 * the batches, the length, the update rule and its schedule, which weights are kept, the element type,
 * and the seed. The same settings on the same data give the same net on every run; as JSON they are
 * stored with weights, checkpoints and studies, so that any net can be made again.
 */
export interface Settings extends Preparation {
  /** Hidden units. */
  readonly hiddenSize: number;
  /** How wide the first weights are spread. */
  readonly init: Initialization;
  /** Standard deviation of the first weights, where `init` is "normal". */
  readonly std: number;
  /**
   * Side of the patch of the image that a hidden unit's first weights see, in pixels; they are 0
   * elsewhere, and learn as any others. 0: all of the image.
   */
  readonly patchSize: number;
  /** Share of the input values that dropout drops. */
  readonly inputDropout: number;
  /** Share of the hidden units that dropout drops. */
  readonly hiddenDropout: number;
  /** Share of each target that is spread over all classes. */
  readonly labelSmoothing: number;

  /** Probability that a training image is mirrored. */
  readonly flip: number;
  /** Most pixels by which a training image moves up, down, left or right. */
  readonly shift: number;
  /** Side of the square that is cut out of each training image, in pixels; 0 cuts nothing. */
  readonly cutout: number;
  /** Most degrees by which a training image turns, either way. */
  readonly rotation: number;
  /** A training image becomes 1 - scaling to 1 + scaling times as large. */
  readonly scaling: number;
  /** Most degrees by which the columns of a training image lean. */
  readonly shear: number;
  /** The values of a training image, as the net sees them, are multiplied by 1 - this to 1 + this. */
  readonly contrastJitter: number;
  /** Most that is then added to all of them, or subtracted. */
  readonly brightnessJitter: number;

  /** How batches are drawn. */
  readonly sampling: Sampling;
  /** Images per step. */
  readonly batchSize: number;
  /** Passes over the training images; 0 leaves the length to `numIters`. */
  readonly epochs: number;
  /** Number of steps, where `epochs` is 0. */
  readonly numIters: number;

  /** How gradients move weights. */
  readonly updateRule: UpdateRuleName;
  /** Momentum of "sgd" and "nesterov". */
  readonly momentum: number;
  /** Weight decay of the update rule, as in PyTorch's. */
  readonly weightDecay: number;
  /** Strength of the L2 term in the loss, as in the assignment. */
  readonly reg: number;

  /** How the learning rate goes on. */
  readonly schedule: ScheduleName;
  /** The first learning rate of "decay", the greatest of the others. */
  readonly learningRate: number;
  /** Factor on the learning rate after each epoch, for "decay". */
  readonly learningRateDecay: number;
  /** Steps between two such decays; 0 stands for an epoch. */
  readonly decaySteps: number;
  /** Epochs in which the learning rate of "cosine" rises. */
  readonly warmupEpochs: number;

  /** Epochs between two measurements of the accuracies. */
  readonly evaluateEvery: number;
  /** Decay of the moving average of the weights; 0 keeps the weights themselves. */
  readonly ema: number;
  /** Whether the weights of the best validation accuracy are kept, not the last. */
  readonly keepBest: boolean;
  /** Measurements without a better validation accuracy that end training; 0 never ends it. */
  readonly patience: number;

  /** Element type of weights and arithmetic. */
  readonly dtype: DType;
  /** Seeds first weights, batches, augmentation and dropout, or says where a generator stood. */
  readonly seed: number | RandomGeneratorState;
}

/** The name of a setting. */
export type SettingName = keyof Settings;
