/**
 * Settings in the words of the net and of the Solver.
 *
 * @module
 */

import { augmentation } from "../datasets/augmentation.ts";
import type { ImageSet } from "../datasets/image_set.ts";
import { RandomState } from "../random/random_state.ts";
import type { TwoLayerNetOptions } from "../nn/two_layer_net.ts";
import { oneCycle, warmupCosine } from "../optim/cosine_schedules.ts";
import { constantRate, epochDecay, type Schedule, stepDecay } from "../optim/schedules.ts";
import type { SolverOptions } from "../solver/options.ts";
import { AUGMENTATIONS } from "./setting_table.ts";
import type { Settings } from "./settings.ts";
import type { TrainingData } from "./train_net.ts";
import { UPDATE_RULES } from "./update_rules.ts";

/** The generator that the settings start from. */
export function randomStateOf({ seed }: Pick<Settings, "seed">): RandomState {
  if (typeof seed === "number") return new RandomState(seed);
  const rng = new RandomState(0);
  rng.setState(seed);
  return rng;
}

/** What makes the net, but for where it computes. */
export function netOptions(
  settings: Settings,
  { XTrain, XVal, numClasses }: TrainingData,
  rng: RandomState,
): Omit<TwoLayerNetOptions, "backend"> {
  const { hiddenSize, init, std, patchSize } = settings;
  const { inputDropout, hiddenDropout, labelSmoothing } = settings;
  const { height, width, channels } = XTrain;
  return {
    inputSize: XTrain.cols,
    hiddenSize,
    numClasses: numClasses ?? countClasses(XTrain, XVal),
    init,
    ...(init === "normal" ? { std } : {}),
    ...(patchSize > 0 ? { patches: { size: patchSize, height, width, channels } } : {}),
    dropout: { input: inputDropout, hidden: hiddenDropout },
    labelSmoothing,
    rng,
  };
}

/** How the net is trained on so many images. */
export function solverOptions(
  settings: Settings,
  images: number,
  rng: RandomState,
): SolverOptions {
  const { epochs, numIters, ema, patience } = settings;
  const { reg, batchSize, sampling, evaluateEvery, keepBest } = settings;
  const length = epochs > 0 ? { epochs } : { numIters };
  const augmentations = Object.fromEntries(AUGMENTATIONS.map((name) => [name, settings[name]]));
  const isAugmented = AUGMENTATIONS.some((name) => settings[name] > 0);
  return {
    ...{ reg, batchSize, sampling, evaluateEvery, keepBest, rng, ...length },
    ...(isAugmented ? { augment: augmentation(augmentations) } : {}),
    ...(ema > 0 ? { ema: { decay: ema } } : {}),
    ...(patience > 0 ? { earlyStopping: { patience } } : {}),
    updateRule: UPDATE_RULES[settings.updateRule](settings),
    schedule: scheduleOf(settings, images),
  };
}

function scheduleOf(settings: Settings, images: number): Schedule {
  const { schedule, learningRate, learningRateDecay, decaySteps, warmupEpochs } = settings;
  const { stepsPerEpoch, numIters } = lengthOf(settings, images);
  switch (schedule) {
    case "decay": {
      // As the assignment decays where it draws with replacement: after step 0 for the first time.
      const decayed = settings.sampling === "epochs" ? stepDecay : epochDecay;
      return decayed(learningRate, learningRateDecay, decaySteps || stepsPerEpoch);
    }
    case "constant":
      return constantRate(learningRate);
    case "cosine": {
      const warmupSteps = Math.min(Math.round(warmupEpochs * stepsPerEpoch), numIters - 1);
      // A single epoch has no room for a rise.
      const rise = numIters <= stepsPerEpoch ? 0 : warmupSteps;
      return warmupCosine(learningRate, { numIters, warmupSteps: rise, startFactor: 0 });
    }
    case "oneCycle":
      return oneCycle(learningRate, { numIters });
  }
}

/** Steps per epoch, a fraction where batches are drawn with replacement, and in all. */
export function lengthOf(
  { sampling, batchSize, epochs, numIters }: Settings,
  images: number,
): { stepsPerEpoch: number; numIters: number } {
  const stepsPerEpoch = sampling === "epochs"
    ? Math.floor(images / batchSize)
    : Math.max(images / batchSize, 1);
  return { stepsPerEpoch, numIters: epochs > 0 ? Math.ceil(epochs * stepsPerEpoch) : numIters };
}

/** One more than the greatest label. */
function countClasses(...sets: readonly ImageSet[]): number {
  return 1 + sets.reduce(
    (most, { labels }) => labels.reduce((a, b) => Math.max(a, b), most),
    0,
  );
}
