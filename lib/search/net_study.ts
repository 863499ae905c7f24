/**
 * Studies of nets.
 *
 * @module
 */

import { anything, checkOptions, type OptionChecks } from "../internal/options.ts";
import { sha256 } from "../internal/sha256.ts";
import type { Settings } from "../training/settings.ts";
import type { TrainingData } from "../training/train_net.ts";
import { CREATE_OPTIONS, createStudy, type CreateStudyOptions } from "../tuning/create_study.ts";
import type { Json, JsonInput } from "../tuning/json.ts";
import type { StudyDefinition } from "../tuning/storage/storage.ts";
import type { Study } from "../tuning/study.ts";
import { checkSearch, type NetSearch } from "./net_search.ts";

/** What {@linkcode createNetStudy} takes beside the search. */
export interface NetStudyOptions
  extends Omit<CreateStudyOptions, "direction" | "searchSpace" | "context"> {
  /** Whatever else makes two studies different. Default: nothing. */
  kept?: JsonInput;
}

const { direction: _d, searchSpace: _s, context: _c, ...PARTS } = CREATE_OPTIONS;

const OPTIONS: OptionChecks<NetStudyOptions> = { ...PARTS, kept: anything };

/**
 * A study of the search. It can be resumed only with the same data (down to the last pixel), base
 * settings, space and randomness; backends may change, since they agree.
 *
 * @throws {RangeError} If a part of the search is bad.
 * @throws {StudyExistsError} If there is a study of this name and `loadIfExists` is false.
 * @throws {StudyMismatchError} If it differs, with what differs.
 *
 * @example
 * ```ts
 * import { createBackend, ImageSet } from "two-layer-net";
 * import { createNetStudy, netObjective, netSpace } from "two-layer-net/search";
 * import { PRESETS } from "two-layer-net/training";
 * import { assertEquals } from "@std/assert";
 *
 * const [pixels, labels] = [Uint8Array.of(9, 0, 0, 0, 0, 9), Uint8Array.of(0, 1)];
 * const images = new ImageSet({ pixels, labels, height: 1, width: 1 });
 * const base = { ...PRESETS.assignment, std: 0.1, batchSize: 2, numIters: 10 };
 * const space = netSpace({ hiddenSize: [4, 8] });
 * const search = { data: { XTrain: images, XVal: images }, base, space };
 * const study = createNetStudy(search);
 * // In workers, one per core: using pool = netPool(search); await study.optimize(pool, …).
 * const backend = await createBackend("wasm", { threads: 1 });
 * await study.optimize(netObjective(search, backend), { numTrials: 3 });
 * assertEquals(study.trials.map(({ state }) => state), ["COMPLETE", "COMPLETE", "COMPLETE"]);
 * ```
 */
export function createNetStudy(search: NetSearch, options: NetStudyOptions = {}): Study {
  checkSearch(search);
  checkOptions("createNetStudy", options, OPTIONS);
  const { kept = null, ...parts } = options;
  const { space, base: { seed, ...base }, data, states } = search;
  const context = {
    data: { ...describeData(data) },
    settings: base as unknown as JsonInput,
    ...(states ? { states: sha256(JSON.stringify(states)) } : { seed: seed as number }),
    kept,
  };
  return createStudy({ ...parts, direction: "maximize", searchSpace: { ...space }, context });
}

/** The images of a study, but for themselves. */
export interface DataDescription {
  /** How many training images there are. */
  readonly training: number;
  /** How many validation images there are. */
  readonly validation: number;
  /** Digest of them all. */
  readonly sha256: string;
}

/** What {@linkcode createNetStudy} keeps as a study's context. */
export interface NetContext {
  /** The images. */
  readonly data: DataDescription;
  /** Settings of every trial but for those searched. */
  readonly settings: Omit<Settings, "seed">;
  /** The seed, unless there are states. */
  readonly seed?: number;
  /** Digest of the states. */
  readonly states?: string;
  /** Whatever else was given. */
  readonly kept: Json;
}

/**
 * The context of a study of nets.
 *
 * @throws {Error} If the study is of something else.
 */
export function netContext(
  { name, context }: Pick<StudyDefinition, "name" | "context">,
): NetContext {
  const isOne = typeof context === "object" && context !== null && !Array.isArray(context) &&
    "settings" in context && "data" in context && "kept" in context;
  if (isOne) return context as unknown as NetContext;
  throw new Error(`Study ${name} is not a study of nets, or one of an earlier version`);
}

/** How many images there are, and the digest of them all. */
export function describeData({ XTrain, XVal }: TrainingData): DataDescription {
  const scale = XTrain.scale ? [XTrain.scale] : [];
  return {
    training: XTrain.rows,
    validation: XVal.rows,
    sha256: sha256(XTrain.pixels, XTrain.labels, XTrain.mean, XVal.pixels, XVal.labels, ...scale),
  };
}
