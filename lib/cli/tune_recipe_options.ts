/**
 * The options of `deno task tune:recipe`.
 *
 * @module
 */

import { Option } from "commander";
import { defaultCifar10Dir } from "../datasets/cifar10_files.ts";
import { newCommand, parseArguments } from "./command_line.ts";
import { integer, number } from "./numbers.ts";
import { defaultStudyDatabase } from "../tuning/study_files.ts";

/** Every option of the command, read and checked. */
export interface RecipeSearchOptions {
  hiddenSize: number;
  epochs: number;
  validation: number;
  time: number;
  seed: number;
  study: string;
  grid?: boolean;
  out: string;
  dir: string;
}

const DESCRIPTION = `Search for a good recipe of training past the assignment: small nets for a few
epochs, judged by images that none of them learns from.

Nothing finished is lost when it is interrupted: the same command goes on. What was found is shown by
"deno task tune --show recipe".`;

/** Reads the command line; after `--help` or a bad option, which it prints, the exit code. */
export function parseRecipeSearchOptions(args: string[]): RecipeSearchOptions | number {
  const program = newCommand("tune:recipe", DESCRIPTION)
    .addOption(count("--hidden-size <units>", "hidden units of each net", 1024))
    .addOption(count("--epochs <number>", "epochs of a net that is not pruned", 27))
    .addOption(count("--validation <images>", "taken from the 50,000 training images", 5000))
    .addOption(
      new Option("--time <minutes>", "no net starts later").argParser(number(0)).default(20),
    )
    .addOption(
      new Option("--seed <integer>", "seed of the search").argParser(integer(0)).default(0),
    )
    .addOption(
      new Option("--grid", "a grid of epsilon and shift around the preset, in place of a search")
        .conflicts("seed"),
    )
    .option("--study <name>", "the study's name", "recipe")
    .option("--out <file>", "the database of studies", defaultStudyDatabase())
    .option("--dir <folder>", "folder of the CIFAR-10 files", defaultCifar10Dir());
  return parseArguments(program, args) ?? program.opts<RecipeSearchOptions>();
}

function count(flags: string, description: string, standard: number): Option {
  return new Option(flags, description).argParser(integer(1, 49_999)).default(standard);
}
