/**
 * Training by settings: everything that decides how a net is trained in one object, presets, one
 * function that trains by them, the files of such nets, and ablations.
 *
 * @module
 */

export type { Spread } from "../internal/spread.ts";
export {
  summarizeVariants,
  trainVariants,
  type TrainVariantsOptions,
  type Variant,
  type VariantResult,
  type VariantSummary,
} from "./ablation.ts";
export { checkSettings, parseSettings, withSettings } from "./check_settings.ts";
export { detours, ladder, type LadderImages } from "./ladder.ts";
export { type MeasuredNet, type MeasuredRung, QUICK_LADDER } from "./measured_ladder.ts";
export {
  type LoadedNet,
  loadNet,
  loadNetIfThere,
  type NetToSave,
  presetPath,
  saveNet,
} from "./net_files.ts";
export {
  type ImageSets,
  type PreparedImages,
  prepareImages,
  type PrepareImagesOptions,
} from "./prepare_images.ts";
export { PRESET_NAMES, type PresetName, PRESETS } from "./presets.ts";
export type {
  Preparation,
  PreparationName,
  ScheduleName,
  SettingName,
  Settings,
} from "./settings.ts";
export {
  type RunOptions,
  type TrainedNet,
  type TrainingData,
  trainNet,
  type TrainNetOptions,
} from "./train_net.ts";
export type { UpdateRuleName } from "./update_rules.ts";
