/**
 * What `deno task tune` searches: from its options, or from the study that it resumes.
 *
 * @module
 */

import { basename, resolve } from "node:path";
import { GRID_SEARCH, GRID_STUDY, gridSearch } from "../../assignment/grid_study.ts";
import type { NetSearch } from "../../search/net_search.ts";
import { netContext } from "../../search/net_study.ts";
import { netGrid, type NetSpace, netSpace } from "../../search/space.ts";
import { withSettings } from "../../training/check_settings.ts";
import { PRESETS } from "../../training/presets.ts";
import { isSearchable, type SearchableName } from "../../training/setting_table.ts";
import type { Settings } from "../../training/settings.ts";
import { lengthOf } from "../../training/solver_options.ts";
import type { TrainingData } from "../../training/train_net.ts";
import { type Distribution, isSingle, type SearchSpace } from "../../tuning/distributions.ts";
import type { Json } from "../../tuning/json.ts";
import { HyperbandPruner } from "../../tuning/pruners/hyperband.ts";
import { MedianPruner } from "../../tuning/pruners/median.ts";
import { NopPruner, type Pruner } from "../../tuning/pruners/pruner.ts";
import { SuccessiveHalvingPruner } from "../../tuning/pruners/successive_halving.ts";
import { GridSampler } from "../../tuning/samplers/grid.ts";
import { RandomSampler } from "../../tuning/samplers/random.ts";
import type { Sampler } from "../../tuning/samplers/sampler.ts";
import { TpeSampler } from "../../tuning/samplers/tpe.ts";
import type { StudyDefinition } from "../../tuning/storage/storage.ts";
import { standardDtype } from "../shared/choose_backend.ts";
import { CIFAR10 } from "../shared/data_options.ts";
import type { PRUNERS, SAMPLERS, TuneOptions } from "./options.ts";
import { SPACES } from "./spaces.ts";

/** What makes the study, whatever machine it runs on and however long. */
export interface TuneSettings {
  readonly name: string;
  /** Whether it is the assignment's grid on the original's random stream. */
  readonly assignment: boolean;
  /** Settings of every trial but for those that are searched. */
  readonly base: Settings;
  readonly space: NetSpace;
  readonly sampler: typeof SAMPLERS[number];
  readonly pruner: typeof PRUNERS[number];
  /** Seed of the sampler. */
  readonly seed: number | undefined;
  /** What images of one's own are called. */
  readonly data?: string;
  /** Numbers of images; undefined where they follow from the data. */
  readonly training: number | undefined;
  readonly validation: number | undefined;
}

/** Settings beside data, whose number of training images is known. */
export type LoadedSettings = TuneSettings & { readonly training: number };

/** What is kept with the study beside base settings and space. */
type Kept = { space: string; data?: string } & Pick<TuneSettings, "sampler" | "pruner">;

/** Ranges by setting. */
type Ranges = Partial<Record<SearchableName, Distribution>>;

/**
 * The settings of a new study.
 *
 * @throws {RangeError} If a range is none for the sampler, or nothing is searched.
 */
export function newSettings(options: TuneOptions): TuneSettings {
  const named = SPACES[options.space ?? "assignment"];
  const { sampler = named.sampler, pruner = named.pruner, seed, training, validation } = options;
  const isNamed = options.space !== undefined || options.preset === undefined;
  const ranges: Ranges = {
    ...(isNamed ? sampler === "grid" ? named.grid : named.search : {}),
    ...options.ranges,
  };
  const preset = options.preset ?? named.preset;
  const base = { ...PRESETS[preset], ...(isNamed ? named.changes : {}) };
  const isWhole = training === undefined && validation === undefined;
  const isPlain = Object.keys(options.ranges).length === 0 && pruner === "none" &&
    seed === undefined;
  const isGrid = named === SPACES.assignment && isNamed && sampler === "grid";
  const isCifar10 = options.data === CIFAR10, data = dataName(options);
  const assignment = isGrid && preset === "assignment" && isPlain && isWhole && isCifar10;
  const search = pruner === "none" ? sampler : `${sampler}-${pruner}`;
  const name = assignment ? GRID_STUDY : preset === "assignment" ? search : `${preset}-${search}`;
  return checked({
    name: options.study ?? (isCifar10 ? name : `${data}-${name}`),
    assignment,
    ...split(ranges, { ...base, dtype: dtypeOf(options, base), seed: seed ?? 0 }),
    sampler,
    pruner,
    seed,
    data,
    training: training ?? (isCifar10 ? named.training : undefined),
    validation: validation ?? (isCifar10 ? named.validation : undefined),
  });
}

