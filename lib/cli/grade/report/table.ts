/**
 * Grades as text.
 *
 * @module
 */

import { table } from "../../../notebook/table.ts";
import type { GradedFile } from "../grade_submission.ts";

/** A table of the files of each notebook, and below it what is to be said of them. */
export function gradeTables(files: readonly GradedFile[]): string {
  const notebooks = [...new Set(files.map(({ notebook }) => notebook))];
  return notebooks.map((notebook) => {
    const those = files.filter((file) => file.notebook === notebook);
    return [notebook, "", gradeTable(those), "", ...those.flatMap(remarks)].join("\n");
  }).join("\n\n");
}

function gradeTable(files: readonly GradedFile[]): string {
  const questions = files[0].grades.map(({ title }, i) => ({
    title,
    value: ({ grades }: GradedFile) => mark(grades[i]),
  }));
  const total = { title: "points", value: ({ points, of }: GradedFile) => `${points} of ${of}` };
  return String(table(files, { columns: ["file", ...questions, total] }));
}

/** Points, or "–" for a blank that is as it was, or "?" for what a person has to grade. */
export function mark({ status, points }: GradedFile["grades"][number]): string {
  return status === "manual" ? "?" : status === "unwritten" ? "–" : String(points);
}

function remarks({ file, grades, notes }: GradedFile): string[] {
  const wrong = grades.filter(({ status }) => status === "wrong")
    .map(({ words }) => words.replaceAll("\n", "\n    "));
  const lines = [...notes, ...wrong].map((words) => `  ${words}`);
  return lines.length > 0 ? [`${file}:`, ...lines] : [];
}
