/**
 * The assignment's CIFAR-10 runs as data: the default run and the grid.
 *
 * @module
 */

import { gridPoints as combinations } from "../tuning/samplers/grid.ts";

/** Training options of the default run, section 7. */
export const DEFAULT_TRAINING = {
  numIters: 1000,
  batchSize: 200,
  learningRate: 1e-4,
  learningRateDecay: 0.95,
  reg: 0.25,
} as const;

/** The default run: hidden units and training options. */
export const DEFAULT_RUN = { hiddenSize: 50, ...DEFAULT_TRAINING } as const;

/** The values that the grid of section 9 goes through, the last one fastest. */
export const GRID = {
  hiddenSize: [40, 60, 80, 100, 120],
  learningRate: [1e-4, 5e-4, 1e-3, 5e-3],
  reg: [0.2, 0.4, 0.6],
} as const;

/** One net of the grid. */
export interface GridPoint {
  /** Its place in the original's order, from 0. */
  readonly index: number;
  /** Number of hidden units. */
  readonly hiddenSize: number;
  /** Learning rate of the first step. */
  readonly learningRate: number;
  /** Regularisation strength. */
  readonly reg: number;
}

/** The 60 nets of the grid in the original's order. */
export function gridPoints(): GridPoint[] {
  return combinations<Record<keyof typeof GRID, number>>(GRID)
    .map((point, index) => ({ index, ...point }));
}