/**
 * The settings of a stored study, with what the options say otherwise: a difference will be refused
 * with its name.
 *
 * @throws {Error} If the study is not one of nets.
 */
export function resumedSettings(options: TuneOptions, definition: StudyDefinition): TuneSettings {
  const stored = netContext(definition);
  const kept = stored.kept as unknown as Kept;
  checkData(options, definition.name, kept);
  const preset = options.preset === undefined ? {} : PRESETS[options.preset];
  const seed = options.seed ?? stored.seed;
  const base = { ...stored.settings, ...preset, seed: seed ?? 0 };
  const ranges = { ...definition.searchSpace as SearchSpace, ...options.ranges } as Ranges;
  return checked({
    name: definition.name,
    assignment: kept.space === GRID_SEARCH.space && options.seed === undefined,
    ...split(ranges, { ...base, dtype: options.dtype ?? base.dtype }),
    sampler: options.sampler ?? kept.sampler,
    pruner: options.pruner ?? kept.pruner,
    seed,
    data: kept.data,
    training: options.training ?? stored.data.training,
    validation: options.validation ?? stored.data.validation,
  });
}

/** What is kept with the study as it is. */
export function keptSettings({ assignment, sampler, pruner, data }: TuneSettings): Json {
  if (assignment) return GRID_SEARCH;
  return { space: "own", sampler, pruner, ...(data === undefined ? {} : { data }) };
}

/** What images of one's own are called: their file or folder may be moved. */
function dataName({ data }: TuneOptions): string | undefined {
  return data === CIFAR10 ? undefined : basename(resolve(data));
}

function checkData(options: TuneOptions, study: string, { data }: Kept): void {
  if (data === undefined && options.data !== CIFAR10) {
    throw new Error(`Study ${study} is of the images of ${CIFAR10}, not of ${options.data}`);
  }
  if (data !== undefined && options.data === CIFAR10) {
    throw new Error(`Study ${study} is of the images of ${data}: --data says where they lie`);
  }
}

/** What the settings search over the data. */
export function searchOf(settings: TuneSettings, data: TrainingData): NetSearch {
  const { assignment, base, space } = settings;
  return assignment ? { ...gridSearch(data, base.dtype), base, space } : { data, base, space };
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
export function makePruner(settings: LoadedSettings): Pruner {
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
export function lastEpoch(
  { base, space, training }: Pick<LoadedSettings, "base" | "space" | "training">,
): number {
  const lengths = ["batchSize", "epochs", "numIters"] as const;
  const greatest = lengths.map((name) => [name, greatestOf(name, base, space)]);
  const longest: Settings = { ...base, ...Object.fromEntries(greatest) };
  const { stepsPerEpoch, numIters } = lengthOf(longest, training);
  // By epochs they are reported at their ends, with replacement at their beginnings.
  if (longest.sampling === "epochs") return Math.ceil(numIters / stepsPerEpoch) - 1;
  return Math.floor((numIters - 1) / stepsPerEpoch);
}

function greatestOf(
  name: "batchSize" | "epochs" | "numIters",
  base: Settings,
  space: NetSpace,
): number {
  const range = space[name];
  if (!range) return base[name];
  return range.type === "categorical" ? Math.max(...range.choices as number[]) : range.high;
}

/** Ranges of one value are settings of every trial. */
function split(ranges: Ranges, base: Settings): { base: Settings; space: NetSpace } {
  const entries = Object.entries(ranges).filter(([name]) => isSearchable(name));
  const fixed = entries.filter(([, range]) => isSingle(range))
    .map(([name, range]) => [name, range.type === "categorical" ? range.choices[0] : range.low]);
  return {
    base: withSettings(base, Object.fromEntries(fixed)),
    space: Object.fromEntries(entries.filter(([, range]) => !isSingle(range))),
  };
}

/** A grid over nothing has one point. */
function checked(settings: TuneSettings): TuneSettings {
  const { sampler, space, base } = settings;
  if (sampler !== "grid") return settings;
  if (Object.keys(space).length === 0) {
    return { ...settings, space: netSpace({ hiddenSize: base.hiddenSize }) };
  }
  netGrid(space);
  return settings;
}

function dtypeOf({ dtype, backend }: TuneOptions, base: Settings): Settings["dtype"] {
  return dtype ?? (backend.startsWith("tfjs:") ? standardDtype(backend) : base.dtype);
}
