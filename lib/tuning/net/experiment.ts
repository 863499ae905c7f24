/**
 * What is searched for a good net: data, search space, arithmetic and randomness.
 *
 * @module
 */

import { checkArray, checkInteger, checkObject, expectation } from "../../internal/checks.ts";
import {
  anything,
  checkOptions,
  integer,
  number,
  type OptionChecks,
  required,
} from "../../internal/options.ts";
import { sha256 } from "../../internal/sha256.ts";
import { checkImages, type ImageSet } from "../../datasets/image_set.ts";
import { checkDType, type DType } from "../../matrix/matrix.ts";
import {
  checkRandomGeneratorState,
  type RandomGeneratorState,
} from "../../matrix/random_generator_state.ts";
import { checkSeed, RandomState } from "../../matrix/random_state.ts";
import { CREATE_OPTIONS, createStudy, type CreateStudyOptions } from "../create_study.ts";
import type { Json, JsonInput } from "../json.ts";
import type { StudyDefinition } from "../storage/storage.ts";
import type { Study } from "../study.ts";
import { checkNetSpace, type NetSpace } from "./space.ts";

/** Images to learn from and images to judge by; `Cifar10Data` is such data. */
export interface NetData {
  /** Training images. Pixels in a SharedArrayBuffer are shared with workers, others copied. */
  readonly XTrain: ImageSet;
  /** Validation images. */
  readonly XVal: ImageSet;
}

/**
 * A search for a good net: every trial trains a `TwoLayerNet` by the assignment's loop, and its value
 * is the accuracy on the validation images.
 */
export interface NetExperiment {
  /** What nets learn from. */
  readonly data: NetData;
  /** What is varied; see {@linkcode netSpace}. */
  readonly space: NetSpace;
  /** Element type of all arithmetic. Default: "float64". */
  readonly dtype?: DType;
  /** Standard deviation of the first weights. Default: 1e-4. */
  readonly std?: number;
  /** Number of classes. Default: 10. */
  readonly numClasses?: number;
  /** Trial n draws its weights and batches from the seed `seed + n` (modulo 2**32). Default: 0. */
  readonly seed?: number;
  /** The generator's state before each trial, in place of `seed`; no other trials can run then. */
  readonly states?: readonly RandomGeneratorState[];
}

/** What {@linkcode createNetStudy} takes beside the experiment. */
export interface NetStudyOptions
  extends Omit<CreateStudyOptions, "direction" | "searchSpace" | "context"> {
  /** Whatever else makes two studies different. Default: nothing. */
  settings?: JsonInput;
}

/** An experiment with the defaults filled in. */
export type FullNetExperiment = NetExperiment & Required<Omit<NetExperiment, "states">>;

const EXPERIMENT: OptionChecks<NetExperiment> = {
  data: required(checkNetData),
  space: required(checkNetSpace),
  dtype: checkDType,
  std: number(0),
  numClasses: integer(1),
  seed: checkSeed,
  states: (name, value) => checkArray(name, value, checkState),
};

function checkState(_name: string, value: unknown): void {
  checkRandomGeneratorState(value as RandomGeneratorState);
}

/** Throws unless `value` has images to train on and to validate with. */
export function checkNetData(name: string, value: unknown): asserts value is NetData {
  checkObject(name, value);
  const { XTrain, XVal } = value as NetData;
  checkImages(`${name}.XTrain`, XTrain);
  checkImages(`${name}.XVal`, XVal);
  checkInteger(`${name}.XTrain.rows`, XTrain.rows, 1);
  checkInteger(`${name}.XVal.rows`, XVal.rows, 1);
}

/**
 * The experiment with its defaults.
 *
 * @throws {RangeError} If an option is out of range.
 */
export function withDefaults(experiment: NetExperiment): FullNetExperiment {
  checkOptions("the experiment", experiment, EXPERIMENT);
  const { dtype = "float64", std = 1e-4, numClasses = 10, seed = 0 } = experiment;
  const { XTrain, XVal } = experiment.data;
  return { ...experiment, data: { XTrain, XVal }, dtype, std, numClasses, seed };
}

