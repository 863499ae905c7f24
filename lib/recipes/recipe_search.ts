/**
 * The search for a good recipe, on validation images alone.
 *
 * @module
 */

import type { Backend } from "../matrix/backend.ts";
import type { Objective } from "../tuning/executors/executor.ts";
import { type Trial, TrialPruned } from "../tuning/trial.ts";
import type { Preparation, Recipe } from "./recipe.ts";
import { type RecipeData, trainRecipe } from "./train_recipe.ts";

/** What {@linkcode recipeObjective} takes. */
export interface RecipeSearch {
  /** What every trial has in common; what a trial suggests takes its place. */
  readonly base: Recipe;
  /** Does the arithmetic. */
  readonly backend: Backend;
  /** The images, prepared. */
  prepare(preparation: Preparation): Promise<RecipeData>;
}

/**
 * The objective of a study that maximises the validation accuracy: a trial trains a small net by a
 * recipe of its own and reports after each epoch, so that a pruner can end it.
 */
export function recipeObjective({ base, backend, prepare }: RecipeSearch): Objective {
  return async (trial) => {
    const recipe = { ...base, ...suggestRecipe(trial) };
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
