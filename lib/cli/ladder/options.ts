/**
 * The options of `deno task ladder`.
 *
 * @module
 */

import { InvalidArgumentError, Option } from "commander";
import { fileURLToPath } from "node:url";
import { defaultCifar10Dir } from "../../datasets/cifar10_files.ts";
import type { BackendName } from "../../backends/backend.ts";
import { newCommand, parseArguments } from "../shared/command_line.ts";
import { backendOption, threadsOption } from "../shared/machine_options.ts";
import { integer } from "../shared/numbers.ts";

/** Every option of the command, read and checked. */
export interface LadderOptions {
  seeds: number[];
  training: number;
  validation: number;
  test: number;
  dir: string;
  backend: BackendName | "auto";
  threads?: number;
  out: string;
}

const DESCRIPTION = `Train the ladder of notebook 6 at full size: from the assignment's training to
the preset quick, one technique at a time, each rung from each seed.

Finished nets are in the file at once, and not trained again: the same command
goes on after Ctrl-C or a crash, in the middle of a net too.`;

/** The results that the library ships. */
const SHIPPED = fileURLToPath(import.meta.resolve("../../training/quick_ladder.json"));

/** Reads the command line; after `--help` or a bad option, which it prints, the exit code. */
export function parseLadderOptions(args: string[]): LadderOptions | number {
  const program = newCommand("ladder", DESCRIPTION)
    .addOption(
      new Option("--seeds <list>", "one net of each rung for each").argParser(readSeeds)
        .default([0, 1, 2], "0,1,2"),
    )
    .optionsGroup("Data:")
    .addOption(images("--training <images>", "training images", 50_000, 49_000))
    .addOption(images("--validation <images>", "validation images", 50_000, 1000))
    .addOption(images("--test <images>", "test images", 10_000, 10_000))
    .option("--dir <folder>", "folder of the CIFAR-10 files", defaultCifar10Dir())
    .optionsGroup("Machine:")
    .addOption(backendOption({ ours: true }))
    .addOption(threadsOption())
    .optionsGroup("Output:")
    .addOption(
      new Option("--out <file>", "results, as JSON").default(SHIPPED, "what notebook 6 shows"),
    );
  const exitCode = parseArguments(program, args);
  return exitCode ?? program.opts<LadderOptions>();
}

function readSeeds(text: string): number[] {
  const seeds = text.split(",").map(integer(0, 2 ** 32 - 1));
  if (new Set(seeds).size === seeds.length) return seeds;
  throw new InvalidArgumentError("Expected each seed once.");
}

function images(flags: string, description: string, max: number, standard: number): Option {
  return new Option(flags, description).argParser(integer(1, max)).default(standard);
}
