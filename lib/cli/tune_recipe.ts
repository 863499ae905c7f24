/**
 * `deno task tune:recipe`: the search that the recipes past the assignment come from.
 *
 * @module
 */

import { type Cifar10Data, getCifar10Data } from "../datasets/cifar10.ts";
import { bestBackend } from "../matrix/create_backend.ts";
import { prepareImages } from "../recipes/prepare_images.ts";
import { RECIPES } from "../recipes/presets.ts";
import type { Preparation } from "../recipes/recipe.ts";
import {
  RECIPE_GRID,
  recipeObjective,
  suggestFromGrid,
  suggestRecipe,
} from "../recipes/recipe_search.ts";
import type { RecipeData } from "../recipes/train_recipe.ts";
import { createStudy } from "../tuning/create_study.ts";
import { SuccessiveHalvingPruner } from "../tuning/pruners/successive_halving.ts";
import { GridSampler } from "../tuning/samplers/grid.ts";
import { TpeSampler } from "../tuning/samplers/tpe.ts";
import { SqliteStorage } from "../tuning/storage/sqlite.ts";
import type { Storage } from "../tuning/storage/storage.ts";
import type { Study } from "../tuning/study.ts";
import type { FrozenTrial } from "../tuning/trial.ts";
import { chooseBackend } from "./choose_backend.ts";
import { EXIT, explainFailure, runCommand } from "./command_line.ts";
import { withInterrupt } from "./interrupt.ts";
import { parseRecipeSearchOptions, type RecipeSearchOptions } from "./tune_recipe_options.ts";
import { printError, printLine } from "./output.ts";
import { keepOnly } from "./permissions.ts";

const NONE = "No trial is complete.";

/** Runs the command; returns its exit code. */
export async function main(args: string[]): Promise<number> {
  const options = parseRecipeSearchOptions(args);
  if (typeof options === "number") return options;
  try {
    await keepOnly({ folders: [options.dir], outputs: [options.out] });
    return await withInterrupt((signal) => search(options, signal));
  } catch (error) {
    return explainFailure(error, "The same command goes on with the study.");
  }
}

async function search(options: RecipeSearchOptions, signal: AbortSignal): Promise<number> {
  const { dir, validation: numValidation, hiddenSize, epochs, time } = options;
  const sizes = { dir, numTraining: 50_000 - numValidation, numValidation, numTest: 1 };
  const data = await getCifar10Data(sizes);
  using backend = await chooseBackend("auto", { dtype: "float32" });
  printError(backend.description);
  using storage = new SqliteStorage(options.out);
  const study = openStudy(options, storage);
  const base = { ...RECIPES.quick, hiddenSize, epochs };
  const prepare = preparations(data, signal);
  const suggest = options.grid ? suggestFromGrid : suggestRecipe;
  const objective = recipeObjective({ base, backend, prepare, suggest });
  const callbacks = [(study: Study, trial: FrozenTrial) => printLine(trialLine(study, trial))];
  await study.optimize(objective, { timeout: time * 60_000, signal, callbacks });
  const [best] = study.ranking;
  printLine(best ? `best: ${best.value} by ${JSON.stringify(best.params)}` : NONE);
  signal.throwIfAborted();
  return EXIT.success;
}

function openStudy(options: RecipeSearchOptions, storage: Storage): Study {
  const { study: name, hiddenSize, epochs, validation, seed, grid } = options;
  return createStudy({
    name,
    storage,
    direction: "maximize",
    ...(grid ? { sampler: new GridSampler(RECIPE_GRID) } : {
      sampler: new TpeSampler({ seed }),
      pruner: new SuccessiveHalvingPruner({ minResource: 3, reductionFactor: 3 }),
    }),
    context: { hiddenSize, epochs, validation },
    loadIfExists: true,
  });
}

/** Prepares images as each trial wants them, once for each way. */
function preparations(data: Cifar10Data, signal: AbortSignal) {
  const prepared = new Map<string, RecipeData>();
  return async ({ contrast, epsilon }: Preparation) => {
    const key = `${contrast} ${epsilon}`;
    const kept = prepared.get(key);
    if (kept) return kept;
    using backend = await bestBackend();
    const images = await prepareImages(data, { contrast, epsilon }, { backend, signal });
    prepared.set(key, images);
    return images;
  };
}

function trialLine(study: Study, { number, state, value, params }: FrozenTrial): string {
  const best = study.getTrials(["COMPLETE"]).length > 0 ? `best ${study.bestValue.toFixed(4)}` : "";
  const found = value === null ? "" : value.toFixed(4);
  return `${number} ${state.toLowerCase()} ${found} (${best}) ${JSON.stringify(params)}`;
}

if (import.meta.main) await runCommand(main);
