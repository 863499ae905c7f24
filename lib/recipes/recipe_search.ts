/**
 * The search for a good recipe, on validation images alone.
 *
 * @module
 */

import { checkFunction } from "../internal/checks.ts";
import { checkOptions, type OptionChecks, required } from "../internal/options.ts";
import { type Backend, checkBackend } from "../matrix/backend.ts";
import type { Objective } from "../tuning/executors/executor.ts";
import { type Trial, TrialPruned } from "../tuning/trial.ts";
import { checkRecipe, type Preparation, type Recipe } from "./recipe.ts";
import { type RecipeData, trainRecipe } from "./train_recipe.ts";

/** What {@linkcode recipeObjective} takes. */
export interface RecipeSearch {
  /** What every trial has in common; what a trial suggests takes its place. */
  readonly base: Recipe;
  /** Does the arithmetic. */
  readonly backend: Backend;
  /** The images, prepared. */
  prepare(preparation: Preparation): Promise<RecipeData>;
  /** What a trial asks for. Default: {@linkcode suggestRecipe}. */
  suggest?(trial: Trial): Partial<Recipe>;
}

/** The values of a second study, a grid around the best net of the search. */
export const RECIPE_GRID = { epsilon: [0.3, 0.6, 1.2], shift: [1, 2] };

const SEARCH: OptionChecks<RecipeSearch> = {
  base: required((_, value) => checkRecipe(value as Recipe)),
  backend: required(checkBackend),
  prepare: required(checkFunction),
  suggest: checkFunction,
};

/**
 * The objective of a study that maximises the validation accuracy: a trial trains a small net by a
 * recipe of its own and reports after each epoch, so that a pruner can end it.
 *
 * @example
 * ```ts
 * import { createBackend, createStudy, ImageSet, recipeObjective, RECIPES } from "two-layer-net";
 * import { assertEquals } from "@std/assert";
 *
 * const pixels = Uint8Array.from({ length: 8 * 12 }, (_, i) => (i * i) % 251);
 * const X = new ImageSet({ pixels, labels: new Uint8Array(8), height: 2, width: 2 });
 * const objective = recipeObjective({
 *   base: { ...RECIPES.quick, hiddenSize: 4, epochs: 1, batchSize: 4 },
 *   backend: await createBackend("reference"),
 *   prepare: () => Promise.resolve({ XTrain: X, XVal: X }),
 * });
 * const study = createStudy({ direction: "maximize" });
 * await study.optimize(objective, { numTrials: 2 });
 * assertEquals(study.bestValue, 1);
 * ```
 */
export function recipeObjective(
  search: RecipeSearch,
): Objective {
  checkOptions("recipeObjective", search, SEARCH);
  const { base, backend, prepare, suggest = suggestRecipe } = search;
  return async (trial) => {
    const recipe = { ...base, ...suggest(trial) };
    const { signal } = trial, stop = new AbortController();
    const { history } = await trainRecipe(recipe, await prepare(recipe), {
      backend,
      seed: trial.number,
      signal: AbortSignal.any([signal, stop.signal]),
      callbacks: [{
        onEpoch({ epoch, valAccuracy }) {
          trial.report(valAccuracy, epoch + 1);
          if (trial.shouldPrune()) stop.abort();
        },
      }],
    });
    signal.throwIfAborted();
    if (history.aborted) throw new TrialPruned();
    return history.valAccHistory.at(-1)!;
  };
}

/** What is searched for: everything that costs no time. */
export function suggestRecipe(trial: Trial): Partial<Recipe> {
  return {
    contrast: trial.suggestCategorical("contrast", [false, true]),
    epsilon: trial.suggestCategorical("epsilon", [0.3, 1, 3]),
    std: trial.suggestFloat("std", 1e-3, 3e-2, { log: true }),
    learningRate: trial.suggestFloat("learningRate", 0.01, 0.3, { log: true }),
    weightDecay: trial.suggestFloat("weightDecay", 1e-4, 1e-2, { log: true }),
    inputDropout: trial.suggestFloat("inputDropout", 0, 0.3),
    hiddenDropout: trial.suggestFloat("hiddenDropout", 0, 0.6),
    labelSmoothing: trial.suggestFloat("labelSmoothing", 0, 0.2),
    shift: trial.suggestInt("shift", 1, 4),
  };
}

/** The parameters of {@linkcode RECIPE_GRID}. */
export function suggestFromGrid(trial: Trial): Partial<Recipe> {
  return {
    epsilon: trial.suggestCategorical("epsilon", RECIPE_GRID.epsilon),
    shift: trial.suggestCategorical("shift", RECIPE_GRID.shift),
  };
}
