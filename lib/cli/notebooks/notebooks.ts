/**
 * `deno task notebooks [files…]`: executes notebooks in Deno's kernel, without a browser or Python.
 *
 * @module
 */

import { basename } from "node:path";
import { type Command, InvalidArgumentError, Option } from "commander";
import { VARIES_TAG } from "../../jupyter/runner/compare.ts";
import {
  EXIT,
  explainFailure,
  newCommand,
  parseArguments,
  refuseOptions,
  runCommand,
} from "../shared/command_line.ts";
import { withInterrupt } from "../shared/interrupt.ts";
import { notebookFiles } from "./notebook_files.ts";
import { doNotebook, type NotebookTask } from "./notebook_task.ts";
import { number } from "../shared/numbers.ts";
import { printError } from "../shared/output.ts";

const DESCRIPTION = `Execute notebooks from top to bottom and write their outputs back.

A notebook that fails is reported and left as it was; the others still run.`;

const MAX_TIMEOUT = 86_400;

/** Runs the command and returns its exit code. */
export async function notebooks(args: string[]): Promise<number> {
  const command = notebooksCommand();
  const exitCode = parseArguments(command, args);
  if (exitCode !== null) return exitCode;
  const { run: runs, html } = command.opts();
  if (!runs && html === undefined) {
    return refuseOptions("option '--no-run' needs '--html', or there is nothing to do");
  }
  return await withInterrupt((signal) => run(command.args, { ...command.opts(), signal }));
}

function notebooksCommand(): Command {
  const check = new Option(
    "--check",
    "compare the figures with those in the files and write nothing; " +
      `times count as equal, and cells tagged "${VARIES_TAG}" are not compared`,
  );
  return newCommand("notebooks", DESCRIPTION)
    .argument("[files...]", "notebooks (default: all in notebooks/, in order)")
    .addOption(check.conflicts(["reduced", "out"]))
    .option("--out <folder>", "write the executed notebooks there, failed ones too")
    .option("--html [folder]", "also write each as one self-contained page, there or beside it")
    .addOption(
      new Option("--no-run", "do not execute; for --html with the outputs in the files")
        .conflicts(["check", "out", "timeout", "allowErrors", "reduced", "set"]),
    )
    .option("--timeout <seconds>", "how long a cell may take", number(0.001, MAX_TIMEOUT), 1800)
    .option("--allow-errors", "go on after a cell that throws")
    .option("--reduced", "stop long computations early, as Stop does; overwrites no notebook")
    .option("--set <name=value>", "set an environment variable of the kernel", variable);
}

function variable(text: string, earlier: Record<string, string> = {}): Record<string, string> {
  const [, name, value] = /^(\w+)=(.*)$/s.exec(text) ?? [];
  if (name === undefined) throw new InvalidArgumentError("Expected NAME=VALUE.");
  return { ...earlier, [name]: value };
}

/** The first two files that would overwrite one another in a folder. */
function findSame(files: readonly string[]): string | null {
  const known = new Map<string, string>();
  for (const file of files) {
    const name = basename(file), earlier = known.get(name);
    if (earlier !== undefined) return `${earlier} and ${file}`;
    known.set(name, file);
  }
  return null;
}

async function run(given: string[], task: Omit<NotebookTask, "files">): Promise<number> {
  const failed = [];
  const files = await notebookFiles(given);
  const sameName = task.out !== undefined || typeof task.html === "string" ? findSame(files) : null;
  if (sameName !== null) {
    return refuseOptions(`${sameName} have the same name, and one folder to be written to`);
  }
  for (const folder of [task.out, task.html]) {
    if (typeof folder === "string") await Deno.mkdir(folder, { recursive: true });
  }
  for (const file of files) {
    try {
      if (!await doNotebook(file, { ...task, files })) failed.push(file);
    } catch (error) {
      const exitCode = explainFailure(error, `${file} is as it was.`);
      if (exitCode === EXIT.interrupted) return exitCode;
      failed.push(file);
    }
  }
  if (failed.length > 0) printError(`Failed: ${failed.join(", ")}`);
  return failed.length > 0 ? EXIT.failure : EXIT.success;
}

if (import.meta.main) await runCommand(notebooks);
