/**
 * Executes a notebook from top to bottom in a fresh kernel.
 *
 * @module
 */

import { type Execution, Kernel } from "../kernel/kernel.ts";
import {
  codeCells,
  type ErrorOutput,
  hasTag,
  type Notebook,
  type NumberedCell,
  type Output,
  RAISES_TAG,
  SKIP_TAG,
} from "./nbformat.ts";
import { OutputCollector } from "./outputs.ts";

const NO_DETAILS =
  "The kernel gave no details: usually a syntax error, which `deno task check:notebooks` shows";

/** Cells that import nothing have their stray errors reported, too. */
const UNCAUGHT = import.meta.resolve("../../notebook/uncaught.ts");

const KERNELSPEC = { display_name: "Deno", language: "typescript", name: "deno" };

/** How a notebook is run. */
export interface RunOptions {
  /** Working directory of the cells: the notebook's folder, as in JupyterLab. */
  cwd: string;
  /** Environment variables of the kernel on top of this process's own; none by default. */
  env?: Record<string, string>;
  /** Seconds that each cell may take; default 1800. */
  timeout?: number;
  /** Seconds that the kernel's start may take; default 30. */
  startTimeout?: number;
  /** Whether to go on after a cell that throws; default false. */
  allowErrors?: boolean;
  /** Ends the kernel and rejects with the signal's reason. */
  signal?: AbortSignal;
  /** Called before each cell with the number of cells that are to run. */
  onCell?: (cell: NumberedCell, total: number) => void;
}

/** A cell that did not complete. */
export interface CellFailure extends NumberedCell {
  /** How it ended. */
  status: Exclude<Execution["status"], "ok">;
  /** What it threw, or how the kernel ended. */
  error: ErrorOutput;
}

/** What a run gave. */
export interface RunResult {
  /** The notebook with the outputs of this run; cells that were not reached have none. */
  notebook: Notebook;
  /** The cells that did not complete; the run ended at the last, unless errors are allowed. */
  failures: CellFailure[];
}

/** Executes a copy of the notebook's code cells in order and returns it with their outputs. */
export async function runNotebook(notebook: Notebook, options: RunOptions): Promise<RunResult> {
  const { cwd, env = {}, startTimeout = 30, signal } = options;
  signal?.throwIfAborted();
  const kernel = await Kernel.start({
    cwd,
    env: { NO_COLOR: "1", ...env },
    startTimeout: startTimeout * 1000,
  });
  const end = (): void => void kernel.shutdown();
  signal?.addEventListener("abort", end);
  try {
    return await runCells(kernel, cleared(notebook), options);
  } finally {
    signal?.removeEventListener("abort", end);
    await kernel.shutdown();
  }
}

async function runCells(
  kernel: Kernel,
  notebook: Notebook,
  { timeout = 1800, allowErrors = false, signal, onCell }: RunOptions,
): Promise<RunResult> {
  const { language_info } = await kernel.info();
  notebook.metadata = { kernelspec: KERNELSPEC, ...notebook.metadata, language_info };
  await kernel.prepare(`await import(${JSON.stringify(UNCAUGHT)});`);
  const failures: CellFailure[] = [];
  const collector = new OutputCollector();
  const cells = codeCells(notebook);
  for (const numbered of cells) {
    signal?.throwIfAborted();
    onCell?.(numbered, cells.length);
    const mayThrow = hasTag(numbered.cell, RAISES_TAG);
    const limits = { timeout: timeout * 1000, allowErrors: allowErrors || mayThrow };
    const failure = await runCell(kernel, numbered, collector, limits);
    signal?.throwIfAborted();
    if (failure === undefined || mayThrow && failure.status === "error") continue;
    failures.push(failure);
    if (!allowErrors || failure.status !== "error") break;
  }
  return { notebook, failures };
}

async function runCell(
  kernel: Kernel,
  { number, cell }: NumberedCell,
  collector: OutputCollector,
  { timeout, allowErrors }: { timeout: number; allowErrors: boolean },
): Promise<CellFailure | undefined> {
  cell.outputs = collector.startCell();
  const execution = await kernel.execute(
    cell.source,
    { timeout, allowErrors, onOutput: (message) => collector.handle(message) },
  );
  cell.execution_count = execution.executionCount;
  if (execution.error !== undefined && findError(cell.outputs) === undefined) {
    collector.addError(explained(execution.error));
  }
  // A display that fails to render reports an error although the reply says "ok".
  const error = findError(cell.outputs);
  if (error === undefined) return undefined;
  return { number, cell, error, status: execution.status === "ok" ? "error" : execution.status };
}

function findError(outputs: Output[]): ErrorOutput | undefined {
  return outputs.find((output) => output.output_type === "error");
}

/** A cell with a syntax error gets a bare "Execution failed". */
function explained(error: NonNullable<Execution["error"]>): NonNullable<Execution["error"]> {
  if (error.evalue !== "Execution failed") return error;
  return { ...error, evalue: `${error.evalue}. ${NO_DETAILS}` };
}

/** A copy whose code cells have no outputs, but for those that are skipped. */
function cleared(notebook: Notebook): Notebook {
  const cells = notebook.cells.map((cell) => {
    const stays = cell.cell_type !== "code" || hasTag(cell, SKIP_TAG);
    return stays ? cell : { ...cell, outputs: [], execution_count: null };
  });
  return { ...notebook, cells };
}
