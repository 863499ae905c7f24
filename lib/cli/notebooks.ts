/**
 * `deno task notebooks [files…]`: executes notebooks in Deno's kernel, without a browser or Python.
 *
 * @module
 */

import { Command, InvalidArgumentError } from "commander";
import { VARIES_TAG } from "../notebook/runner/compare.ts";
import { notebookFiles } from "./notebook_files.ts";
import { doNotebook, type NotebookTask } from "./notebook_task.ts";

/** What a shell reports for a program that Ctrl-C ended. */
const STOPPED = 130;

const program = new Command("deno task notebooks")
  .description("Execute notebooks from top to bottom and write their outputs back.")
  .argument("[files...]", "notebooks (default: all in notebooks/, in order)")
  .option(
    "--check",
    "compare the figures with those in the files, and write nothing; times count as equal, " +
      `and cells tagged "${VARIES_TAG}" are not compared`,
  )
  .option("--out <folder>", "write the executed notebooks there, failed ones too")
  .option("--html [folder]", "also write each as one self-contained page, there or beside it")
  .option("--no-run", "do not execute; for --html with the outputs in the files")
  .option("--timeout <seconds>", "how long each cell may take", seconds, 1800)
  .option("--allow-errors", "go on after a cell that throws")
  .option("--reduced", "run the long computations in short form; overwrites no notebook")
  .option("--set <name=value>", "set an environment variable of the kernel", variable, {});

program.options.find(({ long }) => long === "--check")?.conflicts(["reduced", "out"]);

/** Runs the task; returns the exit code. */
async function main(): Promise<number> {
  program.parse(Deno.args, { from: "user" });
  const stop = new AbortController();
  Deno.addSignalListener("SIGINT", () => stop.abort());
  const task: NotebookTask = { ...program.opts(), signal: stop.signal };
  for (const folder of [task.out, task.html]) {
    if (typeof folder === "string") await Deno.mkdir(folder, { recursive: true });
  }
  const failed = [];
  for (const file of await notebookFiles(program.args)) {
    try {
      if (!await doNotebook(file, task)) failed.push(file);
    } catch (error) {
      if (stop.signal.aborted) {
        console.error(`\nStopped; ${file} is as it was`);
        return STOPPED;
      }
      console.error(`\n${file}: ${error instanceof Error ? error.message : error}\n`);
      failed.push(file);
    }
  }
  if (failed.length > 0) console.error(`Failed: ${failed.join(", ")}`);
  return failed.length > 0 ? 1 : 0;
}

function seconds(text: string): number {
  const value = Number(text);
  if (value > 0 && value <= 86_400) return value;
  throw new InvalidArgumentError("Expected a number of seconds from 0 to 86400.");
}

function variable(text: string, earlier: Record<string, string>): Record<string, string> {
  const [, name, value] = /^(\w+)=(.*)$/s.exec(text) ?? [];
  if (name === undefined) throw new InvalidArgumentError("Expected NAME=VALUE.");
  return { ...earlier, [name]: value };
}

if (import.meta.main) Deno.exit(await main());
