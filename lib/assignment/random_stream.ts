/**
 * The original kernel's random stream, replayed: where its generator stood before each net.
 *
 * NumPy's global generator ran through the cells in order: `seed(0)`, the toy model, 100 toy
 * batches; the net of the default run and its 1000 batches; the 60 nets of the grid with 1000
 * batches each. Only the draws are repeated here, nothing is trained.
 *
 * @module
 */

import { checkInteger } from "../internal/checks.ts";
import { RandomState } from "../random/random_state.ts";
import { DEFAULT_RUN, type GridPoint, gridPoints } from "./grid.ts";
import { TOY_ROWS, TOY_SIZES, TOY_TRAINING } from "./toy.ts";

const CIFAR = { inputSize: 3072, numClasses: 10, numTraining: 49_000 } as const;

/**
 * The generator as the original had it before the default run's net was made.
 *
 * @example
 * ```ts
 * import * as assignment from "two-layer-net/assignment";
 * import { assertEquals } from "@std/assert";
 *
 * const [first] = assignment.randomStateBeforeDefaultRun().randn(1);
 * assertEquals(first, -0.7362904541422681);
 * ```
 */
export function randomStateBeforeDefaultRun(): RandomState {
  const rng = new RandomState(0);
  drawNet(rng, TOY_SIZES.inputSize, TOY_SIZES.hiddenSize, TOY_SIZES.numClasses);
  drawBatches(rng, TOY_TRAINING.numIters, TOY_ROWS, TOY_TRAINING.batchSize);
  return rng;
}

/** Each net of the grid in order, with a generator of its own where the original's stood. */
export function* replayGrid(): Generator<GridPoint & { rng: RandomState }> {
  const rng = randomStateBeforeGrid();
  for (const point of gridPoints()) {
    yield { ...point, rng: copyOf(rng) };
    drawRun(rng, point.hiddenSize);
  }
}

/**
 * The generator as the original had it before the net of the grid with this index was made.
 *
 * @throws {RangeError} If the index is not an integer from 0 to 59.
 */
export function randomStateBeforeGridNet(index: number): RandomState {
  checkInteger("index", index, 0, gridPoints().length - 1);
  for (const point of replayGrid()) if (point.index === index) return point.rng;
  throw new Error("unreachable: the index was checked");
}

let beforeGrid: RandomState | undefined;

/** Replayed once. */
function randomStateBeforeGrid(): RandomState {
  if (!beforeGrid) {
    beforeGrid = randomStateBeforeDefaultRun();
    drawRun(beforeGrid, DEFAULT_RUN.hiddenSize);
  }
  return copyOf(beforeGrid);
}

function drawRun(rng: RandomState, hiddenSize: number): void {
  drawNet(rng, CIFAR.inputSize, hiddenSize, CIFAR.numClasses);
  drawBatches(rng, DEFAULT_RUN.numIters, CIFAR.numTraining, DEFAULT_RUN.batchSize);
}

function drawNet(
  rng: RandomState,
  inputSize: number,
  hiddenSize: number,
  numClasses: number,
): void {
  rng.randn(inputSize * hiddenSize);
  rng.randn(hiddenSize * numClasses);
}

function drawBatches(rng: RandomState, batches: number, rows: number, batchSize: number): void {
  for (let i = 0; i < batches; i++) rng.choice(rows, batchSize);
}

function copyOf(rng: RandomState): RandomState {
  const copy = new RandomState(0);
  copy.setState(rng.getState());
  return copy;
}
