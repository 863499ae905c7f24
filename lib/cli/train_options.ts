/**
 * The options of `deno task train`.
 *
 * @module
 */

import { Option } from "commander";
import { DEFAULT_RUN } from "../assignment.ts";
import { defaultCifar10Dir } from "../datasets/cifar10_files.ts";
import type { DType } from "../matrix/matrix.ts";
import { RECIPE_NAMES, type RecipeName } from "../recipes/presets.ts";
import { BACKEND_CHOICES, type BackendChoice } from "./choose_backend.ts";
import { EXIT, newCommand, parseArguments } from "./command_line.ts";
import { integer, number } from "./numbers.ts";
import { printError } from "./output.ts";

/** Every option of the command, read and checked. */
export interface TrainOptions {
  hiddenSize: number;
  std: number;
  learningRate: number;
  learningRateDecay: number;
  reg: number;
  iterations: number;
  batchSize: number;
  seed?: number;
  training: number;
  validation: number;
  test: number;
  dir: string;
  backend: BackendChoice;
  dtype?: DType;
  threads?: number;
  out?: string;
  preset?: RecipeName;
  epochs?: number;
  restart?: boolean;
}

const DESCRIPTION = `Train the assignment's two-layer net on CIFAR-10.

Without options this is the original's default run, and prints the original's log. A preset goes
past the assignment; it takes the options --seed, --epochs, --restart, --dir, --backend, --threads and
--out, and when it is interrupted the same command goes on.`;

/** Options that a preset decides. */
const DECIDED = [
  "hiddenSize",
  "std",
  "learningRate",
  "learningRateDecay",
  "reg",
  "iterations",
  "batchSize",
  "training",
  "validation",
  "test",
  "dtype",
];

/** Reads the command line; after `--help` or a bad option, which it prints, the exit code. */
export function parseTrainOptions(args: string[]): TrainOptions | number {
  const program = newCommand("train", DESCRIPTION)
    .optionsGroup("Past the assignment:")
    .addOption(
      new Option("--preset <name>", "train by one of our recipes").choices(RECIPE_NAMES)
        .conflicts(DECIDED),
    )
    .addOption(
      new Option("--epochs <number>", "epochs, in place of the preset's").argParser(integer(1))
        .conflicts(DECIDED),
    )
    .addOption(
      new Option("--restart", "begin anew; the checkpoint of an earlier run is moved aside")
        .conflicts(DECIDED),
    )
    .optionsGroup("Network:")
    .addOption(option("--hidden-size <units>", "hidden units", integer(1), DEFAULT_RUN.hiddenSize))
    .addOption(option("--std <number>", "standard deviation of the first weights", number(0), 1e-4))
    .optionsGroup("Training:")
    .addOption(option("--learning-rate <rate>", "step size", number(0), DEFAULT_RUN.learningRate))
    .addOption(
      option(
        "--learning-rate-decay <factor>",
        "factor on the step size after each epoch",
        number(0),
        DEFAULT_RUN.learningRateDecay,
      ),
    )
    .addOption(option("--reg <strength>", "regularisation strength", number(0), DEFAULT_RUN.reg))
    .addOption(option("--iterations <steps>", "number of steps", integer(0), DEFAULT_RUN.numIters))
    .addOption(option("--batch-size <rows>", "images a step", integer(1), DEFAULT_RUN.batchSize))
    .addOption(
      new Option("--seed <integer>", "seed of weights and batches (default: the original's stream)")
        .argParser(integer(0, 2 ** 32 - 1)),
    )
    .optionsGroup("Data:")
    .addOption(option("--training <images>", "training images", integer(1, 50_000), 49_000))
    .addOption(option("--validation <images>", "validation images", integer(1, 50_000), 1000))
    .addOption(option("--test <images>", "test images", integer(1, 10_000), 1000))
    .option("--dir <folder>", "folder of the CIFAR-10 files", defaultCifar10Dir())
    .optionsGroup("Machine:")
    .addOption(
      new Option("--backend <name>", "what does the arithmetic; auto takes the fastest there is")
        .choices(BACKEND_CHOICES).default("auto"),
    )
    .addOption(
      new Option("--dtype <type>", "element type (default: float64, on tfjs float32)")
        .choices(["float64", "float32"]),
    )
    .addOption(
      new Option("--threads <number>", "threads of the backend (default: all cores)").argParser(
        integer(1),
      ),
    )
    .optionsGroup("Output:")
    .option("--out <file>", "save the weights as safetensors; kept after Ctrl-C too");
  const exitCode = parseArguments(program, args);
  if (exitCode !== null) return exitCode;
  const options = program.opts<TrainOptions>();
  if (options.epochs === undefined || options.preset) return options;
  printError("error: option '--epochs <number>' needs '--preset <name>'; see '--iterations'");
  return EXIT.usage;
}

function option(
  flags: string,
  description: string,
  read: (text: string) => number,
  standard: number,
): Option {
  return new Option(flags, description).argParser(read).default(standard);
}
