/**
 * What the commands share: arguments refused by name before anything runs, and exit codes.
 *
 * @module
 */

import { Command, CommanderError } from "commander";

/** Exit codes of the commands; the last two as shells have them. */
export const EXIT = { success: 0, failure: 1, usage: 2, interrupted: 130 } as const;

/** A command that asks for no permission, neither to read the environment nor to end the process. */
export function newCommand(name: string, description: string): Command {
  return new Command(`deno task ${name}`)
    .description(description)
    .helpOption("-h, --help", "print this text")
    .configureOutput({ getOutHasColors: () => false, getErrHasColors: () => false })
    .exitOverride();
}

/**
 * Parses the arguments into `command.opts()`.
 *
 * @returns The exit code where all has been said: after `--help` and after a bad argument.
 */
export function parseArguments(command: Command, args: string[]): number | null {
  try {
    command.parse(args, { from: "user" });
    return null;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? EXIT.success : EXIT.usage;
  }
}

/**
 * Says on standard error why a command's work ended early.
 *
 * @param ifInterrupted What to add if the user ended it: what is kept, and how to go on.
 * @returns The exit code.
 */
export function explainFailure(error: unknown, ifInterrupted: string): number {
  if (error instanceof DOMException && error.name === "AbortError") {
    console.error(`Interrupted. ${ifInterrupted}`);
    return EXIT.interrupted;
  }
  console.error(`error: ${error instanceof Error ? error.message : error}`);
  return EXIT.failure;
}
