/**
 * Grades as a page that needs nothing else.
 *
 * @module
 */

import { escapeXml } from "../../../internal/escape.ts";
import { htmlPage } from "../../../internal/html_page.ts";
import type { Grade, GradedFile } from "../grade_submission.ts";
import type { Grades } from "../grades.ts";
import { mark } from "./table.ts";

const STYLE = `
body { max-width: 70rem; margin: 2rem auto; padding: 0 1rem; font: 16px/1.5 system-ui, sans-serif; }
table { border-collapse: collapse; margin: 0.5rem 0 1.5rem; }
th, td { padding: 0.25rem 0.75rem; border-bottom: 1px solid #8884; text-align: right; }
td { white-space: nowrap; }
th:first-child, td:first-child { text-align: left; }
.scroll { overflow-x: auto; }
.words { white-space: pre-wrap; margin: 0.2rem 0; }
.right { color: light-dark(#136c2e, #7ee2a0); }
.wrong { color: light-dark(#a4202c, #ff9aa2); }
pre { overflow-x: auto; padding: 0.5rem 0.75rem; background: #8881; font: 0.85rem/1.5 ui-monospace, monospace; }`;

/** The page. */
export async function gradePage({ files, failed, seed }: Grades): Promise<string> {
  const notebooks = [...new Set(files.map(({ notebook }) => notebook))];
  const overview = notebooks.map((notebook) =>
    `<h2>${escapeXml(notebook)}</h2>\n` +
    overviewTable(files.filter((file) => file.notebook === notebook))
  );
  const errors = failed.map(({ file, error }) =>
    `<li>${escapeXml(file)}: ${escapeXml(error)}</li>\n`
  );
  const title = "Grades",
    body = `<h1>${title}</h1>
<p>Inputs of the seed ${seed}. “–” is a blank that nothing was written into, “?” one that a person has to grade.</p>
${errors.length > 0 ? `<h2>Not graded</h2>\n<ul>\n${errors.join("")}</ul>\n` : ""}${
      overview.join("\n")
    }
${files.map(fileSection).join("\n")}`;
  return await htmlPage({ title, style: STYLE, body });
}

function overviewTable(files: readonly GradedFile[]): string {
  const head = ["file", ...files[0].grades.map(({ title, of }) => `${title} (${of})`), "points"];
  const row = (
    { file, grades, points, of }: GradedFile,
  ) => [file, ...grades.map(mark), `${points} of ${of}`];
  return `<div class="scroll"><table>\n${tableRow(head, "th")}${
    files.map((file) => tableRow(row(file), "td")).join("")
  }</table></div>`;
}

function tableRow(cells: readonly string[], tag: "th" | "td"): string {
  return `<tr>${cells.map((cell) => `<${tag}>${escapeXml(cell)}</${tag}>`).join("")}</tr>\n`;
}

function fileSection({ file, notebook, grades, points, of, notes }: GradedFile): string {
  const remarks = notes.map((note) => `<p class="words wrong">${escapeXml(note)}</p>\n`).join("");
  return `<section>
<h2>${escapeXml(file)}</h2>
<p>${escapeXml(notebook)}: ${points} of ${of} points</p>
${remarks}${grades.map(gradeHtml).join("")}</section>`;
}

function gradeHtml({ title, status, points, of, words, written }: Grade): string {
  const got = status === "manual" ? `? of ${of}` : `${points} of ${of}`;
  const code = written === ""
    ? ""
    : `<details><summary>What was written</summary><pre>${escapeXml(written)}</pre></details>\n`;
  return `<h3>${escapeXml(title)}: <span class="${status}">${got}</span></h3>
<p class="words">${escapeXml(words)}</p>
${code}`;
}
