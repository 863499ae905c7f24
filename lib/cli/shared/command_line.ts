/**
 * What the commands share: arguments refused by name before anything runs, and exit codes.
 *
 * @module
 */

import { Command, CommanderError } from "commander";
import { failureText } from "./failure_text.ts";
import { outputFailure, printError, printLine, terminalColumns } from "./output.ts";

/** Exit codes of the commands; the last two as shells have them. */
export const EXIT = { success: 0, failure: 1, usage: 2, interrupted: 130 } as const;

/** A command that asks for no permission, neither to read the environment nor to end the process. */
export function newCommand(name: string, description: string): Command {
  return new Command(`deno task ${name}`)
    .description(description)
    .helpOption("-h, --help", "print this text")
    .configureOutput({
      writeOut: (text) => printLine(text.replace(/\n$/, "")),
      writeErr: (text) => printError(text.replace(/\n$/, "")),
      getOutHasColors: () => false,
      getErrHasColors: () => false,
      getOutHelpWidth: helpWidth,
      getErrHelpWidth: helpWidth,
    })
    .exitOverride();
}

/** The terminal's width, but no more than can be read at ease; 80 where there is no terminal. */
function helpWidth(): number {
  return Math.min(terminalColumns(), 100);
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

/** Says what is wrong with options that are each right; returns the exit code. */
export function refuseOptions(problem: string): number {
  printError(`error: ${problem}`);
  return EXIT.usage;
}

/** Runs a command on the process's arguments and ends the process with its exit code. */
export async function runCommand(command: (args: string[]) => Promise<number>): Promise<never> {
  const exitCode = await command(Deno.args);
  Deno.exit(outputFailure() ?? exitCode);
}

/** What went wrong first, where ending what was begun went wrong too. */
export function firstError(error: unknown): unknown {
  return error instanceof SuppressedError ? firstError(error.suppressed) : error;
}

/**
 * Says on standard error why a command's work ended early.
 *
 * @param ifInterrupted What to add if the user ended it: what is kept, and how to go on.
 * @returns The exit code.
 */
export function explainFailure(failure: unknown, ifInterrupted: string): number {
  const error = firstError(failure);
  if (error instanceof DOMException && error.name === "AbortError") {
    printError(`Interrupted. ${ifInterrupted}`);
    return EXIT.interrupted;
  }
  printError(`error: ${failureText(error)}`);
  return EXIT.failure;
}
