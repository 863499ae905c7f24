/**
 * The settings that a training was asked for, and where its net goes.
 *
 * @module
 */

import { basename, resolve } from "node:path";
import { defaultRunSettings } from "../../assignment/grid_run.ts";
import { sha256 } from "../../internal/sha256.ts";
import { NAMED_SETS } from "../../datasets/own/named_sets.ts";
import { loadWeights } from "../../nn/weights.ts";
import { parseSettings, withSettings } from "../../training/check_settings.ts";
import { presetPath, storedSettings } from "../../training/net_files.ts";
import { type PresetName, PRESETS } from "../../training/presets.ts";
import { changedSettings } from "../../training/setting_table.ts";
import type { Settings } from "../../training/settings.ts";
import { studyFolder } from "../../tuning/names.ts";
import { standardDtype } from "../shared/choose_backend.ts";
import { CIFAR10 } from "../shared/data_options.ts";
import type { TrainOptions } from "./options.ts";

/**
 * The preset's settings, those of the file in their place, and the options in theirs.
 *
 * @throws {RangeError} If they do not fit together.
 */
export async function chosenSettings(options: TrainOptions): Promise<Settings> {
  const { preset, settings: file, changes, backend } = options;
  const base = file === undefined ? presetSettings(preset) : await fileSettings(file, preset);
  const dtype = changes.dtype ??
    (backend.startsWith("tfjs:") ? standardDtype(backend) : base.dtype);
  return withSettings(base, { ...changes, dtype });
}

/** Where the net of a training by epochs goes unless `--out` says: a place of these settings' own. */
export function standardPath(
  { preset, data }: Pick<TrainOptions, "preset" | "data">,
  settings: Settings,
): string {
  const { seed, ...others } = settings;
  const changed = changedSettings(presetSettings(preset), { ...settings, seed: 0 });
  const isPreset = Object.keys(changed).every((name) => name === "seed");
  const name = isPreset ? preset : `${preset}-${sha256(JSON.stringify(others)).slice(0, 8)}`;
  return presetPath(`${prefixOf(data)}${name}`, typeof seed === "number" ? seed : 0);
}

/** Folders of one name are told apart. */
function prefixOf(data: string): string {
  if (data === CIFAR10) return "";
  if (Object.hasOwn(NAMED_SETS, data)) return `${data}-`;
  return `${studyFolder(basename(resolve(data)))}-${sha256(resolve(data)).slice(0, 8)}-`;
}

function presetSettings(preset: PresetName): Settings {
  return preset === "assignment" ? defaultRunSettings() : PRESETS[preset];
}

/** The settings of a JSON file, or those in the metadata of a file of weights. */
async function fileSettings(file: string, preset: PresetName): Promise<Settings> {
  if (file.endsWith(".safetensors")) {
    return storedSettings(file, (await loadWeights(file)).metadata);
  }
  const text = await Deno.readTextFile(file);
  try {
    return parseSettings(text, presetSettings(preset));
  } catch (error) {
    throw new RangeError(`${file}: ${(error as Error).message}`, { cause: error });
  }
}