/** The generator of a trial's weights and batches, and how to have it again. */
export function randomStateOf(
  { seed, states }: Pick<FullNetExperiment, "seed" | "states">,
  trial: number,
): { rng: RandomState; origin: Record<string, JsonInput> } {
  if (!states) {
    const own = (seed + trial) % 2 ** 32;
    return { rng: new RandomState(own), origin: { seed: own } };
  }
  if (trial >= states.length) {
    throw new RangeError(
      expectation("the trial", `one of the ${states.length} with states`, trial),
    );
  }
  const rng = new RandomState(0);
  rng.setState(states[trial]);
  return { rng, origin: { randomState: states[trial] as unknown as JsonInput } };
}

const { direction: _d, searchSpace: _s, context: _c, ...PARTS } = CREATE_OPTIONS;

const STUDY_OPTIONS: OptionChecks<NetStudyOptions> = { ...PARTS, settings: anything };

/**
 * A study of the experiment. It can be resumed only with the same data (down to the last pixel), space,
 * element type and randomness; backends may change, since they agree.
 *
 * @throws {RangeError} If an option is out of range.
 * @throws {StudyExistsError} If there is a study of this name and `loadIfExists` is false.
 * @throws {StudyMismatchError} If it differs, with what differs.
 *
 * @example
 * ```ts
 * import { createBackend, createNetStudy, ImageSet, netObjective, netSpace } from "two-layer-net";
 * import { assertEquals } from "@std/assert";
 *
 * const [pixels, labels] = [Uint8Array.of(9, 0, 0, 0, 0, 9), Uint8Array.of(0, 1)];
 * const images = new ImageSet({ pixels, labels, height: 1, width: 1 });
 * const space = netSpace({ hiddenSize: [4, 8], learningRate: 0.1, batchSize: 2, numIters: 10 });
 * const experiment = { data: { XTrain: images, XVal: images }, space, numClasses: 2, std: 0.1 };
 * const study = createNetStudy(experiment);
 * // In workers, one a core: using pool = netPool(experiment); await study.optimize(pool, …).
 * const backend = await createBackend("wasm", { threads: 1 });
 * await study.optimize(netObjective(experiment, backend), { numTrials: 3 });
 * assertEquals(study.trials.map(({ state }) => state), ["COMPLETE", "COMPLETE", "COMPLETE"]);
 * ```
 */
export function createNetStudy(experiment: NetExperiment, options: NetStudyOptions = {}): Study {
  checkOptions("createNetStudy", options, STUDY_OPTIONS);
  const { settings = null, ...parts } = options;
  const { space, data, dtype, std, numClasses, seed, states } = withDefaults(experiment);
  const context = {
    data: describeData(data),
    dtype,
    std,
    numClasses,
    ...(states ? { states: sha256(JSON.stringify(states)) } : { seed }),
    settings,
  };
  return createStudy({ ...parts, direction: "maximize", searchSpace: space, context });
}

/** What {@linkcode createNetStudy} keeps as a study's context. */
export interface NetContext {
  /** How many images there are of each kind, and the digest of them all. */
  readonly data: {
    readonly training: number;
    readonly validation: number;
    readonly sha256: string;
  };
  /** Element type. */
  readonly dtype: DType;
  /** Standard deviation of the first weights. */
  readonly std: number;
  /** Number of classes. */
  readonly numClasses: number;
  /** The seed, unless there are states. */
  readonly seed?: number;
  /** Digest of the states. */
  readonly states?: string;
  /** Whatever else was given. */
  readonly settings: Json;
}

/**
 * The context of a study of nets.
 *
 * @throws {Error} If the study is of something else.
 */
export function netContext({ name, context }: StudyDefinition): NetContext {
  if (typeof context === "object" && context !== null && "numClasses" in context) {
    return context as unknown as NetContext;
  }
  throw new Error(`Study ${name} is not one of nets`);
}

function describeData({ XTrain, XVal }: NetData): NetContext["data"] {
  const scale = XTrain.scale ? [XTrain.scale] : [];
  return {
    training: XTrain.rows,
    validation: XVal.rows,
    sha256: sha256(XTrain.pixels, XTrain.labels, XTrain.mean, XVal.pixels, XVal.labels, ...scale),
  };
}
