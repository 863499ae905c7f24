/**
 * Makes studies and finds them again.
 *
 * @module
 */

import { checkBoolean, checkString } from "../internal/checks.ts";
import {
  anything,
  checkOptions,
  choice,
  type OptionChecks,
  required,
} from "../internal/options.ts";
import type { ArtifactDirectory } from "./artifacts.ts";
import { checkSearchSpace, type SearchSpace } from "./distributions.ts";
import { decodeJson, differences, encodeJson, type Json, type JsonInput } from "./json.ts";
import { checkStudyName } from "./names.ts";
import { NopPruner, type Pruner } from "./pruners/pruner.ts";
import { gridPoints } from "./samplers/grid.ts";
import type { Sampler } from "./samplers/sampler.ts";
import { TpeSampler } from "./samplers/tpe.ts";
import { MemoryStorage } from "./storage/memory.ts";
import {
  type Direction,
  DIRECTIONS,
  type Storage,
  type StudyDefinition,
} from "./storage/storage.ts";
import { PARTS, Study } from "./study.ts";
import { waitingTrial } from "./trial.ts";

/** What {@linkcode loadStudy} takes. */
export interface LoadStudyOptions {
  /** The study's name. */
  name: string;
  /** Where it is kept. */
  storage: Storage;
  /** Proposes parameters. Default: {@linkcode TpeSampler}. */
  sampler?: Sampler;
  /** Judges reports. Default: {@linkcode NopPruner}, which lets every trial finish. */
  pruner?: Pruner;
  /** Keeps the artifacts of the best trials. Default: they are dropped. */
  artifacts?: ArtifactDirectory;
}

/** What {@linkcode createStudy} takes. */
export interface CreateStudyOptions extends Partial<LoadStudyOptions> {
  /** Whether small or large values are good. Default: "minimize". */
  direction?: Direction;
  /** Distributions that the objective will ask for. Default: what it asks for, as it comes. */
  searchSpace?: SearchSpace;
  /** Whatever else the results depend on: digests of data, fixed settings. Default: `null`. */
  context?: JsonInput;
  /** Go on with the study of this name if there is one. Default: false. */
  loadIfExists?: boolean;
}

/** Thrown when a study exists but is not to be resumed. */
export class StudyExistsError extends Error {
  /** The class's name. */
  override readonly name = "StudyExistsError";
}

/** Thrown when a study is resumed with another definition; the message shows the differences. */
export class StudyMismatchError extends Error {
  /** The class's name. */
  override readonly name = "StudyMismatchError";
}

const LOAD_OPTIONS: OptionChecks<LoadStudyOptions> = {
  name: required(checkString),
  ...PARTS,
  sampler: (name, value) => PARTS.sampler(name, value),
  pruner: (name, value) => PARTS.pruner(name, value),
};

/** How the options of {@linkcode createStudy} are checked. */
export const CREATE_OPTIONS: OptionChecks<CreateStudyOptions> = {
  ...LOAD_OPTIONS,
  name: checkString,
  storage: (name, value) => PARTS.storage(name, value),
  direction: choice(DIRECTIONS),
  searchSpace: checkSearchSpace,
  context: anything,
  loadIfExists: checkBoolean,
};

/**
 * Makes a study, or goes on with an equal one.
 *
 * @throws {RangeError} If an option is not what it should be.
 * @throws {StudyExistsError} If there is a study of this name and `loadIfExists` is false.
 * @throws {StudyMismatchError} If it has another direction, search space, grid or context.
 *
 * @example
 * ```ts
 * import { createStudy, TpeSampler } from "two-layer-net/tuning";
 * import { assert } from "@std/assert";
 *
 * const study = createStudy({ direction: "minimize", sampler: new TpeSampler({ seed: 1 }) });
 * await study.optimize((trial) => {
 *   const x = trial.suggestFloat("x", -10, 10);
 *   return (x - 2) ** 2;
 * }, { numTrials: 50 });
 * assert(study.bestValue < 0.1);
 * ```
 */
export function createStudy(options: CreateStudyOptions = {}): Study {
  checkOptions("createStudy", options, CREATE_OPTIONS);
  const {
    name = "study",
    direction = "minimize",
    sampler = new TpeSampler() as Sampler,
    storage = new MemoryStorage(),
    searchSpace = null,
    context = null,
  } = options;
  checkStudyName(name);
  const grid = sampler.grid ?? null;
  const definition = copy({ name, direction, searchSpace, grid, context });
  const points = (grid ? gridPoints(grid) : []).map((point, number) => waitingTrial(number, point));
  const stored = storage.createStudy(definition, points);
  if (!stored.created) {
    if (!options.loadIfExists) throw exists(name);
    checkSame(stored.definition, definition);
  }
  return new Study(stored.definition, { ...withDefaults(options), sampler, storage });
}

/**
 * Finds a study again, to look at it or to go on with it unchecked.
 *
 * @throws {Error} If there is no study of this name.
 */
export function loadStudy(options: LoadStudyOptions): Study {
  checkOptions("loadStudy", options, LOAD_OPTIONS);
  const { name, storage } = options;
  // Asking for an unknown study's trials names those that there are.
  storage.getTrials(name, []);
  const definition = storage.getStudies().find((study) => study.name === name)!;
  return new Study(definition, { ...withDefaults(options), storage });
}

function withDefaults(
  { sampler = new TpeSampler(), pruner = new NopPruner(), artifacts }: Partial<LoadStudyOptions>,
): { sampler: Sampler; pruner: Pruner; artifacts?: ArtifactDirectory } {
  return { sampler, pruner, artifacts };
}

/** The definition as it comes out of a storage; throws a TypeError if it is no JSON. */
function copy(definition: Record<keyof StudyDefinition, unknown>): StudyDefinition {
  return decodeJson(encodeJson(definition as JsonInput, "study")) as unknown as StudyDefinition;
}

function checkSame(stored: StudyDefinition, given: StudyDefinition): void {
  const lines = differences(stored as unknown as Json, given as unknown as Json);
  if (lines.length === 0) return;
  throw new StudyMismatchError(
    `Study ${stored.name} cannot go on with another definition:\n  ${lines.join("\n  ")}`,
  );
}

function exists(name: string): StudyExistsError {
  return new StudyExistsError(
    `Study ${name} exists already: set loadIfExists to go on with it, or choose another name`,
  );
}
