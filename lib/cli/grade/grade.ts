/**
 * `deno task grade FILE…`: grades notebooks that students have filled in, in a sandbox.
 *
 * @module
 */

import { extname } from "node:path";
import { type Command, InvalidArgumentError } from "commander";
import { checkWritable } from "../../internal/check_writable.ts";
import { writeWholeFile } from "../../internal/whole_file.ts";
import { parseNotebook } from "../../jupyter/runner/nbformat.ts";
import { editionText, solutionsOf, STUDENT_FOLDER } from "../student/student.ts";
import { SHEETS } from "../student/sheets.ts";
import {
  EXIT,
  explainFailure,
  newCommand,
  parseArguments,
  runCommand,
} from "../shared/command_line.ts";
import { failureText } from "../shared/failure_text.ts";
import { withInterrupt } from "../shared/interrupt.ts";
import { integer, number } from "../shared/numbers.ts";
import { printError, printLine } from "../shared/output.ts";
import { ProgressLine } from "../shared/progress_line.ts";
import { type GradedFile, type GradeOptions, gradeSubmission } from "./grade_submission.ts";
import type { FailedFile, Grades } from "./grades.ts";
import { printable } from "./printable.ts";
import { gradeCsv } from "./report/csv.ts";
import { gradePage } from "./report/page.ts";
import { gradeTables } from "./report/table.ts";
import { type Edition, readSubmission } from "./submission.ts";

const DESCRIPTION = `Grade notebooks that students have filled in.

Their functions run in a sandbox and are judged outside it; the checks in the files count for nothing.`;

const FORMATS: Readonly<Record<string, (grades: Grades) => string | Promise<string>>> = {
  ".html": gradePage,
  ".csv": gradeCsv,
  ".json": (grades) => `${JSON.stringify(grades, null, 2)}\n`,
};

/** Bytes; a notebook of ours has 30 kB. */
const MAX_FILE = 20e6;

interface Options {
  readonly out: readonly string[];
  readonly timeout: number;
  readonly memory: number;
  readonly seed: number;
}

/** Runs the command and returns its exit code. */
export async function grade(args: string[]): Promise<number> {
  const command = gradeCommand();
  const exitCode = parseArguments(command, args);
  if (exitCode !== null) return exitCode;
  const options: Options = command.opts();
  try {
    for (const path of options.out) await checkWritable(path);
    return await withInterrupt((signal) => gradeAll(command.args, options, signal));
  } catch (error) {
    return explainFailure(error, "Nothing was written.");
  }
}

function gradeCommand(): Command {
  return newCommand("grade", DESCRIPTION)
    .argument("<files...>", "notebooks")
    .option("--out <file>", "write a report: .html, .csv or .json; may be given again", report, [])
    .option("--timeout <seconds>", "how long a question may take", number(0.1, 3600), 20)
    .option("--memory <megabytes>", "how much memory the code may take", number(100), 1000)
    .option(
      "--seed <number>",
      "draw the inputs of functions from this seed (default: another each time)",
      integer(0, 2 ** 32 - 1),
      crypto.getRandomValues(new Uint32Array(1))[0],
    );
}

function report(path: string, earlier: readonly string[]): string[] {
  if (extname(path) in FORMATS) return [...earlier, path];
  throw new InvalidArgumentError(`Expected ${Object.keys(FORMATS).join(", ")}.`);
}

async function gradeAll(
  paths: readonly string[],
  { out, seed, timeout, memory }: Options,
  signal: AbortSignal,
): Promise<number> {
  const editions = await readEditions();
  const files: GradedFile[] = [], failed: FailedFile[] = [];
  const options = { seed, limits: { timeout, memory: memory * 1e6 }, signal };
  await withProgress(paths, signal, async (path) => {
    try {
      files.push(await gradeFile(path, editions, options));
    } catch (error) {
      if (signal.aborted) throw error;
      failed.push({ file: path, error: printable(failureText(error)) });
    }
  });
  const grades: Grades = { seed, files, failed };
  if (files.length > 0) printLine(gradeTables(files));
  for (const { file, error } of failed) printError(`${printable(file)}: ${error}`);
  for (const path of out) await writeWholeFile(path, await FORMATS[extname(path)](grades));
  if (signal.aborted) {
    printError(`Interrupted. ${files.length} of ${paths.length} files are graded.`);
  }
  return signal.aborted ? EXIT.interrupted : failed.length > 0 ? EXIT.failure : EXIT.success;
}

/** Does the work for each path, showing how far it is; what is done when it is stopped is kept. */
async function withProgress(
  paths: readonly string[],
  signal: AbortSignal,
  work: (path: string) => Promise<void>,
): Promise<void> {
  using line = new ProgressLine();
  const start = performance.now();
  for (const [done, path] of paths.entries()) {
    if (signal.aborted) return;
    const elapsed = (performance.now() - start) / 1000;
    line.show({ label: "grading", unit: "files", done, total: paths.length, elapsed });
    try {
      await work(path);
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  }
}

async function gradeFile(
  path: string,
  editions: readonly Edition[],
  options: GradeOptions,
): Promise<GradedFile> {
  const { size, isFile } = await Deno.stat(path);
  if (!isFile) throw new Error("Expected a file");
  if (size > MAX_FILE) {
    throw new Error(`Expected at most ${MAX_FILE / 1e6} MB but found ${size} bytes`);
  }
  const notebook = parseNotebook(await Deno.readTextFile(path), path);
  return await gradeSubmission(path, readSubmission(notebook, editions), options);
}

/** Our copies, made anew from the notebooks, so that they are what this version hands out. */
async function readEditions(): Promise<Edition[]> {
  return await Promise.all(
    Object.entries(SHEETS).map(async ([name, sheet]) => ({
      ...{ name, sheet },
      notebook: parseNotebook(await editionText(name, STUDENT_FOLDER), name),
      solutions: await solutionsOf(name),
    })),
  );
}

if (import.meta.main) await runCommand(grade);
