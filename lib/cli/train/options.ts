/**
 * The options of `deno task train`.
 *
 * @module
 */

import { Option } from "commander";
import { defaultCifar10Dir } from "../../datasets/cifar10_files.ts";
import { PRESET_NAMES, type PresetName } from "../../training/presets.ts";
import type { Settings } from "../../training/settings.ts";
import type { BackendChoice } from "../shared/choose_backend.ts";
import { newCommand, parseArguments } from "../shared/command_line.ts";
import { backendOption, threadsOption } from "../shared/machine_options.ts";
import { integer } from "../shared/numbers.ts";
import {
  addSettings,
  assignmentStandard,
  readSetting,
  splitOptions,
} from "../shared/setting_options.ts";

/** Every option of the command, read and checked. */
export interface TrainOptions {
  preset: PresetName;
  /** A file with settings, as JSON or in the weights of a net. */
  settings?: string;
  /** What was given of the settings. */
  changes: Partial<Settings>;
  training: number;
  validation: number;
  test?: number;
  dir: string;
  backend: BackendChoice;
  threads?: number;
  out?: string;
  /** Folder of logs for TensorBoard. */
  logdir?: string;
  restart?: boolean;
}

const DESCRIPTION = `Train a two-layer net on CIFAR-10.

Without options this is the original's default run, and prints the original's
log. A preset goes past the assignment; any setting may be changed. Trainings by
epochs keep a checkpoint: when one is interrupted, the same command resumes it.`;

/** Reads the command line; after `--help` or a bad option, which it prints, the exit code. */
export function parseTrainOptions(args: string[]): TrainOptions | number {
  const program = newCommand("train", DESCRIPTION)
    .optionsGroup("Settings:")
    .addOption(
      new Option("--preset <name>", "settings to start from").choices(PRESET_NAMES)
        .default("assignment"),
    )
    .option("--settings <file>", "settings from JSON, or those that made the net of a file");
  addSettings(program, { read: readSetting, standard: assignmentStandard });
  program.optionsGroup("Data:")
    .addOption(images("--training <images>", "training images", 50_000, 49_000))
    .addOption(images("--validation <images>", "validation images", 50_000, 1000))
    .addOption(images("--test <images>", "test images (assignment: 1000; else 10000)", 10_000))
    .option("--dir <folder>", "folder of the CIFAR-10 files", defaultCifar10Dir())
    .optionsGroup("Machine:")
    .addOption(backendOption())
    .addOption(threadsOption())
    .optionsGroup("Output:")
    .option(
      "--out <file>",
      "save the weights, as safetensors or as .onnx, .npz, .json of TensorFlow.js (by epochs: in data/weights)",
    )
    .option("--logdir <folder>", "log the run there for TensorBoard")
    .option("--restart", "begin anew; the checkpoint of an earlier run is moved aside");
  const exitCode = parseArguments(program, args);
  if (exitCode !== null) return exitCode;
  const { settings: changes, others } = splitOptions(program.opts());
  return { ...others, changes } as unknown as TrainOptions;
}

function images(flags: string, description: string, max: number, standard?: number): Option {
  const option = new Option(flags, description).argParser(integer(1, max));
  return standard === undefined ? option : option.default(standard);
}
