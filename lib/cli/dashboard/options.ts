/**
 * The options of `deno task dashboard`.
 *
 * @module
 */

import { Argument, Option } from "commander";
import { defaultStudyDatabase } from "../../tuning/study_files.ts";
import { newCommand, parseArguments } from "../shared/command_line.ts";
import { port } from "../shared/port.ts";
import { studyName } from "../tune/files.ts";

/** Every option of the command. */
export interface DashboardCommandOptions {
  /** Files of studies, and folders of such. */
  paths: string[];
  /** The study that the page opens first. */
  study?: string;
  /** The port; 0 for one that is free. */
  port: number;
}

const DESCRIPTION = `Show studies on a web page of this machine, while they run and
afterwards: what a study found, what runs, what matters.

Two links are printed. By the first one studies can be stopped and continued,
trials queued and notes written, whichever process runs them; by the second one
can look only.`;

/** Reads the command line; after `--help` or a bad option, which it prints, the exit code. */
export function parseDashboardOptions(args: string[]): DashboardCommandOptions | number {
  const program = newCommand("dashboard", DESCRIPTION)
    .addArgument(
      new Argument("[files...]", "databases, Optuna journals, and folders of them")
        .default([defaultStudyDatabase()], defaultStudyDatabase()),
    )
    .addOption(
      new Option("--study <name>", "the study that the page opens first").argParser(studyName),
    )
    .addOption(
      new Option("--port <number>", "port on 127.0.0.1; 0 for any that is free")
        .argParser(port).default(0),
    );
  const code = parseArguments(program, args);
  return code ??
    { ...program.opts<Omit<DashboardCommandOptions, "paths">>(), paths: program.processedArgs[0] };
}
