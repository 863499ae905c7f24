/**
 * `deno task data`: puts CIFAR-10 in its place; verifies the other sets that are known by name.
 *
 * @module
 */

import { join } from "node:path";
import { Argument, type Command, InvalidArgumentError, Option } from "commander";
import { defaultCifar10Dir } from "../../datasets/cifar10_files.ts";
import { readDataset } from "../../datasets/own/load_dataset.ts";
import { findNamedSet, NAMED_SETS } from "../../datasets/own/named_sets.ts";
import { fetchCifar10, type FetchCifar10Options } from "../../datasets/fetch.ts";
import { SOURCE_NAMES, type SourceName } from "../../datasets/source.ts";
import { formatDuration } from "../../internal/progress.ts";
import {
  EXIT,
  explainFailure,
  newCommand,
  parseArguments,
  refuseOptions,
  runCommand,
} from "../shared/command_line.ts";
import { CIFAR10 } from "../shared/data_options.ts";
import { withInterrupt } from "../shared/interrupt.ts";
import { keepOnly } from "../shared/permissions.ts";
import { ProgressLine } from "../shared/progress_line.ts";
import { printLine, STANDARD_ERROR } from "../shared/output.ts";

const DESCRIPTION = `Fetch CIFAR-10 and verify it; does nothing when all is there.
Other sets are verified where they lie, or it is said how to get them.

Each file is checked against its published MD5 digest before it takes its name.
An interrupted download of the official archive goes on where it was.`;

/** Names of the sets. */
const SETS = [CIFAR10, ...Object.keys(NAMED_SETS)];

/** What the command does once the arguments are right: {@linkcode fetchCifar10}. */
export type Fetch = (options: FetchCifar10Options & { dir: string }) => Promise<string[]>;

/** Runs the command and returns its exit code. */
export async function data(args: string[], fetch: Fetch = fetchCifar10): Promise<number> {
  const command = newCommand("data", DESCRIPTION)
    .addArgument(
      new Argument("[set]", "which set").choices(SETS).default(CIFAR10),
    )
    .addOption(
      new Option("--source <name>", "where from (default: the first that delivers)")
        .choices(SOURCE_NAMES),
    )
    .option("--dir <folder>", "folder of the six files", parseFolder, defaultCifar10Dir());
  const exitCode = parseArguments(command, args);
  if (exitCode !== null) return exitCode;
  const options = command.opts<{ source?: SourceName; dir: string }>();
  const [set] = command.processedArgs as [string];
  if (set !== CIFAR10) return await verifyNamed(set, command);
  await keepOnly({ outputs: [join(options.dir, "any")] });
  return await withInterrupt((signal) => run({ ...options, signal }, fetch));
}

/** The other sets come with the distribution or by hand. */
async function verifyNamed(set: string, command: Command): Promise<number> {
  const idle = ["source", "dir"].find((name) => command.getOptionValueSource(name) === "cli");
  if (idle) {
    return refuseOptions(`option '--${idle}' is for ${CIFAR10}`);
  }
  try {
    await keepOnly({ folders: NAMED_SETS[set].folders });
    const { origin, images, test } = await readDataset(set, {});
    const { height, width, channels, classNames } = origin;
    const counts = `${images.rows} training and ${test?.rows ?? 0} test images`;
    const sizes = `${height} × ${width} × ${channels}, ${classNames.length} classes`;
    printLine(`${set} is complete in ${await findNamedSet(set)}: ${counts} of ${sizes}`);
    return EXIT.success;
  } catch (error) {
    return explainFailure(error, "Nothing was changed.");
  }
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
      onProgress: line.show,
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
