/**
 * `deno task assignment:student`: makes the notebooks that students fill in.
 *
 * @module
 */

import { join } from "node:path";
import { writeWholeFile } from "../../internal/whole_file.ts";
import { formatNotebook, readNotebook } from "../../jupyter/runner/nbformat.ts";
import {
  EXIT,
  explainFailure,
  newCommand,
  parseArguments,
  runCommand,
} from "../shared/command_line.ts";
import { printError, printLine } from "../shared/output.ts";
import { keepOnly } from "../shared/permissions.ts";
import { takeSolution } from "./blanks.ts";
import { makeEdition } from "./edition.ts";
import { SHEETS } from "./sheets.ts";

/** Where the notebooks are. */
const NOTEBOOKS = "notebooks";

/** Where the edition for students goes. */
export const STUDENT_FOLDER = "notebooks/student";

const TEACHER_FOLDER = "data/teacher";

const DESCRIPTION = `Make the notebooks that students fill in from those in ${NOTEBOOKS}/.

Solutions become blanks, each with hints and a check; outputs are cleared.`;

/** The edition of the notebook of this name, as the text of its file. */
export async function editionText(name: string, to: string, teacher = false): Promise<string> {
  const notebook = await readNotebook(join(NOTEBOOKS, `${name}.ipynb`));
  const names = Object.keys(SHEETS);
  const options = { sheet: SHEETS[name], teacher, from: NOTEBOOKS, to, names };
  return formatNotebook(makeEdition(notebook, options));
}

/** The solutions of the notebook of this name, by the ids of their cells. */
export async function solutionsOf(name: string): Promise<Record<string, string>> {
  const { cells } = await readNotebook(join(NOTEBOOKS, `${name}.ipynb`));
  return Object.fromEntries(cells.flatMap((cell) => {
    const taken = takeSolution(cell, () => []);
    return taken === null ? [] : [[cell.id, taken.solved]];
  }));
}

/** Runs the command and returns its exit code. */
export async function student(args: string[]): Promise<number> {
  const command = newCommand("assignment:student", DESCRIPTION)
    .option("--teacher", `with the answers, folded; into ${TEACHER_FOLDER}/`)
    .option("--out <folder>", `write them there (default: ${STUDENT_FOLDER}/)`)
    .option("--check", "write nothing; say which files are not as they would be written");
  const exitCode = parseArguments(command, args);
  if (exitCode !== null) return exitCode;
  const { teacher = false, check = false } = command.opts();
  const out: string = command.opts().out ?? (teacher ? TEACHER_FOLDER : STUDENT_FOLDER);
  try {
    return check ? await compare(out, teacher) : await write(out, teacher);
  } catch (error) {
    return explainFailure(error, "Files that were written are whole.");
  }
}

async function write(out: string, teacher: boolean): Promise<number> {
  await Deno.mkdir(out, { recursive: true });
  await keepOnly({ outputs: [join(out, "any")] });
  for (const name of Object.keys(SHEETS)) {
    const path = join(out, `${name}.ipynb`);
    await writeWholeFile(path, await editionText(name, out, teacher));
    printLine(path);
  }
  return EXIT.success;
}

async function compare(out: string, teacher: boolean): Promise<number> {
  const stale: string[] = [];
  for (const name of Object.keys(SHEETS)) {
    const path = join(out, `${name}.ipynb`);
    const found = await Deno.readTextFile(path).catch(() => "");
    if (found !== await editionText(name, out, teacher)) stale.push(path);
  }
  for (const path of stale) printError(`${path} is not as this command would write it`);
  return stale.length > 0 ? EXIT.failure : EXIT.success;
}

if (import.meta.main) await runCommand(student);
