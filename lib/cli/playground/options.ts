/**
 * The options of `deno task playground`.
 *
 * @module
 */

import { InvalidArgumentError, Option } from "commander";
import { defaultCifar10Dir } from "../../datasets/cifar10_files.ts";
import { newCommand, parseArguments } from "../shared/command_line.ts";
import { integer } from "../shared/numbers.ts";
import { port } from "../shared/port.ts";

/** Every option of the command, read and checked. */
export interface PlaygroundOptions {
  port: number;
  /** Folder to write the page into, in place of serving it. */
  out?: string;
  training: number;
  validation: number;
  dir: string;
}

const DESCRIPTION = `Serve a web page that trains the net in the browser.

The page needs this computer alone: it loads nothing from elsewhere and sends
nothing. With --out it is written as files for any web host; where the host sends
the headers of the file _headers, the page uses all cores, elsewhere one.`;

/** Reads the command line; after `--help` or a bad option, which it prints, the exit code. */
export function parsePlaygroundOptions(args: string[]): PlaygroundOptions | number {
  const program = newCommand("playground", DESCRIPTION)
    .addOption(
      new Option("--port <number>", "port to serve at; 0: any free one")
        .argParser(port).default(8010),
    )
    .option("--out <folder>", "write the page there, and serve nothing", parseFolder)
    .addOption(images("--training <images>", "images to learn from", 4000))
    .addOption(images("--validation <images>", "images to judge by", 1000))
    .option("--dir <folder>", "folder of the CIFAR-10 files", defaultCifar10Dir());
  const exitCode = parseArguments(program, args);
  return exitCode ?? program.opts<PlaygroundOptions>();
}

/** 3 MB of the page for each thousand. */
function images(flags: string, description: string, standard: number): Option {
  return new Option(flags, description).argParser(integer(1, 25_000)).default(standard);
}

function parseFolder(value: string): string {
  if (value.trim() === "") throw new InvalidArgumentError("It is empty.");
  return value;
}
