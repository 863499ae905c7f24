/**
 * Nets past the assignment: how to train them.
 *
 * @module
 */

export type { Spread } from "./internal/spread.ts";
export {
  summarizeVariants,
  trainVariants,
  type TrainVariantsOptions,
  type Variant,
  type VariantResult,
  type VariantSummary,
} from "./recipes/ablation.ts";
export { type LadderImages, recipeDetours, recipeLadder } from "./recipes/ladder.ts";
export {
  type ImageSets,
  type PreparedImages,
  prepareImages,
  type PrepareImagesOptions,
  prepareLike,
} from "./recipes/prepare_images.ts";
export { RECIPE_NAMES, type RecipeName, RECIPES } from "./recipes/presets.ts";
export type { Preparation, Recipe } from "./recipes/recipe.ts";
export {
  loadRecipeNet,
  loadRecipeNetIfThere,
  presetPath,
  type RecipeNet,
  saveRecipeNet,
} from "./recipes/recipe_files.ts";
export { recipeObjective, type RecipeSearch } from "./recipes/recipe_search.ts";
export {
  type Departures,
  type RecipeData,
  type RecipeResult,
  trainRecipe,
  type TrainRecipeOptions,
} from "./recipes/train_recipe.ts";
