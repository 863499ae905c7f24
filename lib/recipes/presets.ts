/**
 * Our recipes.
 *
 * @module
 */

import type { Recipe } from "./recipe.ts";

const SEARCHED: Omit<Recipe, "hiddenSize" | "epochs"> = {
  contrast: true,
  epsilon: 1,
  std: 0.01,
  inputDropout: 0.1,
  hiddenDropout: 0.4,
  labelSmoothing: 0,
  shift: 2,
  cutout: 0,
  batchSize: 256,
  learningRate: 0.05,
  momentum: 0.9,
  weightDecay: 5e-4,
};

/** Names of {@linkcode RECIPES}. */
export const RECIPE_NAMES = ["quick", "best"] as const;

/** One of {@linkcode RECIPE_NAMES}. */
export type RecipeName = typeof RECIPE_NAMES[number];

/** Recipes by name. */
export const RECIPES: Record<RecipeName, Recipe> = {
  quick: { ...SEARCHED, hiddenSize: 2048, epochs: 60 },
  best: { ...SEARCHED, hiddenSize: 4096, epochs: 120 },
};
