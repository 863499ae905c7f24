/**
 * The files of a net that a recipe has trained: weights, and beside them the whitening, without
 * which they are of no use.
 *
 * @module
 */

import { checkSeed } from "../matrix/random_state.ts";
import { checkChoice, checkInstance, checkObject, checkString } from "../internal/checks.ts";
import { dataFile } from "../internal/data_file.ts";
import { ifThere } from "../internal/if_there.ts";
import { LinearTransform } from "../datasets/linear_transform.ts";
import { loadTransform, saveTransform } from "../datasets/transform_file.ts";
import { checkTexts, type LoadedWeights, loadWeights, saveWeights } from "../nn/weights.ts";
import type { Backend } from "../matrix/backend.ts";
import type { TwoLayerNet } from "../nn/two_layer_net.ts";
import { RECIPE_NAMES, type RecipeName } from "./presets.ts";
import { checkRecipe, type Recipe } from "./recipe.ts";

/** A net with what its images go through first. */
export interface RecipeNet {
  /** The net. */
  readonly net: TwoLayerNet;
  /** How it was trained. */
  readonly recipe: Recipe;
  /** The whitening of its images. */
  readonly whitening: LinearTransform;
}

/**
 * Where `deno task train --preset NAME` leaves the net of a seed.
 *
 * @param seed Default: 0.
 *
 * @example
 * ```ts
 * import { presetPath } from "two-layer-net";
 * import { assertMatch } from "@std/assert";
 *
 * assertMatch(presetPath("best", 2), /data.weights.best-2\.safetensors$/);
 * ```
 */
export function presetPath(name: RecipeName, seed = 0): string {
  checkChoice("name", name, RECIPE_NAMES);
  checkSeed("seed", seed);
  return dataFile(`weights/${name}-${seed}.safetensors`);
}

/** The file of the whitening that belongs to a file of weights. */
export function whiteningPath(weights: string): string {
  return `${weights.replace(/\.safetensors$/, "")}.whitening.safetensors`;
}

/**
 * The recipe and the whitening that belong to weights from a file, or null if they are no recipe's.
 *
 * @param path The file of the weights.
 * @throws {Error} If there is no file of the whitening beside it, or it is damaged.
 */
export async function loadPreparation(
  path: string,
  { metadata }: Pick<LoadedWeights, "metadata">,
): Promise<Omit<RecipeNet, "net"> | null> {
  if (!("recipe" in metadata)) return null;
  const recipe: Recipe = JSON.parse(metadata.recipe);
  return { recipe, whitening: await loadTransform(whiteningPath(path)) };
}

/**
 * Writes the net and, beside it, its whitening.
 *
 * @param path The file of the weights.
 * @param metadata More text for it, by name.
 * @throws {Error} If a file cannot be written.
 *
 * @example
 * ```ts
 * import { createBackend, ImageSet, loadRecipeNet, prepareImages } from "two-layer-net";
 * import { RECIPES, saveRecipeNet, trainRecipe } from "two-layer-net";
 * import { assertEquals } from "@std/assert";
 *
 * const pixels = Uint8Array.from({ length: 8 * 12 }, (_, i) => (i * i) % 251);
 * const X = new ImageSet({ pixels, labels: new Uint8Array(8), height: 2, width: 2 });
 * const recipe = { ...RECIPES.quick, hiddenSize: 4, epochs: 1, batchSize: 4 };
 * const backend = await createBackend("reference");
 * const images = await prepareImages({ XTrain: X, XVal: X, XTest: X }, recipe, { backend });
 * const { net } = await trainRecipe(recipe, images, { backend });
 *
 * const dir = await Deno.makeTempDir();
 * await saveRecipeNet(`${dir}/net.safetensors`, { net, recipe, whitening: images.whitening });
 * const loaded = await loadRecipeNet(`${dir}/net.safetensors`);
 * assertEquals(loaded.net.hiddenSize, 4);
 * await Deno.remove(dir, { recursive: true });
 * ```
 */
export async function saveRecipeNet(
  path: string,
  recipeNet: RecipeNet,
  metadata: Record<string, string> = {},
): Promise<void> {
  checkString("path", path);
  checkObject("recipeNet", recipeNet);
  const { net, recipe, whitening } = recipeNet;
  checkObject("recipeNet.net", net);
  checkRecipe(recipe);
  checkInstance("recipeNet.whitening", whitening, LinearTransform);
  checkTexts("metadata", metadata);
  await saveTransform(whiteningPath(path), whitening);
  await saveWeights(path, net, { metadata: { ...metadata, recipe: JSON.stringify(recipe) } });
}

/**
 * Reads what {@linkcode saveRecipeNet} wrote.
 *
 * @throws {TypeError} If the weights are not a recipe's, or a file is damaged.
 */
export async function loadRecipeNet(
  path: string,
  options: { backend?: Backend } = {},
): Promise<RecipeNet> {
  const loaded = await loadWeights(path, options);
  const preparation = await loadPreparation(path, loaded);
  if (preparation) return { net: loaded.net, ...preparation };
  throw new TypeError(`Expected ${path} to hold a net that a recipe trained`);
}

/**
 * {@linkcode loadRecipeNet}, or `null` if there is no such file.
 *
 * @example
 * ```ts
 * import { loadRecipeNetIfThere } from "two-layer-net";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(await loadRecipeNetIfThere("no_such_net.safetensors"), null);
 * ```
 */
export async function loadRecipeNetIfThere(
  path: string,
  options: { backend?: Backend } = {},
): Promise<RecipeNet | null> {
  return await ifThere(loadRecipeNet(path, options));
}
