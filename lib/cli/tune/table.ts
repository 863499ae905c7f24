/**
 * Trials as rows of a table that fits the terminal, the accuracy first.
 *
 * @module
 */

import { formatDuration } from "../../internal/progress.ts";
import type { TrialParams } from "../../tuning/distributions.ts";
import { searchedSpace } from "../../tuning/searched_space.ts";
import type { Study } from "../../tuning/study.ts";
import { type FrozenTrial, lastStepOf } from "../../tuning/trial.ts";
import type { Terminal } from "../shared/output.ts";
import { formatValue } from "./values.ts";

/** Headings short enough for six parameters in 80 columns, and the room that their values take. */
const COLUMNS: Record<string, [heading: string, width: number]> = {
  hiddenSize: ["hidden", 6],
  learningRate: ["rate", 9],
  reg: ["reg", 9],
  learningRateDecay: ["decay", 6],
  batchSize: ["batch", 5],
  numIters: ["steps", 6],
};

const LEAST_BAR = 10, LONGEST_BAR = 24;

/** Writes a study's trials. */
export class TuneTable {
  readonly #header: string;
  readonly #varied: readonly string[];
  readonly #terminal: Terminal;
  readonly #barWidth: number;
  #isBegun = false;
  #best = -Infinity;

  /** A table of the parameters that the study varies. */
  constructor(study: Study, terminal: Terminal) {
    this.#terminal = terminal;
    this.#varied = Object.keys(searchedSpace(study));
    const others = "accuracy".length + this.#cells(["trial", 5]).length +
      this.#varied.reduce((sum, name) => sum + 2 + columnOf(name)[1], 0);
    const room = terminal.columns - 1 - others - 2;
    this.#barWidth = Math.max(LEAST_BAR, Math.min(LONGEST_BAR, room));
    const headings = this.#varied.map(columnOf);
    this.#header = this.#fit(
      `accuracy  ${"".padEnd(this.#barWidth)}${this.#cells(["trial", 5], ...headings)}`,
    );
  }

  /** The row of a finished trial, below it the error if it failed, above the first row the header. */
  row(trial: FrozenTrial): string {
    const row = this.#styled(trial);
    if (this.#isBegun) return row;
    this.#isBegun = true;
    return `${this.#terminal.dim(this.#header)}\n${row}`;
  }

  /** The row of a trial that runs. */
  runningRow(trial: FrozenTrial, lastEpoch: number): string {
    const { number, intermediateValues, params, startedAt } = trial;
    const step = lastStepOf(trial);
    const value = step === null ? null : intermediateValues.get(step)!;
    const progress = step === null ? "starting" : `epoch ${step}/${lastEpoch}`;
    const elapsed = formatDuration((Date.now() - startedAt!) / 1000);
    return this.#row(number, value, `${progress}, ${elapsed}`, params);
  }

  /** The best row so far stands out; those that came to nothing stand back. */
  #styled(trial: FrozenTrial): string {
    const { number, state, value, errors, proposal, params, userAttributes } = trial;
    const { bold, dim, red } = this.#terminal;
    const row = (middle: string) => this.#row(number, value, middle, { ...proposal, ...params });
    if (state === "FAIL") return `${red(row("failed"))}\n  ${errors.at(-1)}`;
    if (state === "PRUNED") return dim(row(`pruned, epoch ${lastStepOf(trial)}`));
    if (userAttributes.diverged === true) return dim(row("diverged"));
    const isBest = value! > this.#best;
    if (isBest) this.#best = value!;
    return (isBest ? bold : String)(row(this.#bar(value!)));
  }

  #row(trial: number, value: number | null, middle: string, params: TrialParams): string {
    const accuracy = value === null ? "" : value.toFixed(4);
    const values = this.#varied.map((name): [string, number] => [
      Object.hasOwn(params, name) ? formatValue(params[name]) : "",
      columnOf(name)[1],
    ]);
    const area = middle.slice(0, this.#barWidth).padEnd(this.#barWidth);
    return this.#fit(`${accuracy.padEnd(8)}  ${area}${this.#cells([`${trial}`, 5], ...values)}`);
  }

  /** Accuracies from 0 to 1, in eighths of a character. */
  #bar(value: number): string {
    const eighths = Math.round(8 * this.#barWidth * Math.min(Math.max(value, 0), 1));
    const rest = eighths % 8;
    return "█".repeat(Math.floor(eighths / 8)) + (rest === 0 ? "" : "▏▎▍▌▋▊▉"[rest - 1]);
  }

  #cells(...cells: readonly [text: string, width: number][]): string {
    return cells.map(([text, width]) => `  ${text.padStart(width)}`).join("");
  }

  #fit(line: string): string {
    return line.slice(0, this.#terminal.columns - 1).trimEnd();
  }
}

function columnOf(name: string): [heading: string, width: number] {
  return COLUMNS[name] ?? [name, Math.max(name.length, 9)];
}
