/**
 * Training by a recipe.
 *
 * @module
 */

import { checkInteger, checkObject } from "../internal/checks.ts";
import { anything, checkOptions, type OptionChecks, required } from "../internal/options.ts";
import { augmentation } from "../datasets/augmentation.ts";
import { checkImages, type ImageSet } from "../datasets/image_set.ts";
import { type Backend, checkBackend } from "../matrix/backend.ts";
import { checkSeed, RandomState } from "../matrix/random_state.ts";
import { TwoLayerNet } from "../nn/two_layer_net.ts";
import { warmupCosine } from "../optim/cosine_schedules.ts";
import type { Schedule } from "../optim/schedules.ts";
import { sgd } from "../optim/sgd.ts";
import type { History } from "../solver/history.ts";
import type { SolverOptions } from "../solver/options.ts";
import { Solver } from "../solver/solver.ts";
import { checkRecipe, type Recipe } from "./recipe.ts";

/** Prepared images to learn from and to judge by; see {@linkcode prepareImages}. */
export interface RecipeData {
  /** Training images. */
  readonly XTrain: ImageSet;
  /** Validation images. */
  readonly XVal: ImageSet;
}

/** What may take the place of the recipe's own, for experiments. */
export type Departures = Pick<SolverOptions, "augment" | "ema" | "schedule" | "updateRule">;

/** What {@linkcode trainRecipe} takes beside the recipe and the images. */
export interface TrainRecipeOptions
  extends Pick<SolverOptions, "callbacks" | "checkpoint" | "evaluateEvery" | "signal">, Departures {
  /** Does the arithmetic. */
  backend: Backend;
  /** Seeds the weights, batches, augmentation and dropout. Default: 0. */
  seed?: number;
}

/** What training by a recipe gives. */
export interface RecipeResult {
  /** The net, with the weights of the last step. */
  readonly net: TwoLayerNet;
  /** What training recorded. */
  readonly history: History;
}

/** What training takes, it checks itself. */
const OPTIONS: OptionChecks<TrainRecipeOptions> = {
  backend: required(checkBackend),
  seed: checkSeed,
  augment: anything,
  ema: anything,
  schedule: anything,
  updateRule: anything,
  callbacks: anything,
  checkpoint: anything,
  evaluateEvery: anything,
  signal: anything,
};

/** Throws unless `value` has images to train on and to validate with. */
export function checkRecipeData(name: string, value: unknown): asserts value is RecipeData {
  checkObject(name, value);
  checkImages(`${name}.XTrain`, (value as RecipeData).XTrain);
  checkImages(`${name}.XVal`, (value as RecipeData).XVal);
  checkInteger(`${name}.XTrain.rows`, (value as RecipeData).XTrain.rows, 1);
}

/**
 * Trains a net by a recipe; the same recipe, images, seed and backend give the same net to the
 * last bit.
 *
 * @param recipe How; the images are taken as they are, prepared.
 * @param images Prepared images.
 * @throws {RangeError} If a part of the recipe is out of range, before training.
 * @throws {UnreadableCheckpointError} If the checkpoint to go on with has been damaged.
 * @throws {CheckpointMismatchError} If the checkpoint to go on with is another run's.
 *
 * @example
 * ```ts
 * import { createBackend, ImageSet, RECIPES, trainRecipe } from "two-layer-net";
 * import { assertEquals } from "@std/assert";
 *
 * const pixels = Uint8Array.from({ length: 8 * 12 }, (_, i) => i < 48 ? 9 * (i % 7) : 255 - i);
 * const labels = Uint8Array.of(0, 0, 0, 0, 1, 1, 1, 1);
 * const XTrain = new ImageSet({ pixels, labels, height: 2, width: 2 });
 * const recipe = { ...RECIPES.quick, hiddenSize: 4, epochs: 2, batchSize: 2, shift: 0 };
 * const backend = await createBackend("reference");
 * const { history } = await trainRecipe(recipe, { XTrain, XVal: XTrain }, { backend });
 * assertEquals(history.lossHistory.length, 8);
 * ```
 */
export async function trainRecipe(
  recipe: Recipe,
  images: RecipeData,
  options: TrainRecipeOptions,
): Promise<RecipeResult> {
  checkRecipe(recipe);
  checkRecipeData("images", images);
  checkOptions("trainRecipe", options, OPTIONS);
  const { XTrain, XVal } = images, { backend, seed = 0, ...training } = options;
  const rng = new RandomState(seed);
  const net = createNet(recipe, XTrain.cols, backend, rng);
  const data = { XTrain, yTrain: XTrain.labels, XVal, yVal: XVal.labels };
  const history = await new Solver(net, data, {
    rng,
    reg: 0,
    epochs: recipe.epochs,
    batchSize: recipe.batchSize,
    sampling: "epochs",
    augment: augmentation({ flip: 0.5, shift: recipe.shift, cutout: recipe.cutout }),
    updateRule: updateRuleOf(recipe),
    schedule: scheduleOf(recipe, XTrain.rows),
    ...training,
  }).train();
  return { net, history };
}

function createNet(
  recipe: Recipe,
  inputSize: number,
  backend: Backend,
  rng: RandomState,
): TwoLayerNet {
  const { hiddenSize, std, inputDropout, hiddenDropout, labelSmoothing } = recipe;
  const dropout = { input: inputDropout, hidden: hiddenDropout };
  const sizes = { inputSize, hiddenSize, numClasses: 10 };
  return new TwoLayerNet({ ...sizes, std, dropout, labelSmoothing, rng, backend });
}

function updateRuleOf({ momentum, weightDecay }: Recipe) {
  return sgd({ momentum, nesterov: momentum > 0, weightDecay });
}

/** One epoch of warm-up, where there is more than one. */
function scheduleOf({ epochs, batchSize, learningRate }: Recipe, images: number): Schedule {
  const steps = Math.floor(images / batchSize);
  const warmupSteps = epochs > 1 ? steps : 0;
  return warmupCosine(learningRate, { numIters: epochs * steps, warmupSteps, startFactor: 0 });
}
