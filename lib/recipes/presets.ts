/**
 * Our recipes.
 *
 * @module
 */

import type { Recipe } from "./recipe.ts";

/** What the searches found for nets of 1024 units and 27 epochs. */
const SEARCHED: Omit<Recipe, "hiddenSize" | "epochs"> = {
  contrast: false,
  epsilon: 0.3,
  std: 0.01,
  inputDropout: 0.1,
  hiddenDropout: 0.12,
  labelSmoothing: 0.08,
  shift: 1,
  cutout: 0,
  batchSize: 256,
  learningRate: 0.047,
  momentum: 0.9,
  weightDecay: 1e-3,
};

/** Names of {@linkcode RECIPES}. */
export const RECIPE_NAMES = ["quick", "best"] as const;

/** One of {@linkcode RECIPE_NAMES}. */
export type RecipeName = typeof RECIPE_NAMES[number];

/** Recipes by name. */
export const RECIPES: Record<RecipeName, Recipe> = {
  quick: { ...SEARCHED, hiddenSize: 2048, epochs: 40 },
  best: { ...SEARCHED, hiddenSize: 4096, epochs: 80, shift: 2, hiddenDropout: 0.25 },
};
