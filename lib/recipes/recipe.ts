/**
 * Recipes: everything that decides how a net past the assignment is trained.
 *
 * @module
 */

import { checkInteger, checkNumber } from "../internal/checks.ts";

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

/** Throws a RangeError that names the first part of a recipe which is out of range. */
export function checkRecipe(recipe: Recipe): void {
  for (const name of ["hiddenSize", "epochs", "batchSize"] as const) {
    checkInteger(name, recipe[name], 1);
  }
  for (const name of ["shift", "cutout"] as const) checkInteger(name, recipe[name], 0);
  for (const name of ["epsilon", "std", "learningRate", "weightDecay"] as const) {
    checkNumber(name, recipe[name], 0);
  }
  for (const name of ["inputDropout", "hiddenDropout", "labelSmoothing", "momentum"] as const) {
    checkNumber(name, recipe[name], 0, 1);
  }
}
