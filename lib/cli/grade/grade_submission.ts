/**
 * Points for what a student handed in.
 *
 * @module
 */

import { judge } from "../../assignment/grading/judge.ts";
import { type Blank, type CheckedBlank, isChecked, titleOf } from "../student/sheet.ts";
import { judgeWithOurs, wrongUses } from "./follow_on.ts";
import { printable } from "./printable.ts";
import type { Limits } from "./sandbox/process.ts";
import { runInSandbox, type SandboxResult } from "./sandbox/sandbox.ts";
import type { RunnableCell, Submission } from "./submission.ts";

/** How a blank was graded: by its check, or not yet, since a person has to. */
export type Status = "right" | "wrong" | "unwritten" | "manual";

/** A blank's grade. */
export interface Grade {
  /** The blank's id. */
  readonly id: string;
  /** What the blank is called. */
  readonly title: string;
  /** How it was graded. */
  readonly status: Status;
  /** What it got; 0 where a person has to say. */
  readonly points: number;
  /** What it could get. */
  readonly of: number;
  /** What is to be said of it. */
  readonly words: string;
  /** What the student wrote. */
  readonly written: string;
}

/** What a file got. */
export interface GradedFile {
  /** The file as it was named. */
  readonly file: string;
  /** Which notebook it is. */
  readonly notebook: string;
  /** The grades, in the order of the notebook. */
  readonly grades: readonly Grade[];
  /** The points of what was checked. */
  readonly points: number;
  /** What there is to get, without what a person grades. */
  readonly of: number;
  /** What there is to get from a person. */
  readonly manual: number;
  /** What is odd about the file. */
  readonly notes: readonly string[];
}

/** How files are graded. */
export interface GradeOptions {
  /** The seed of the inputs that functions are called with. */
  readonly seed: number;
  /** What each process of the sandbox may take. */
  readonly limits: Limits;
  /** Ends the work. */
  readonly signal: AbortSignal;
}

/** Grades what a student handed in. */
export async function gradeSubmission(
  file: string,
  submission: Submission,
  options: GradeOptions,
): Promise<GradedFile> {
  const { cells, edition, refused } = submission;
  const blanks = Object.entries(edition.sheet.blanks);
  const questions = blanks.filter(([id]) => !refused.has(id))
    .flatMap(([, blank]) => isChecked(blank) ? [blank.question] : []);
  const result = await runInSandbox({
    ...options,
    cells: cells.map(({ source }) => source),
    questions,
  });
  const grades = await forgiven(
    blanks.map(([id, blank]) => gradeOf(id, blank, submission, result, options.seed)),
    submission,
    result,
    options,
  );
  const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);
  const checked = grades.filter(({ status }) => status !== "manual");
  return {
    ...{ file, notebook: edition.name, grades },
    points: sum(checked.map(({ points }) => points)),
    of: sum(checked.map((grade) => grade.of)),
    manual: sum(grades.map((grade) => grade.of)) - sum(checked.map((grade) => grade.of)),
    notes: [...submission.notes, ...failureNotes(submission, result)].map((note) =>
      printable(note)
    ),
  };
}

/** The grades, with full points for what is wrong only because other functions are. */
async function forgiven(
  grades: readonly Grade[],
  submission: Submission,
  result: SandboxResult,
  options: GradeOptions,
): Promise<Grade[]> {
  const isRight = (id: string) => grades.find((grade) => grade.id === id)?.status === "right";
  const runs = (cell: RunnableCell) => !result.failures.has(submission.cells.indexOf(cell));
  const again: Grade[] = [];
  for (const grade of grades) {
    const { id, of } = grade, blank = submission.edition.sheet.blanks[id];
    const hasRun = submission.cells.some((cell) => cell.blank === id && runs(cell));
    const isOpen = grade.status === "wrong" && hasRun && isChecked(blank);
    const wrong = isOpen ? wrongUses(submission, blank.question, isRight) : [];
    const verdict = wrong.length > 0 && isOpen
      ? await judgeWithOurs(submission, blank.question, wrong, runs, options)
      : null;
    again.push(verdict === null ? grade : { ...grade, ...verdict, points: of });
  }
  return again;
}

function gradeOf(
  id: string,
  blank: Blank,
  submission: Submission,
  result: SandboxResult,
  seed: number,
): Grade {
  const { status, words } = verdictOf(id, blank, submission, result, seed);
  return {
    ...{ id, title: titleOf(blank), status, of: blank.points },
    points: status === "right" ? blank.points : 0,
    words: printable(words),
    written: printable(submission.written.get(id) ?? "", 20_000),
  };
}

function verdictOf(
  id: string,
  blank: Blank,
  submission: Submission,
  result: SandboxResult,
  seed: number,
): { status: Status; words: string } {
  const refusal = submission.refused.get(id);
  if (refusal !== undefined) return { status: "wrong", words: refusal };
  if (!isChecked(blank)) return { status: "manual", words: "to be graded by a person" };
  const verdict = checkedVerdict(blank, result.answers.get(blank.question)!, seed);
  const failure = failureOf(id, submission, result);
  if (verdict.status === "right" || failure === undefined) return verdict;
  return { status: "wrong", words: `its cell ${failure}` };
}

function checkedVerdict(
  { question }: CheckedBlank,
  answer: Parameters<typeof judge>[1] | string,
  seed: number,
): { status: Status; words: string } {
  if (typeof answer === "string") return { status: "wrong", words: `${question} ${answer}` };
  return judge(question, answer, seed);
}

/** Why the cell of a blank did not run, if it did not. */
function failureOf(
  id: string,
  { cells }: Submission,
  { failures }: SandboxResult,
): string | undefined {
  return failures.get(cells.findIndex(({ blank }) => blank === id));
}

/** Other cells of the student's that did not run: the functions may need them. */
function failureNotes({ cells, edition }: Submission, { failures }: SandboxResult): string[] {
  return cells.flatMap(({ title, blank }, i) => {
    const why = failures.get(i);
    const isTheirs = i >= edition.sheet.given.length;
    return why !== undefined && blank === undefined && isTheirs ? [`${title} ${why}`] : [];
  });
}
