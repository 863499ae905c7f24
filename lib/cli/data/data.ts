/**
 * `deno task data`: puts CIFAR-10 in its place.
 *
 * @module
 */

import { join } from "node:path";
import { InvalidArgumentError, Option } from "commander";
import { defaultCifar10Dir } from "../../datasets/cifar10_files.ts";
import { fetchCifar10, type FetchCifar10Options } from "../../datasets/fetch.ts";
import { SOURCE_NAMES, type SourceName } from "../../datasets/source.ts";
import { formatDuration } from "../../internal/progress.ts";
import {
  EXIT,
  explainFailure,
  newCommand,
  parseArguments,
  runCommand,
} from "../shared/command_line.ts";
import { withInterrupt } from "../shared/interrupt.ts";
import { keepOnly } from "../shared/permissions.ts";
import { ProgressLine } from "../shared/progress_line.ts";
import { printLine, STANDARD_ERROR } from "../shared/output.ts";

const DESCRIPTION = `Fetch CIFAR-10 and verify it; does nothing when all is there.

Each file is checked against its published MD5 digest before it takes its name.
An interrupted download of the official archive goes on where it was.`;

/** What the command does once the arguments are right: {@linkcode fetchCifar10}. */
export type Fetch = (options: FetchCifar10Options & { dir: string }) => Promise<string[]>;

/** Runs the command and returns its exit code. */
export async function data(args: string[], fetch: Fetch = fetchCifar10): Promise<number> {
  const command = newCommand("data", DESCRIPTION)
    .addOption(
      new Option("--source <name>", "where from (default: the first that delivers)")
        .choices(SOURCE_NAMES),
    )
    .option("--dir <folder>", "folder of the six files", parseFolder, defaultCifar10Dir());
  const exitCode = parseArguments(command, args);
  if (exitCode !== null) return exitCode;
  const options = command.opts<{ source?: SourceName; dir: string }>();
  await keepOnly({ outputs: [join(options.dir, "any")] });
  return await withInterrupt((signal) => run({ ...options, signal }, fetch));
}

function parseFolder(value: string): string {
  if (value.trim() === "") throw new InvalidArgumentError("It is empty.");
  return value;
}

async function run(
  options: { source?: SourceName; dir: string; signal: AbortSignal },
  fetch: Fetch,
): Promise<number> {
  const line = new ProgressLine();
  const start = performance.now();
  try {
    const fetched = await fetch({
      ...options,
      onProgress: (report) => line.show(report),
      onMessage: (message) => line.print(message),
      showDenoProgress: STANDARD_ERROR.isTerminal(),
    });
    line.clear();
    printLine(summary(fetched, options.dir, (performance.now() - start) / 1000));
    return EXIT.success;
  } catch (error) {
    line.clear();
    const kept = `What has come is kept in ${options.dir}; the same command goes on from there.`;
    return explainFailure(error, kept);
  }
}

function summary(fetched: readonly string[], dir: string, seconds: number): string {
  const done = fetched.length === 0
    ? "Nothing to fetch: CIFAR-10 is complete"
    : `Fetched ${fetched.join(", ")}: CIFAR-10 is complete`;
  return `${done} in ${dir}, every digest verified (${formatDuration(seconds)})`;
}

if (import.meta.main) await runCommand(data);
