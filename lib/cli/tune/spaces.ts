/**
 * Searches by name: what they start from, what they vary, and how.
 *
 * @module
 */

import { GRID } from "../../assignment/grid.ts";
import { type NetRange, type NetSpace, netSpace } from "../../search/space.ts";
import type { SearchableName } from "../../training/setting_table.ts";
import type { PresetName } from "../../training/presets.ts";
import type { Settings } from "../../training/settings.ts";
import { floatDistribution, intDistribution } from "../../tuning/distributions.ts";

type Ranges = Partial<Record<SearchableName, NetRange>>;

/** A search with a name. */
export interface NamedSpace {
  /** The settings that it starts from. */
  readonly preset: PresetName;
  /** What is different about all of its nets. */
  readonly changes: Partial<Settings>;
  /** What is varied on a grid. */
  readonly grid: NetSpace;
  /** What is varied by other samplers. */
  readonly search: NetSpace;
  /** The sampler and the pruner, unless others are asked for. */
  readonly sampler: "grid" | "tpe";
  readonly pruner: "none" | "halving";
  /** Images to learn from and to judge by. */
  readonly training: number;
  readonly validation: number;
}

const log = { log: true };

const ASSIGNMENT_SEARCH: Ranges = {
  hiddenSize: intDistribution(40, 200, { step: 20 }),
  learningRate: floatDistribution(1e-4, 5e-3, log),
  reg: floatDistribution(1e-3, 1, log),
};

/** Everything past the assignment that costs no time. */
const PAST_SEARCH: Ranges = {
  std: floatDistribution(3e-3, 0.1, log),
  patchSize: [0, 4, 6, 8, 12],
  inputDropout: floatDistribution(0, 0.3),
  hiddenDropout: floatDistribution(0, 0.6),
  labelSmoothing: floatDistribution(0, 0.2),
  contrast: [false, true],
  epsilon: [0.15, 0.3, 0.6],
  shift: intDistribution(1, 4),
  rotation: floatDistribution(0, 15),
  scaling: floatDistribution(0, 0.2),
  contrastJitter: floatDistribution(0, 0.4),
  learningRate: floatDistribution(0.01, 0.3, log),
  weightDecay: floatDistribution(3e-5, 3e-3, log),
};

/** Names of {@linkcode SPACES}. */
export const SPACE_NAMES = ["assignment", "presets"] as const;

/** The assignment's grid, and the search that the presets past it come from. */
export const SPACES: Readonly<Record<typeof SPACE_NAMES[number], NamedSpace>> = {
  assignment: {
    preset: "assignment",
    changes: {},
    grid: netSpace(GRID),
    search: netSpace(ASSIGNMENT_SEARCH),
    sampler: "grid",
    pruner: "none",
    training: 49_000,
    validation: 1000,
  },
  // Small and short, and judged by images enough to tell nets half a point apart.
  presets: {
    preset: "quick",
    changes: { hiddenSize: 1024, epochs: 27 },
    grid: netSpace({ epsilon: [0.3, 0.6, 1.2], shift: [1, 2] }),
    search: netSpace(PAST_SEARCH),
    sampler: "tpe",
    pruner: "halving",
    training: 45_000,
    validation: 5000,
  },
};
