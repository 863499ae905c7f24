/**
 * The options of `deno task evaluate`.
 *
 * @module
 */

import { Argument, type Command, Option } from "commander";
import { VIEW_COUNTS, type ViewCount } from "../../datasets/views.ts";
import type { BackendName } from "../../backends/backend.ts";
import type { DType } from "../../matrix/matrix.ts";
import { newCommand, parseArguments, refuseOptions } from "../shared/command_line.ts";
import { addData, CIFAR10, type DataOptions, problemOfData } from "../shared/data_options.ts";
import { backendOption, dtypeOption, threadsOption } from "../shared/machine_options.ts";
import { integer } from "../shared/numbers.ts";
import { defaultStudyDatabase } from "../../tuning/study_files.ts";

/** Every option of the command, read and checked. */
export interface EvaluateCommandOptions extends DataOptions {
  /** Files of weights. */
  files: string[];
  study?: string;
  studies: string;
  best: number;
  on: "test" | "validation" | "all";
  views: ViewCount;
  bins: number;
  backend: BackendName | "auto";
  dtype: DType;
  threads?: number;
}

const DESCRIPTION =
  `Evaluate nets on CIFAR-10, or on images of your own, from their files of weights, or the best of a study.

Several nets are evaluated one by one and as an ensemble, the mean of their probabilities.`;

const VIEWS = "mean over views of each image, after the one view: 2 with its mirror image, " +
  "18 also shifted by up to a pixel; each takes as long as the first";

const ON =
  "what to evaluate on: a part of the images that the nets were trained on, or all of others";

/** Reads the command line; after `--help` or a bad option, which it prints, the exit code. */
export function parseEvaluateOptions(args: string[]): EvaluateCommandOptions | number {
  const program = newCommand("evaluate", DESCRIPTION)
    .addArgument(new Argument("[weights...]", "files that deno task train or tune saved"))
    .optionsGroup("Nets:")
    .option("--study <name>", "take the best nets of a study")
    .addOption(number("--best <nets>", "how many of the study", 1, Infinity, 5))
    .option("--studies <file>", "database of the study", defaultStudyDatabase())
    .optionsGroup("Images:")
    .addOption(
      new Option("--on <images>", ON).choices(["test", "validation", "all"]).default("test"),
    );
  addData(program, {
    training: "49000; of other data: as the net was trained",
    validation: "1000; of other data: as the net was trained",
    test: "10000; of other data: as the net was trained",
  });
  program.optionsGroup("Evaluation:")
    .addOption(
      new Option("--views <count>", VIEWS).choices(VIEW_COUNTS.map(String)).default("1"),
    )
    .addOption(number("--bins <number>", "bins of the calibration", 1, 1000, 10))
    .optionsGroup("Machine:")
    .addOption(backendOption({ ours: true }))
    .addOption(dtypeOption().default("float64"))
    .addOption(threadsOption());
  const exitCode = parseArguments(program, args);
  if (exitCode !== null) return exitCode;
  const given = program.opts<EvaluateCommandOptions>();
  const options = { ...given, views: Number(given.views) as ViewCount, files: program.args };
  const problem = problemOf(options, program);
  return problem === null ? options : refuseOptions(problem);
}

function problemOf(options: EvaluateCommandOptions, program: Command): string | null {
  const { files, study, on } = options;
  const isGiven = (name: string) => program.getOptionValueSource(name) === "cli";
  if (study === undefined) {
    if (files.length === 0) return "missing files of weights, or --study";
    if (isGiven("best")) return "option '--best <nets>' needs '--study <name>'";
    if (isGiven("studies")) return "option '--studies <file>' needs '--study <name>'";
  }
  const problem = problemOfData(options);
  if (problem !== null) return problem;
  if (on === "all") return problemOfAll(options, isGiven);
  const idle = on === "test" ? "validation" : "test";
  return isGiven(idle) ? `option '--${idle} <images>' needs '--on ${idle}'` : null;
}

/** All images of other data are not cut into parts. */
function problemOfAll(
  { data }: EvaluateCommandOptions,
  isGiven: (name: string) => boolean,
): string | null {
  if (data === CIFAR10) return "option '--on all' needs --data with images of one's own";
  const idle = { training: "--training", validation: "--validation", test: "--test" };
  const parts = Object.entries({ ...idle, splitSeed: "--split-seed" });
  const found = parts.find(([name]) => isGiven(name));
  return found ? `option '${found[1]}' cuts images into parts: '--on all' takes them all` : null;
}

function number(
  flags: string,
  description: string,
  min: number,
  max: number,
  standard: number,
): Option {
  return new Option(flags, description).argParser(integer(min, max)).default(standard);
}
