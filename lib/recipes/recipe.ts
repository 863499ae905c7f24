/**
 * Recipes: everything that decides how a net past the assignment is trained.
 *
 * @module
 */

import { checkBoolean, checkObject } from "../internal/checks.ts";
import { checkOptions, integer, number, type OptionChecks, required } from "../internal/options.ts";

/** How images are prepared before training. */
export interface Preparation {
  /** Whether each image is brought to mean 0 and the same contrast first. */
  readonly contrast: boolean;
  /** Added to the variances in ZCA whitening: the greater, the fewer directions are whitened. */
  readonly epsilon: number;
}

/** A net with one hidden layer on whitened pixels, and how it is trained: Nesterov's SGD. */
export interface Recipe extends Preparation {
  /** Hidden units. */
  readonly hiddenSize: number;
  /** Standard deviation of the first weights of both layers. */
  readonly std: number;
  /** Share of the input values that dropout drops. */
  readonly inputDropout: number;
  /** Share of the hidden units that dropout drops. */
  readonly hiddenDropout: number;
  /** Share of each target that is spread over all classes. */
  readonly labelSmoothing: number;
  /** Most pixels by which a training image moves up, down, left or right; half are flipped. */
  readonly shift: number;
  /** Side of the square that is cut out of each training image, in pixels; 0 cuts nothing. */
  readonly cutout: number;
  /** Passes over the training images. */
  readonly epochs: number;
  /** Images a step. */
  readonly batchSize: number;
  /** The greatest learning rate: reached after one epoch, then falling along a cosine to 0. */
  readonly learningRate: number;
  /** Nesterov's momentum. */
  readonly momentum: number;
  /** Weight decay, as in PyTorch's SGD. */
  readonly weightDecay: number;
}

const share = required(number(0, 1)), amount = required(number(0));

const RECIPE: OptionChecks<Recipe> = {
  contrast: required(checkBoolean),
  epsilon: amount,
  hiddenSize: required(integer(1)),
  std: amount,
  inputDropout: share,
  hiddenDropout: share,
  labelSmoothing: share,
  shift: required(integer(0)),
  cutout: required(integer(0)),
  epochs: required(integer(1)),
  batchSize: required(integer(1)),
  learningRate: amount,
  momentum: share,
  weightDecay: amount,
};

/** Throws an error that names the first value that no training could use. */
export function checkRecipe(recipe: Recipe): void {
  checkOptions("the recipe", recipe, RECIPE);
}

/** Throws an error that names the first value that no preparation could use. */
export function checkPreparation(name: string, value: unknown): asserts value is Preparation {
  checkObject(name, value);
  checkBoolean(`${name}.contrast`, (value as Preparation).contrast);
  amount(`${name}.epsilon`, (value as Preparation).epsilon);
}
