/**
 * The options of `deno task train`.
 *
 * @module
 */

import { Option } from "commander";
import { PRESET_NAMES, type PresetName } from "../../training/presets.ts";
import type { Settings } from "../../training/settings.ts";
import type { BackendChoice } from "../shared/choose_backend.ts";
import { newCommand, parseArguments, refuseOptions } from "../shared/command_line.ts";
import { addData, type DataOptions, problemOfData } from "../shared/data_options.ts";
import { backendOption, threadsOption } from "../shared/machine_options.ts";
import {
  addSettings,
  assignmentStandard,
  readSetting,
  splitOptions,
} from "../shared/setting_options.ts";

/** Every option of the command, read and checked. */
export interface TrainOptions extends DataOptions {
  preset: PresetName;
  /** A file with settings, as JSON or in the weights of a net. */
  settings?: string;
  /** What was given of the settings. */
  changes: Partial<Settings>;
  backend: BackendChoice;
  threads?: number;
  out?: string;
  /** Folder of logs for TensorBoard. */
  logdir?: string;
  restart?: boolean;
}

const DESCRIPTION = `Train a two-layer net on CIFAR-10, or on images of your own.

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
  addData(program.optionsGroup("Data:"), {
    training: "49000; of other data: all that are left",
    validation: "1000; of other data: a tenth",
    test: "assignment: 1000, else 10000; of other data: its own, or a tenth",
  });
  program.optionsGroup("Machine:")
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
  const options = { ...others, changes } as unknown as TrainOptions;
  const problem = problemOfData(options);
  return problem === null ? options : refuseOptions(problem);
}
