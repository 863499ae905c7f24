/**
 * `deno task train --preset NAME`: trains a net past the assignment by one of our recipes.
 *
 * @module
 */

import { dirname } from "node:path";
import { type Cifar10Data, getCifar10Data } from "../datasets/cifar10.ts";
import type { ImageSet } from "../datasets/image_set.ts";
import { checkWritable } from "../internal/check_writable.ts";
import { ifThere } from "../internal/if_there.ts";
import { ProgressMeter } from "../internal/progress.ts";
import { type Backend, BACKEND_NAMES, type BackendName } from "../matrix/backend.ts";
import type { Evaluation } from "../solver/evaluation.ts";
import type { EpochInfo } from "../solver/options.ts";
import { evaluate } from "../nn/evaluate_nets.ts";
import { type PreparedImages, prepareImages } from "../recipes/prepare_images.ts";
import { type RecipeName, RECIPES } from "../recipes/presets.ts";
import type { Recipe } from "../recipes/recipe.ts";
import {
  CheckpointMismatchError,
  UnreadableCheckpointError,
  verifyCheckpoint,
} from "../solver/checkpoint.ts";
import { presetPath, saveRecipeNet } from "../recipes/recipe_files.ts";
import { type RecipeResult, trainRecipe } from "../recipes/train_recipe.ts";
import { chooseBackend } from "./choose_backend.ts";
import { EXIT } from "./command_line.ts";
import { ProgressLine } from "./progress_line.ts";
import { checkChoice } from "../internal/checks.ts";
import type { TrainOptions } from "./train_options.ts";
import { printError, printLine } from "./output.ts";

/** The options of a preset. */
type PresetOptions = TrainOptions & { preset: RecipeName };

/** Runs the command; returns its exit code. */
export async function trainPreset(options: PresetOptions, signal: AbortSignal): Promise<number> {
  const { preset, dir, seed = 0, backend: name, threads } = options;
  checkChoice("--backend", name, ["auto", ...BACKEND_NAMES]);
  const out = options.out ?? await standardPath(preset, seed);
  await checkWritable(out);
  const checkpoint = `${out}.checkpoint`;
  if (options.restart) await moveAside(checkpoint);
  await verifyCheckpoint(checkpoint).catch(explainCheckpoint);
  const recipe = { ...RECIPES[preset], epochs: options.epochs ?? RECIPES[preset].epochs };
  const data = await getCifar10Data({ dir, numTest: 10_000 });
  const started = performance.now();
  const images = await prepare(data, recipe, { name, threads }, signal);
  using backend = await chooseBackend(name, { threads, dtype: "float32" });
  printError(backend.description);
  const result = await train(recipe, images, { backend, seed, checkpoint, signal, started });
  if (result.history.aborted) {
    printLine("Stopped. The same command goes on.");
    return EXIT.interrupted;
  }
  const minutes = ((performance.now() - started) / 60_000).toFixed(1);
  const { whitening } = images;
  await saveRecipeNet(out, { net: result.net, recipe, whitening }, { seed: String(seed), minutes });
  await Deno.remove(checkpoint);
  printLine(`${minutes} minutes. Weights saved to ${out}`);
  await printAccuracies(result, images, signal);
  return EXIT.success;
}

/** Whatever is in the file, it may have cost hours: it takes another name. */
async function moveAside(path: string): Promise<void> {
  let aside = `${path}.old`;
  for (let i = 2; await ifThere(Deno.lstat(aside)); i++) aside = `${path}.old-${i}`;
  if (await ifThere(Deno.rename(path, aside).then(() => true))) {
    printError(`Moved ${path} to ${aside}`);
  }
}

/** `data/weights/best-0.safetensors`, in a folder that is made if it is not there. */
async function standardPath(preset: RecipeName, seed: number): Promise<string> {
  const path = presetPath(preset, seed);
  await Deno.mkdir(dirname(path), { recursive: true });
  return path;
}

async function prepare(
  data: Cifar10Data,
  recipe: Recipe,
  { name, threads }: { name: BackendName | "auto"; threads?: number },
  signal: AbortSignal,
): Promise<PreparedImages> {
  using backend = await chooseBackend(name, { threads, dtype: "float64" });
  const line = new ProgressLine();
  const onProgress = line.show.bind(line);
  const images = await prepareImages(data, recipe, { backend, signal, onProgress });
  line.clear();
  return images;
}

interface PresetRun {
  backend: Backend;
  seed: number;
  checkpoint: string;
  signal: AbortSignal;
  started: number;
}

async function train(
  recipe: Recipe,
  images: PreparedImages,
  { checkpoint, started, ...run }: PresetRun,
): Promise<RecipeResult> {
  const line = new ProgressLine();
  const total = recipe.epochs * Math.floor(images.XTrain.rows / recipe.batchSize);
  const meter = new ProgressMeter((report) => line.show(report), {
    label: "training",
    unit: "iterations",
    total,
  });
  const result = await trainRecipe(recipe, images, {
    ...run,
    checkpoint: { path: checkpoint, resume: true },
    callbacks: [{
      onStep: ({ iteration }) => meter.update(iteration + 1),
      onEpoch(info) {
        line.clear();
        printLine(epochLine(info, recipe, performance.now() - started));
      },
    }],
  }).catch(explainCheckpoint);
  line.clear();
  return result;
}

/** What is wrong with the checkpoint, and the way past it. */
function explainCheckpoint(error: unknown): never {
  const isOurs = error instanceof UnreadableCheckpointError ||
    error instanceof CheckpointMismatchError;
  if (!isOurs) throw error;
  const remedy = "With --restart the command moves it aside and begins anew.";
  throw new Error(`${error.message}. ${remedy}`, { cause: error });
}

function epochLine(info: EpochInfo, { epochs }: Recipe, elapsed: number): string {
  const { epoch, loss, trainAccuracy, valAccuracy } = info;
  return `epoch ${epoch + 1} / ${epochs}: loss ${loss.toFixed(4)}, batch ${
    trainAccuracy.toFixed(3)
  }, ` +
    `validation ${valAccuracy.toFixed(3)}, ${(elapsed / 60_000).toFixed(1)} minutes`;
}

async function printAccuracies(
  { net }: RecipeResult,
  { XVal, XTest }: PreparedImages,
  signal: AbortSignal,
): Promise<void> {
  const report = async (name: string, images: ImageSet) => {
    const plain = await evaluate(net, images, { signal });
    const flips = await evaluate(net, images, { signal, flips: true });
    printLine(`${name} accuracy: ${percent(plain)} (with mirror images ${percent(flips)})`);
  };
  await report("Validation", XVal);
  await report("Test", XTest);
}

function percent({ accuracy }: Evaluation): string {
  return `${(100 * accuracy).toFixed(2)} %`;
}
