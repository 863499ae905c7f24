/**
 * A student's cells, run in a sandbox, and what the functions in them did with the inputs of the
 * questions.
 *
 * @module
 */

import { join } from "node:path";
import type { Outcome } from "../../../assignment/grading/outcome.ts";
import { readOutcomes } from "../../../assignment/grading/transfer.ts";
import { countCases, type QuestionName } from "../../../assignment/grading/questions.ts";
import { printable } from "../printable.ts";
import type { Message } from "./message.ts";
import { type Limits, runScripts } from "./process.ts";

/** What is to be run. */
export interface SandboxTask {
  /** The cells' code, in order. */
  readonly cells: readonly string[];
  /** The questions, in order. */
  readonly questions: readonly QuestionName[];
  /** The seed of the inputs. */
  readonly seed: number;
  /** What each process may take. */
  readonly limits: Limits;
  /** Ends it. */
  readonly signal: AbortSignal;
}

/** What came of it. */
export interface SandboxResult {
  /** For each question what its function did, or why that is not known. */
  readonly answers: ReadonlyMap<QuestionName, readonly Outcome[] | string>;
  /** For each cell that did not run, by its index, why. */
  readonly failures: ReadonlyMap<number, string>;
}

/** Cells that end the process one after the other are given up after so many. */
const MAX_BAD_CELLS = 3;

const CELL_ERROR = /^Error in --eval-file file "(?:.*[/\\])?cell_(\d+)\.ts": (?:Uncaught )?(.*)/;

/**
 * Runs the cells and asks the questions. A question that ends the process, by an endless loop or
 * otherwise, costs only its own points: the next ones are asked in a new process. So does a cell.
 */
export async function runInSandbox(task: SandboxTask): Promise<SandboxResult> {
  const answers = new Map<QuestionName, readonly Outcome[] | string>();
  const failures = new Map<number, string>();
  const badCells = new Set<number>();
  while (answers.size < task.questions.length) {
    const open = task.questions.filter((question) => !answers.has(question));
    const { reason, at } = await runProcess({ ...task, questions: open }, badCells, {
      onAnswer: (question, outcomes) => answers.set(question, outcomes),
      onFailure: (cell, why) => failures.set(cell, why),
    });
    const next = open.find((question) => !answers.has(question));
    if (next === undefined) break;
    const why = reason ?? "ended the program";
    if (at !== null) failures.set(at, why);
    if (at === null) answers.set(next, why);
    else if (badCells.add(at).size > MAX_BAD_CELLS) {
      for (const question of open) answers.set(question, `cannot be asked: a cell ${why}`);
    }
  }
  return { answers, failures };
}

interface Events {
  onAnswer(question: QuestionName, outcomes: readonly Outcome[] | string): void;
  onFailure(cell: number, reason: string): void;
}

/** Returns why the process ended, and in which cell; null for none, where a question was asked. */
async function runProcess(
  task: SandboxTask,
  badCells: ReadonlySet<number>,
  { onAnswer, onFailure }: Events,
): Promise<{ reason: string | null; at: number | null }> {
  const folder = await Deno.makeTempDir({ prefix: "grade-" });
  const token = `@${crypto.randomUUID()}`;
  let at: number | null = null, hasStarted = false, lastLine = "";
  const onMessage = (message: Message) => {
    hasStarted = true;
    if (message.kind === "cell") at = message.index;
    if (message.kind === "ready") at = null;
    if (message.kind !== "answer") return;
    const question = task.questions.find((name) => name === message.question);
    if (question) onAnswer(question, readAnswer(question, message.outcomes));
  };
  const onLine = (line: string) => {
    if (line !== "") lastLine = line;
    const [, cell, reason] = CELL_ERROR.exec(line) ?? [];
    if (cell !== undefined) onFailure(Number(cell), printable(reason, 300));
  };
  try {
    const scripts = await writeScripts(folder, token, task, badCells);
    const { limits, signal } = task;
    const reason = await runScripts({ scripts, folder, token, limits, signal, onMessage, onLine });
    if (!hasStarted) throw new Error(`The sandbox did not start: ${printable(lastLine, 300)}`);
    return { reason, at };
  } finally {
    await Deno.remove(folder, { recursive: true }).catch(() => {}); // the watchdog may have been first
  }
}

function readAnswer(question: QuestionName, outcomes: unknown): readonly Outcome[] | string {
  const read = readOutcomes(outcomes as never, countCases(question));
  return read ?? "gave no result that can be read";
}

async function writeScripts(
  folder: string,
  token: string,
  { cells, questions, seed, limits: { memory } }: SandboxTask,
  badCells: ReadonlySet<number>,
): Promise<string[]> {
  const driver = JSON.stringify(import.meta.resolve("./driver.ts"));
  const options = JSON.stringify({ token, seed, memory });
  const scripts: [name: string, code: string][] = [
    ["start", `const __grade = await (await import(${driver})).startDriver(${options});`],
    ...[...cells.entries()].filter(([i]) => !badCells.has(i))
      .map(([i, code]): [string, string] => [`cell_${i}`, `__grade.cell(${i}); ${code}`]),
    ["ready", "__grade.ready();"],
    ...questions.map((name): [string, string] => [
      `ask_${name}`,
      `__grade.answer("${name}", () => ${name});`,
    ]),
  ];
  const paths = scripts.map(([name]) => join(folder, `${name}.ts`));
  for (const [i, [, code]] of scripts.entries()) await Deno.writeTextFile(paths[i], code);
  return paths;
}
