/**
 * One notebook, executed and then written, compared or exported.
 *
 * @module
 */

import { basename, dirname, join } from "node:path";
import { formatDuration } from "../../internal/progress.ts";
import { writeWholeFile } from "../../internal/whole_file.ts";
import { notebookPage } from "../../jupyter/html/page.ts";
import { REDUCED_VARIABLE } from "../../notebook/reduced.ts";
import { firstDifference } from "../../jupyter/runner/compare.ts";
import {
  checkKernel,
  formatNotebook,
  type Notebook,
  readNotebook,
} from "../../jupyter/runner/nbformat.ts";
import { describeDifference, describeFailure } from "../../jupyter/runner/report.ts";
import { runNotebook } from "../../jupyter/runner/run.ts";
import { ProgressLine } from "../shared/progress_line.ts";
import { printError, printLine } from "../shared/output.ts";

/** What is to be done with a notebook. */
export interface NotebookTask {
  /** False to export the outputs that are there. */
  run: boolean;
  /** Compare with the outputs that are there and write no notebook. */
  check?: boolean;
  /** Write the executed notebook into this folder rather than over the original. */
  out?: string;
  /** Write a page into this folder, or beside the notebook where it is `true`. */
  html?: string | true;
  /** All notebooks of the command, whose pages link to each other. */
  files: readonly string[];
  /** Seconds per cell. */
  timeout: number;
  /** Go on after a cell that throws, and take that for a success. */
  allowErrors?: boolean;
  /** Long computations stop early; the original is not overwritten. */
  reduced?: boolean;
  /** Environment variables of the kernel. */
  set?: Record<string, string>;
  /** Ends the run. */
  signal: AbortSignal;
}

/** Does what the task says with the notebook at `path`; returns whether all went well. */
export async function doNotebook(path: string, task: NotebookTask): Promise<boolean> {
  const notebook = await readNotebook(path);
  if (!task.run) {
    await writePage(notebook, path, task);
    return true;
  }
  checkKernel(notebook, path);
  const { executed, problems } = await execute(notebook, path, task);
  for (const problem of problems) printError(`\n${problem}\n`);
  const target = targetPath(path, task, problems.length === 0);
  if (target !== undefined) await writeWholeFile(target, formatNotebook(executed));
  await writePage(executed, path, task);
  return problems.length === 0;
}

async function execute(
  notebook: Notebook,
  path: string,
  task: NotebookTask,
): Promise<{ executed: Notebook; problems: string[] }> {
  const progress = new CellProgress(path);
  try {
    const { notebook: executed, failures } = await runNotebook(notebook, {
      cwd: dirname(path),
      env: { ...(task.reduced ? { [REDUCED_VARIABLE]: "1" } : {}), ...task.set },
      timeout: task.timeout,
      allowErrors: task.allowErrors,
      signal: task.signal,
      onCell: ({ number }, total) => progress.startCell(number, total),
    });
    const problems = failures
      .filter((failure) => !task.allowErrors || failure.status !== "error")
      .map((failure) => describeFailure(path, failure));
    if (task.check && problems.length === 0) {
      const difference = firstDifference(notebook, executed);
      if (difference !== undefined) problems.push(describeDifference(path, difference));
    }
    progress.end(problems.length === 0 ? "ok" : "FAILED");
    return { executed, problems };
  } finally {
    progress.clear();
  }
}

/** Shows which cell runs, and for how long the notebook has been running. */
class CellProgress {
  readonly #line = new ProgressLine();
  readonly #label: string;
  readonly #startedAt = performance.now();
  readonly #timer = setInterval(() => this.#show(), 1000);
  #cell = 0;
  #total = 0;

  constructor(label: string) {
    this.#label = label;
  }

  startCell(number: number, total: number): void {
    this.#cell = number;
    this.#total = total;
    this.#show();
  }

  end(result: string): void {
    this.clear();
    printLine(`${this.#label}: ${result} in ${formatDuration(this.#elapsed)}`);
  }

  clear(): void {
    clearInterval(this.#timer);
    this.#line.clear();
  }

  get #elapsed(): number {
    return (performance.now() - this.#startedAt) / 1000;
  }

  #show(): void {
    const [done, total, elapsed] = [this.#cell - 1, this.#total, this.#elapsed];
    if (total > 0) this.#line.show({ label: this.#label, unit: "cells", done, total, elapsed });
  }
}

/** Where the executed notebook goes: nowhere where it would replace a better one. */
function targetPath(
  path: string,
  { check, out, reduced }: NotebookTask,
  succeeded: boolean,
): string | undefined {
  if (out !== undefined) return join(out, basename(path));
  return check || reduced || !succeeded ? undefined : path;
}

async function writePage(notebook: Notebook, path: string, task: NotebookTask): Promise<void> {
  if (task.html === undefined) return;
  const page = pagePath(path, task.html);
  const pages = new Map(task.files.map((file) => [file, pagePath(file, task.html!)]));
  const place = { notebook: path, page, pages };
  await writeWholeFile(page, await notebookPage(notebook, basename(path, ".ipynb"), place));
}

function pagePath(path: string, html: string | true): string {
  return join(html === true ? dirname(path) : html, `${basename(path, ".ipynb")}.html`);
}
