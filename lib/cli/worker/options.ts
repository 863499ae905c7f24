/**
 * The options of `deno task worker`.
 *
 * @module
 */

import { Option } from "commander";
import type { BackendChoice } from "../shared/choose_backend.ts";
import { newCommand, parseArguments, refuseOptions } from "../shared/command_line.ts";
import { addData, type DataOptions, problemOfData } from "../shared/data_options.ts";
import { backendOption } from "../shared/machine_options.ts";
import { integer, number } from "../shared/numbers.ts";
import { redisOption } from "../shared/redis_option.ts";

/** Every option of the command. */
export interface WorkerOptions extends Omit<DataOptions, "training" | "validation" | "test"> {
  redis: string | true;
  slots: number;
  backend: BackendChoice;
  /** Seconds. */
  lock: number;
}

const DESCRIPTION = `Train nets for the studies at a Redis, whatever they search: deno task tune
--redis, on any machine, coordinates one.

Ctrl-C and SIGTERM let the nets that are being trained finish, and then end the
worker; a second Ctrl-C ends it at once, and others get its trials.`;

/** Reads the command line; after `--help` or a bad option, which it prints, the exit code. */
export function parseWorkerOptions(args: string[]): WorkerOptions | number {
  const program = newCommand("worker", DESCRIPTION);
  program
    .addOption(redisOption("the Redis").makeOptionMandatory())
    .addOption(
      new Option("--slots <number>", "nets trained at a time, one thread each")
        .argParser(integer(1, 1024)).default(navigator.hardwareConcurrency, "one per core"),
    )
    .addOption(backendOption());
  addData(program, {});
  program
    .addOption(
      new Option(
        "--lock <seconds>",
        "after this long without a sign of life of this worker others get its trials",
      ).argParser(number(1, 3600)).default(10),
    );
  const exitCode = parseArguments(program, args);
  if (exitCode !== null) return exitCode;
  const options = program.opts<WorkerOptions>();
  const problem = problemOfData(options);
  return problem === null ? options : refuseOptions(problem);
}
