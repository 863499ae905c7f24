/**
 * Checks on settings.
 *
 * @module
 */

import {
  checkBoolean,
  checkChoice,
  checkInteger,
  checkNumber,
  checkObject,
  checkString,
  expectation,
} from "../internal/checks.ts";
import { checkOptions, type OptionChecks, required } from "../internal/options.ts";
import { type ImageSet, isPicture } from "../datasets/image_set.ts";
import { checkRandomGeneratorState } from "../random/random_generator_state.ts";
import { checkSeed } from "../random/random_state.ts";
import { AUGMENTATIONS, SETTING_NAMES, SETTING_TABLE, type SettingKind } from "./setting_table.ts";
import type { Preparation, SettingName, Settings } from "./settings.ts";

/**
 * Throws an error that names the first setting which is missing, unknown or out of range, or which
 * does not fit the others.
 *
 * @throws {RangeError} If a value is none that the setting can have.
 * @throws {TypeError} If the settings are no object.
 */
export function checkSettings(settings: Settings): void {
  checkOptions("settings", settings, CHECKS);
  checkTogether(settings);
}

/** {@linkcode checkSettings} of an option or argument of that name. */
export function checkNamedSettings(name: string, value: unknown): asserts value is Settings {
  checkObject(name, value);
  checkSettings(value as Settings);
}

/** Every setting must be there, and is checked by its name. */
const CHECKS = Object.fromEntries(
  SETTING_NAMES.map((
    setting,
  ) => [setting, required((_name, value) => checkSetting(setting, value))]),
) as OptionChecks<Settings>;

/** Throws unless these are settings for a preparation. */
export function checkPreparation(name: string, value: unknown): asserts value is Preparation {
  checkObject(name, value);
  for (const setting of PREPARATION) checkSetting(setting, (value as Preparation)[setting]);
}

/** The settings that decide the preparation of images. */
export const PREPARATION = ["preparation", "contrast", "epsilon", "components"] as const;

/** Throws a RangeError unless the setting can have this value. */
export function checkSetting(name: SettingName, value: unknown): void {
  checkKind(name, SETTING_TABLE[name].kind, value);
}

function checkKind(name: string, kind: SettingKind, value: unknown): void {
  switch (kind.type) {
    case "integer":
      return checkInteger(name, value, kind.min, kind.max);
    case "number":
      checkNumber(name, value, kind.min, kind.max ?? kind.below);
      if (value !== kind.below) return;
      throw new RangeError(expectation(name, `less than ${kind.below}`, value));
    case "choice":
      return checkChoice(name, value, kind.choices);
    case "flag":
      return checkBoolean(name, value);
    case "seed":
      if (typeof value === "object" && value !== null) {
        return checkRandomGeneratorState(value as Settings["seed"] & object);
      }
      return checkSeed(name, value);
  }
}

/** What single values cannot tell. */
function checkTogether(settings: Settings): void {
  const { preparation, epsilon, epochs, schedule } = settings;
  if (preparation === "pca") checkNoImages(settings);
  if (preparation === "zca" && epsilon === 0) {
    throw new RangeError(expectation('epsilon beside "zca"', "greater than 0", epsilon));
  }
  if (schedule === "cosine" && epochs > 0 && settings.warmupEpochs >= epochs && epochs > 1) {
    throw new RangeError(
      expectation("warmupEpochs", `less than the ${epochs} epochs`, settings.warmupEpochs),
    );
  }
  if (epochs > 0 || settings.numIters > 0) return;
  throw new RangeError(
    expectation("epochs or numIters", "greater than 0", { epochs, numIters: 0 }),
  );
}

/** Settings that move pixels about, or that look at neighbours. */
const MOVES = ["patchSize", ...AUGMENTATIONS.filter((name) => !name.endsWith("Jitter"))] as const;

/**
 * Throws a RangeError if settings, or ranges to search them in, move the pixels of rows that are no
 * pictures: one value high or wide.
 */
export function checkMoves(
  settings: Partial<Record<SettingName, unknown>>,
  { height, width }: Pick<ImageSet, "height" | "width">,
): void {
  if (isPicture({ height, width })) return;
  for (const name of MOVES) {
    const value = settings[name];
    if (value === undefined || value === 0) continue;
    const shape = `${height} × ${width} values, which are no picture,`;
    throw new RangeError(expectation(`${name} for rows of ${shape}`, "0", value));
  }
}

/** Principal components lie beside one another in no image. */
function checkNoImages(settings: Settings): void {
  for (const name of ["patchSize", ...AUGMENTATIONS] as const) {
    if (settings[name] === 0) continue;
    throw new RangeError(expectation(`${name} beside "pca"`, "0", settings[name]));
  }
}

/**
 * The settings with some of them changed, checked. A number of steps takes the place of a number of
 * epochs.
 *
 * @throws {RangeError} As {@linkcode checkSettings}.
 *
 * @example
 * ```ts
 * import { PRESETS, withSettings } from "two-layer-net/training";
 * import { assertEquals, assertThrows } from "@std/assert";
 *
 * const short = withSettings(PRESETS.quick, { numIters: 100 });
 * assertEquals([short.epochs, short.numIters], [0, 100]);
 * assertThrows(() => withSettings(PRESETS.quick, { momentum: 2 }), RangeError, "momentum");
 * ```
 */
export function withSettings(base: Settings, changes: Partial<Settings>): Settings {
  checkObject("base", base);
  checkObject("changes", changes);
  const byStepsAlone = "numIters" in changes && !("epochs" in changes);
  const settings = { ...base, ...changes, ...(byStepsAlone ? { epochs: 0 } : {}) };
  checkSettings(settings);
  return settings;
}

/**
 * Settings from their JSON form, all or some; what is missing is the base's.
 *
 * @throws {RangeError} If the text is no JSON, and as {@linkcode checkSettings}.
 */
export function parseSettings(text: string, base: Settings): Settings {
  checkString("text", text);
  const found = parseJson(text);
  if (typeof found === "object" && found !== null && !Array.isArray(found)) {
    return withSettings(base, found);
  }
  throw new RangeError(expectation("settings", "an object of settings by name", found));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new RangeError(expectation("settings", "an object of settings as JSON", text), { cause });
  }
}
