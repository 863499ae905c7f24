/**
 * From the assignment's training to a recipe, one technique at a time, and what lies beside the way.
 *
 * @module
 */

import { checkObject } from "../internal/checks.ts";
import { augmentation } from "../datasets/augmentation.ts";
import { adamw } from "../optim/adam.ts";
import { epochDecay } from "../optim/schedules.ts";
import type { Variant } from "./ablation.ts";
import { checkRecipe, type Recipe } from "./recipe.ts";
import { checkRecipeData, type RecipeData } from "./train_recipe.ts";

/** Images as the rungs of the ladder take them. */
export interface LadderImages {
  /** Less the mean image, as in the assignment. */
  readonly raw: RecipeData;
  /** With channels of mean 0 and variance 1; see {@linkcode standardized}. */
  readonly standardized: RecipeData;
  /** As the recipe wants them; see {@linkcode prepareImages}. */
  readonly whitened: RecipeData;
}

/** Factor on the learning rate after each epoch, as in the assignment. */
const DECAY = 0.95;

/** The recipe without what makes learning harder for the sake of new images. */
const BARE = { inputDropout: 0, hiddenDropout: 0, labelSmoothing: 0, weightDecay: 0, cutout: 0 };

/** Neither flips nor shifts. */
const STILL = { augment: augmentation({ flip: 0, shift: 0 }) };

/**
 * Learning rates where the images are not the recipe's: the best on 5,000 validation images of
 * those that differ by a factor of 2, with 256 hidden units and 4 epochs.
 */
const RATES = { sgd: 2e-3, nesterov: 8e-4, standardized: 0.05 };

/** The standard deviation of the first weights for raw images: that of the assignment. */
const RAW_STD = 1e-4;

/**
 * The way from the assignment's training to a recipe: each variant keeps what the one before has
 * and adds one thing. The learning rate follows the images, of whose size it depends.
 *
 * The first variants are as large and as long as the recipe says, so that it should be a small
 * version of one; the last three have twice the hidden units, the last two twice the epochs.
 *
 * @param recipe Where the way leads.
 * @param images The same images in three preparations.
 *
 * @example
 * ```ts
 * import { ImageSet, recipeLadder, RECIPES } from "two-layer-net";
 * import { assertEquals } from "@std/assert";
 *
 * const pixels = new Uint8Array(256 * 3072), labels = new Uint8Array(256);
 * const images = new ImageSet({ pixels, labels });
 * const data = { XTrain: images, XVal: images };
 * const small = { ...RECIPES.quick, hiddenSize: 256, epochs: 4 };
 * const rungs = recipeLadder(small, { raw: data, standardized: data, whitened: data });
 * assertEquals(rungs.map(({ recipe }) => recipe.momentum > 0).indexOf(true), 1);
 * assertEquals(rungs.at(-1)!.recipe, { ...small, hiddenSize: 512, epochs: 8 });
 * ```
 */
export function recipeLadder(
  recipe: Recipe,
  images: LadderImages,
): Variant[] {
  checkRecipe(recipe);
  checkObject("images", images);
  const { raw, standardized, whitened } = images;
  checkRecipeData("images.raw", raw);
  checkRecipeData("images.standardized", standardized);
  checkRecipeData("images.whitened", whitened);
  const bare = { ...recipe, ...BARE }, onRaw = { ...bare, std: RAW_STD };
  const larger = { hiddenSize: 2 * recipe.hiddenSize }, longer = { epochs: 2 * recipe.epochs };
  return [
    plainSgd({ ...onRaw, momentum: 0, learningRate: RATES.sgd }, raw),
    {
      name: "Nesterov, cosine",
      recipe: { ...onRaw, learningRate: RATES.nesterov },
      data: raw,
      departures: STILL,
    },
    {
      name: "standardised",
      recipe: { ...bare, learningRate: RATES.standardized },
      data: standardized,
      departures: STILL,
    },
    {
      name: "flips, shifts",
      recipe: { ...bare, learningRate: RATES.standardized },
      data: standardized,
    },
    { name: "whitened", recipe: bare, data: whitened },
    { name: "units × 2", recipe: { ...bare, ...larger }, data: whitened },
    { name: "epochs × 2", recipe: { ...bare, ...larger, ...longer }, data: whitened },
    {
      name: "dropout, smoothing, decay",
      recipe: { ...recipe, ...larger, ...longer },
      data: whitened,
    },
  ];
}

function plainSgd(recipe: Recipe, data: RecipeData): Variant {
  const stepsPerEpoch = Math.floor(data.XTrain.rows / recipe.batchSize);
  const schedule = epochDecay(recipe.learningRate, DECAY, stepsPerEpoch);
  return { name: "plain SGD", recipe, data, departures: { ...STILL, schedule } };
}

/**
 * Changes to a recipe that are often recommended, one a variant, after the recipe as it is.
 *
 * @param recipe What is changed.
 * @param whitened Images as the recipe wants them.
 * @param furtherWhitened The same with a tenth of its epsilon: whitened further.
 *
 * @example
 * ```ts
 * import { ImageSet, recipeDetours, RECIPES } from "two-layer-net";
 * import { assertEquals } from "@std/assert";
 *
 * const images = new ImageSet({ pixels: new Uint8Array(3072), labels: Uint8Array.of(0) });
 * const data = { XTrain: images, XVal: images };
 * const [asItIs, cutout] = recipeDetours(RECIPES.quick, data, data);
 * assertEquals([asItIs.recipe, cutout.recipe.cutout], [RECIPES.quick, 8]);
 * ```
 */
export function recipeDetours(
  recipe: Recipe,
  whitened: RecipeData,
  furtherWhitened: RecipeData,
): Variant[] {
  checkRecipe(recipe);
  checkRecipeData("whitened", whitened);
  checkRecipeData("furtherWhitened", furtherWhitened);
  const change = (name: string, changes: Partial<Recipe>): Variant => (
    { name, recipe: { ...recipe, ...changes }, data: whitened }
  );
  return [
    change("recipe", {}),
    change("cutout, 8 pixels", { cutout: 8 }),
    change("no dropout", { inputDropout: 0, hiddenDropout: 0 }),
    change("dropout of 0.5", { hiddenDropout: 0.5 }),
    change("smoothing + 0.1", { labelSmoothing: recipe.labelSmoothing + 0.1 }),
    { ...change("EMA of weights", {}), departures: { ema: { decay: 0.99 } } },
    {
      ...change("AdamW at 1e-3", { learningRate: 1e-3 }),
      departures: { updateRule: adamw({ weightDecay: 0.05 }) },
    },
    { name: "epsilon / 10", recipe, data: furtherWhitened },
  ];
}
