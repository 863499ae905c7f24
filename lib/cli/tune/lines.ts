/**
 * Trials as lines of text.
 *
 * @module
 */

import { exponential, fixed } from "../../internal/printf.ts";
import { searchedSpace } from "../../tuning/searched_space.ts";
import type { Study } from "../../tuning/study.ts";
import { type FrozenTrial, lastStepOf } from "../../tuning/trial.ts";
import type { Terminal } from "../shared/output.ts";
import { TuneTable } from "./table.ts";
import { formatAccuracy, formatParams } from "./values.ts";

/** What the original's grid is over, and its lines tell. */
const ORIGINAL = ["hiddenSize", "learningRate", "reg"];

/** Writes the line of a finished trial, the first with the table's header. */
export type LineFormat = (trial: FrozenTrial) => string;

/**
 * How a study's trials are written: on a terminal as the rows of a table; elsewhere those of a grid
 * over the original's parameters as there.
 */
export function lineFormat(study: Study, terminal: Terminal | null): LineFormat {
  if (terminal) {
    const table = new TuneTable(study, terminal);
    return (trial) => table.row(trial);
  }
  const varied = Object.keys(searchedSpace(study));
  const isOriginal = study.definition.grid !== null &&
    varied.length === ORIGINAL.length && ORIGINAL.every((name) => varied.includes(name));
  return (trial) =>
    isOriginal && trial.state === "COMPLETE" ? originalLine(trial) : searchLine(trial, varied);
}

/** The line as the original prints it. */
function originalLine({ params, value }: FrozenTrial): string {
  const { hiddenSize, learningRate, reg } = params as Record<string, number>;
  return `for hs: ${exponential(hiddenSize)}, lr: ${exponential(learningRate)} ` +
    `and r: ${exponential(reg)}, valid accuracy is: ${fixed(value!)}`;
}

function searchLine(trial: FrozenTrial, varied: readonly string[]): string {
  const params = formatParams({ ...trial.proposal, ...trial.params }, varied);
  const parts = [`trial ${trial.number}`, ...(params ? [params] : []), outcomeOf(trial)];
  return parts.join(": ");
}

function outcomeOf(trial: FrozenTrial): string {
  const { state, value, errors, userAttributes } = trial;
  const diverged = userAttributes.diverged === true ? ", diverged" : "";
  const accuracy = value === null ? "no accuracy" : `accuracy ${formatAccuracy(value)}`;
  if (state === "FAIL") return `failed: ${errors.at(-1)}`;
  if (state === "PRUNED") return `pruned after epoch ${lastStepOf(trial)}, ${accuracy}${diverged}`;
  return `${accuracy}${diverged}`;
}

/** The best trial, its accuracy and what it tried: `Best: trial 3, accuracy 0.487: reg 0.2`. */
export function bestLine(study: Study, { number, value, params }: FrozenTrial): string {
  const values = formatParams(params, Object.keys(searchedSpace(study)));
  const found = `Best: trial ${number}, accuracy ${formatAccuracy(value!)}`;
  return values ? `${found}: ${values}` : found;
}
