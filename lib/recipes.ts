/**
 * Nets past the assignment: how to train them.
 *
 * @module
 */
export * from "./recipes/recipe.ts";
export * from "./recipes/prepare_images.ts";
export * from "./recipes/train_recipe.ts";
export * from "./recipes/presets.ts";
