/**
 * Follow-on errors: a function that calls others of the student's is wrong where they are. It is asked
 * again with our solutions in their place, so that a mistake costs its own points alone.
 *
 * @module
 */

import { judge, type Verdict } from "../../assignment/grading/judge.ts";
import { type QuestionName, QUESTIONS } from "../../assignment/grading/questions.ts";
import { type CheckedBlank, isChecked } from "../student/sheet.ts";
import type { GradeOptions } from "./grade_submission.ts";
import { runInSandbox } from "./sandbox/sandbox.ts";
import type { RunnableCell, Submission } from "./submission.ts";

/** The blanks that the question's function calls and that are not right, by their ids. */
export function wrongUses(
  { edition: { sheet } }: Submission,
  question: QuestionName,
  isRight: (id: string) => boolean,
): [id: string, blank: CheckedBlank][] {
  return Object.entries(sheet.blanks).filter((entry): entry is [string, CheckedBlank] =>
    isChecked(entry[1]) && QUESTIONS[question].uses.includes(entry[1].question) &&
    !isRight(entry[0])
  );
}

/**
 * Judges a function with our solutions of the functions that it calls.
 *
 * @param runs Whether a cell ran; one that did not is left out where ours takes its place.
 * @returns The verdict if it is right so, and null otherwise.
 */
export async function judgeWithOurs(
  { cells, edition }: Submission,
  question: QuestionName,
  wrong: readonly [id: string, blank: CheckedBlank][],
  runs: (cell: RunnableCell) => boolean,
  options: GradeOptions,
): Promise<Verdict | null> {
  const ours = new Map(wrong);
  const theirs = cells.filter((cell) => {
    const replaced = cell.blank === undefined ? undefined : ours.get(cell.blank);
    return !replaced || runs(cell) && !isVariable(replaced.question, cell.source);
  });
  const solutions = wrong.map(([id]) => edition.solutions[id]);
  const sources = [...theirs.map(({ source }) => source), ...solutions];
  const { answers } = await runInSandbox({ ...options, cells: sources, questions: [question] });
  const answer = answers.get(question)!;
  if (typeof answer === "string") return null;
  const { status } = judge(question, answer, options.seed);
  if (status !== "right") return null;
  const names = wrong.map(([, blank]) => blank.question).join(", ");
  return { status, words: `${question} is right: it was given our ${names}` };
}

/** A function may be declared anew, with what stands beside it in its cell kept; a variable may not. */
function isVariable(name: string, source: string): boolean {
  return new RegExp(`\\b(const|let|class)\\s+${name}\\b`).test(source);
}
