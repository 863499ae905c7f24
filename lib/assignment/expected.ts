/**
 * Every figure that the original notebook printed.
 *
 * @module
 */

import { checkNumber, checkObject } from "../internal/checks.ts";
import type { GridPoint } from "./grid.ts";

/** The figures of the toy model, sections 2 to 5. */
export const EXPECTED_TOY = {
  /** The scores that the assignment gives to compare with, 8 decimals. */
  scores: [
    [-0.81233741, -1.27654624, -0.70335995],
    [-0.17129677, -1.18803311, -0.47310444],
    [-0.51590475, -1.01354314, -0.8504215],
    [-0.15419291, -0.48629638, -0.52901952],
    [-0.00618733, -0.12435261, -0.15226949],
  ],
  /** The printed sum of the differences to those scores. */
  scoresDifference: 3.6802720745909845e-8,
  /** The loss that the assignment gives to compare with, at reg 0.05. */
  loss: 1.30378789133,
  /** The printed difference to that loss. */
  lossDifference: 1.7985612998927536e-13,
  /** The printed maximum relative errors of the gradient check. */
  gradientErrors: {
    W1: "3.561318e-09",
    b2: "4.447625e-11",
    b1: "2.738421e-09",
    W2: "3.440708e-09",
  },
  /** The printed loss of the last training step. */
  finalLoss: 0.017149607938732093,
} as const;

/** The printed shapes of the data, section 6. */
export const EXPECTED_SHAPES = {
  "Train data shape": "(49000, 3072)",
  "Train labels shape": "(49000,)",
  "Validation data shape": "(1000, 3072)",
  "Validation labels shape": "(1000,)",
  "Test data shape": "(1000, 3072)",
  "Test labels shape": "(1000,)",
} as const;

/** The figures of the default run, section 7. */
export const EXPECTED_DEFAULT_RUN = {
  /** The printed losses of steps 0, 100, …, 900. */
  losses: [
    "2.302954",
    "2.302550",
    "2.297648",
    "2.259602",
    "2.204170",
    "2.118565",
    "2.051535",
    "1.988466",
    "2.006591",
    "1.951473",
  ],
  /** The printed accuracy on the validation images. */
  valAccuracy: 0.287,
} as const;

/** The figures of the grid and of its best net, sections 9 and 10. */
export const EXPECTED_GRID = {
  /** The printed validation accuracies, in the grid's order. */
  // deno-fmt-ignore
  valAccuracies: [
    0.281, 0.282, 0.287, // hs 40, lr 0.0001
    0.437, 0.444, 0.448, // hs 40, lr 0.0005
    0.468, 0.447, 0.483, // hs 40, lr 0.001
    0.087, 0.101, 0.087, // hs 40, lr 0.005
    0.291, 0.276, 0.278, // hs 60, lr 0.0001
    0.456, 0.446, 0.450, // hs 60, lr 0.0005
    0.449, 0.474, 0.449, // hs 60, lr 0.001
    0.087, 0.108, 0.096, // hs 60, lr 0.005
    0.287, 0.288, 0.287, // hs 80, lr 0.0001
    0.468, 0.449, 0.448, // hs 80, lr 0.0005
    0.477, 0.453, 0.482, // hs 80, lr 0.001
    0.087, 0.089, 0.044, // hs 80, lr 0.005
    0.289, 0.302, 0.284, // hs 100, lr 0.0001
    0.455, 0.457, 0.455, // hs 100, lr 0.0005
    0.474, 0.466, 0.460, // hs 100, lr 0.001
    0.087, 0.087, 0.128, // hs 100, lr 0.005
    0.293, 0.296, 0.287, // hs 120, lr 0.0001
    0.466, 0.460, 0.444, // hs 120, lr 0.0005
    0.487, 0.458, 0.472, // hs 120, lr 0.001
    0.087, 0.086, 0.087, // hs 120, lr 0.005
  ],
  /** The best net. */
  best: { hiddenSize: 120, learningRate: 1e-3, reg: 0.2, valAccuracy: 0.487 },
  /** The printed accuracy of the best net on the test images. */
  testAccuracy: 0.489,
} as const;

/**
 * Whether the original's net at this point diverged: from there on rounding decides, so that its
 * accuracy is no figure to reproduce.
 */
export function isDiverged(point: Pick<GridPoint, "learningRate">): boolean {
  checkObject("point", point);
  checkNumber("point.learningRate", point.learningRate);
  return point.learningRate === 5e-3;
}
