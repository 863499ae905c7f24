/**
 * The grid of section 9, net by net.
 *
 * @module
 */

import { checkArray, checkInteger, checkObject } from "../internal/checks.ts";
import { checkOptions } from "../internal/options.ts";
import { checkTrainingData, type TrainedNet, type TrainingData } from "../training/train_net.ts";
import { type GridPoint, gridPoints } from "./grid.ts";
import { type GridRunOptions, trainGridNet } from "./grid_run.ts";
import { GRID_RUN_OPTIONS } from "./grid_run_options.ts";
import { replayGrid } from "./random_stream.ts";

/** What came of a net of the grid. */
export interface GridOutcome extends GridPoint, Partial<TrainedNet> {
  /** Accuracy on the validation images, as it was last recorded. */
  valAccuracy: number;
  /** Whether the loss of the last step is infinite or NaN. */
  diverged: boolean;
}

/** A trained net of the grid. */
export interface GridResult extends GridOutcome, TrainedNet {
  /** The net. */
  net: TrainedNet["net"];
  /** Its losses and accuracies. */
  history: TrainedNet["history"];
}

/** How {@linkcode trainGrid} trains. */
export interface TrainGridOptions extends GridRunOptions {
  /** Which points of the grid, by their index. Default: all 60. */
  points?: readonly Pick<GridPoint, "index">[];
}

/**
 * Trains nets of the grid in the original's order, each with the random draws that it had there.
 * A net whose training the signal interrupts is dropped, and no further one is trained.
 *
 * @param data CIFAR-10 as `getCifar10Data` gives it.
 *
 * @example
 * ```ts
 * import * as assignment from "two-layer-net/assignment";
 * import { bestBackend, getCifar10Data } from "two-layer-net";
 * import { assertEquals } from "@std/assert";
 *
 * const data = await getCifar10Data({ numTest: 1 });
 * const points = assignment.gridPoints().slice(0, 2);
 * const options = { backend: await bestBackend(), points, numIters: 2 };
 * const results = await Array.fromAsync(assignment.trainGrid(data, options));
 * assertEquals(results.map(({ reg }) => reg), [0.2, 0.4]);
 * ```
 */
export async function* trainGrid(
  data: TrainingData,
  options: TrainGridOptions = {},
): AsyncGenerator<GridResult> {
  checkTrainingData("data", data);
  checkOptions("trainGrid", options, {
    ...GRID_RUN_OPTIONS,
    points: (name, value) => checkArray(name, value, checkPoint),
  });
  const { points = gridPoints(), ...training } = options;
  const wanted = new Set(points.map(({ index }) => index));
  for (const { rng, ...point } of replayGrid()) {
    if (wanted.size === 0) return;
    if (!wanted.delete(point.index)) continue;
    const { net, history } = await trainGridNet({ ...point, rng }, data, training);
    if (history.aborted) return;
    const valAccuracy = history.valAccHistory.at(-1) ?? NaN;
    const diverged = !Number.isFinite(history.lossHistory.at(-1));
    yield { ...point, net, history, valAccuracy, diverged };
  }
}

function checkPoint(name: string, value: unknown): void {
  checkObject(name, value);
  const { index } = value as Pick<GridPoint, "index">;
  checkInteger(`${name}.index`, index, 0, gridPoints().length - 1);
}
