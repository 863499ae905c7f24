/**
 * Hyperparameters as axes: where each row's value lies, and what the axis says.
 *
 * @module
 */

import { checkChoice } from "../../internal/checks.ts";
import { extent, labels } from "../drawing/numbers.ts";
import { checkNotEmpty } from "../drawing/options.ts";
import {
  checkPositiveColumn,
  checkRows,
  column,
  type FieldOf,
  labelled,
  levelLabels,
  levels,
  numberColumn,
} from "../drawing/rows.ts";

/** Options of charts of an outcome over hyperparameters: fields of the rows. */
export interface OutcomeFields<T> {
  /** Fields of hyperparameters: numbers or, where the chart takes them, texts. */
  readonly dimensions: readonly FieldOf<T>[];
  /** Field of the outcome: numbers; `null` or not finite for a diverged run. */
  readonly value: FieldOf<T>;
  /** Default: the field's name. */
  readonly valueTitle?: string;
  /** Those dimensions that are shown on a logarithmic scale; default none. */
  readonly logarithmic?: readonly FieldOf<T>[];
}

/** The defaults of {@linkcode OutcomeFields}. */
export const NO_FIELDS: Required<OutcomeFields<Record<string, unknown>>> = {
  dimensions: [],
  value: "",
  valueTitle: "",
  logarithmic: [],
};

/** One axis of parallel coordinates. */
export interface Dimension {
  readonly title: string;
  /** By row: 0 at the foot, 1 at the top, NaN for no value. */
  readonly positions: readonly number[];
  readonly ticks: readonly { readonly position: number; readonly text: string }[];
}

/** Up to this many different values an axis labels each. */
const MAX_LABELLED_VALUES = 8;

/** Labels nearer than this part of the axis would overlap. */
const LEAST_GAP = 0.06;

/** Throws unless the rows have all the dimensions, and `logarithmic` names some of those. */
export function checkDimensions(
  rows: readonly object[],
  dimensions: readonly string[],
  logarithmic: readonly string[],
  value: string,
): void {
  checkRows(rows, { value });
  checkNotEmpty("dimensions", dimensions);
  dimensions.forEach((field, i) => checkRows(rows, { [`dimensions[${i}]`]: field }));
  logarithmic.forEach((field, i) => checkChoice(`logarithmic[${i}]`, field, dimensions));
}

/** Whether every row's field is a number. */
export function isNumeric(rows: readonly object[], field: string): boolean {
  return column(rows, field).every((value) => typeof value === "number");
}

/** Whether values that are all positive span more than a power of ten. */
export function isLogarithmic(values: readonly number[]): boolean {
  return Math.min(...values) > 0 && Math.max(...values) > 10 * Math.min(...values);
}

/** The field as an axis: numbers by size (or its logarithm), anything else evenly spaced. */
export function toDimension(
  rows: readonly object[],
  field: string,
  isLogarithmic: boolean,
): Dimension {
  if (!isNumeric(rows, field)) return toCategories(rows, field);
  const values = numberColumn(rows, field);
  if (isLogarithmic) checkPositiveColumn(field, values);
  return toNumbers(field, values, isLogarithmic);
}

/** Numbers as an axis; NaN has no place on it. */
export function toNumbers(
  title: string,
  values: readonly number[],
  isLogarithmic = false,
): Dimension {
  const [scale, inverse] = isLogarithmic ? [Math.log10, (v: number) => 10 ** v] : [Number, Number];
  const [low, high] = extent(values.map(scale));
  const position = (value: number): number =>
    high > low ? (scale(value) - low) / (high - low) : 0.5;
  const distinct = levels(values.filter(Number.isFinite)) as number[];
  const marked = distinct.length <= MAX_LABELLED_VALUES
    ? distinct
    : [0, 0.25, 0.5, 0.75, 1].map((part) => inverse(low + part * (high - low)));
  const texts = labels(marked, 3);
  const ticks = marked.map((value, i) => ({ position: position(value), text: texts[i] }));
  return { title, positions: values.map(position), ticks: withoutOverlap(ticks) };
}

function toCategories(rows: readonly object[], title: string): Dimension {
  const values = column(rows, title);
  const names = levelLabels(values);
  const position = (name: string): number => (names.indexOf(name) + 0.5) / names.length;
  return {
    title,
    positions: labelled(values).map(position),
    ticks: names.map((text) => ({ position: position(text), text })),
  };
}

/** Ticks from the foot up, without those that would overlap the one below. */
function withoutOverlap(ticks: Dimension["ticks"]): Dimension["ticks"] {
  const kept: { position: number; text: string }[] = [];
  for (const tick of ticks) {
    const below = kept.at(-1);
    if (below === undefined || tick.position - below.position >= LEAST_GAP) kept.push(tick);
  }
  return kept;
}
