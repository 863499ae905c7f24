/**
 * What `deno task tune` searches: from its options, or from the study that it goes on with.
 *
 * @module
 */

import { standardDtype } from "./choose_backend.ts";
import { GRID, GRID_STUDY, gridExperiment } from "../assignment.ts";
import { DEFAULT_RUN } from "../assignment/grid.ts";
import type { DType } from "../matrix/matrix.ts";
import { floatDistribution, intDistribution } from "../tuning/distributions.ts";
import type { Json } from "../tuning/json.ts";
import { netContext, type NetData, type NetExperiment } from "../tuning/net/experiment.ts";
import {
  netGrid,
  type NetParams,
  type NetRange,
  type NetSpace,
  netSpace,
} from "../tuning/net/space.ts";
import { HyperbandPruner } from "../tuning/pruners/hyperband.ts";
import { MedianPruner } from "../tuning/pruners/median.ts";
import { NopPruner, type Pruner } from "../tuning/pruners/pruner.ts";
import { SuccessiveHalvingPruner } from "../tuning/pruners/successive_halving.ts";
import { GridSampler } from "../tuning/samplers/grid.ts";
import { RandomSampler } from "../tuning/samplers/random.ts";
import type { Sampler } from "../tuning/samplers/sampler.ts";
import { TpeSampler } from "../tuning/samplers/tpe.ts";
import type { StudyDefinition } from "../tuning/storage/storage.ts";
import type { PRUNERS, SAMPLERS, TuneOptions } from "./tune_options.ts";

/** What makes the study, whatever machine it runs on and however long. */
export interface TuneSettings {
  readonly name: string;
  /** Whether it is the assignment's grid on the original's random stream. */
  readonly assignment: boolean;
  readonly space: NetSpace;
  readonly sampler: typeof SAMPLERS[number];
  readonly pruner: typeof PRUNERS[number];
  readonly seed: number | undefined;
  readonly dtype: DType;
  readonly training: number;
  readonly validation: number;
}

/** The part of the settings that is kept with the study as it is. */
export type KeptSettings = Pick<TuneSettings, "assignment" | "sampler" | "pruner">;

const { numIters, batchSize, learningRateDecay } = DEFAULT_RUN;

const GRID_RANGES: Partial<Record<keyof NetParams, NetRange>> = {
  ...GRID,
  learningRateDecay,
  batchSize,
  numIters,
};

const SEARCH_RANGES: typeof GRID_RANGES = {
  ...GRID_RANGES,
  hiddenSize: intDistribution(40, 200, { step: 20 }),
  learningRate: floatDistribution(1e-4, 5e-3, { log: true }),
  reg: floatDistribution(1e-3, 1, { log: true }),
};

/**
 * The settings of a new study.
 *
 * @throws {RangeError} If a range is none for the sampler.
 */
export function newSettings(options: TuneOptions): TuneSettings {
  const { ranges, sampler = "grid", pruner = "none", seed, training, validation } = options;
  const isWhole = training === undefined && validation === undefined;
  const isPlain = Object.keys(ranges).length === 0 && pruner === "none" && seed === undefined;
  const assignment = sampler === "grid" && isPlain && isWhole;
  const space = netSpace({ ...(sampler === "grid" ? GRID_RANGES : SEARCH_RANGES), ...ranges });
  if (sampler === "grid") netGrid(space);
  const search = pruner === "none" ? sampler : `${sampler}-${pruner}`;
  return {
    name: options.study ?? (assignment ? GRID_STUDY : search),
    assignment,
    space,
    sampler,
    pruner,
    seed,
    dtype: options.dtype ?? standardDtype(options.backend),
    training: training ?? 49_000,
    validation: validation ?? 1000,
  };
}

/**
 * The settings of a stored study, with what the options say otherwise: a difference will be refused
 * with its name.
 *
 * @throws {Error} If the study is not one of nets.
 */
export function resumedSettings(options: TuneOptions, definition: StudyDefinition): TuneSettings {
  const { name, searchSpace } = definition;
  const stored = netContext(definition);
  const kept = stored.settings as unknown as KeptSettings;
  return {
    name,
    assignment: kept.assignment && options.seed === undefined,
    space: { ...searchSpace, ...options.ranges } as NetSpace,
    sampler: options.sampler ?? kept.sampler,
    pruner: options.pruner ?? kept.pruner,
    seed: options.seed ?? stored.seed,
    dtype: options.dtype ?? stored.dtype,
    training: options.training ?? stored.data.training,
    validation: options.validation ?? stored.data.validation,
  };
}

/** The settings that are kept with the study as they are. */
export function keptSettings({ assignment, sampler, pruner }: TuneSettings): Json {
  return { assignment, sampler, pruner };
}

/** What the settings search over the data. */
export function experimentOf(settings: TuneSettings, data: NetData): NetExperiment {
  const { assignment, space, dtype, seed } = settings;
  return assignment ? { ...gridExperiment(data, dtype), space } : { data, space, dtype, seed };
}

/** The settings' sampler. */
export function makeSampler({ sampler, space, seed }: TuneSettings): Sampler {
  switch (sampler) {
    case "grid":
      return new GridSampler(netGrid(space));
    case "random":
      return new RandomSampler({ seed });
    case "tpe":
      return new TpeSampler({ seed });
  }
}

/** The settings' pruner. Epoch 0 is the very first step, by which nothing can be judged. */
export function makePruner(settings: TuneSettings): Pruner {
  switch (settings.pruner) {
    case "none":
      return new NopPruner();
    case "median":
      return new MedianPruner({ numWarmupSteps: 1 });
    case "halving":
      return new SuccessiveHalvingPruner();
    case "hyperband":
      return new HyperbandPruner({ maxResource: Math.max(1, lastEpoch(settings)) });
  }
}

/** The greatest epoch that a trial can report. */
export function lastEpoch({ space, training }: Pick<TuneSettings, "space" | "training">): number {
  const stepsPerEpoch = Math.max(training / greatest(space, "batchSize"), 1);
  return Math.floor((greatest(space, "numIters") - 1) / stepsPerEpoch);
}

function greatest(space: NetSpace, name: keyof NetParams): number {
  const distribution = space[name];
  return distribution.type === "categorical"
    ? Math.max(...distribution.choices as readonly number[])
    : distribution.high;
}
