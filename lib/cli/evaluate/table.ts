/**
 * An evaluation as plain tables.
 *
 * @module
 */

import type { Evaluation } from "../../evaluation/evaluate.ts";
import { alignColumns } from "../../internal/align.ts";

/** An evaluation and what it is of. */
export interface NamedEvaluation {
  /** Name of the net or ensemble. */
  readonly name: string;
  /** Views of each image that it is by. */
  readonly views: number;
  /** What was found. */
  readonly evaluation: Evaluation;
}

/** A line for each net and number of views: accuracy, negative log-likelihood, expected calibration error. */
export function formatNets(nets: readonly NamedEvaluation[]): string {
  const rows = nets.map(({ name, views, evaluation }) => [
    name,
    String(views),
    evaluation.accuracy.toFixed(4),
    evaluation.negativeLogLikelihood.toFixed(4),
    evaluation.calibration.expectedError.toFixed(4),
  ]);
  return formatTable([["net", "views", "accuracy", "NLL", "ECE"], ...rows]);
}

/** A line for each class: how many images, which share of them is right, and for what it is taken. */
export function formatConfusion(evaluation: Evaluation, classes: readonly string[]): string {
  const { confusion, classAccuracies } = evaluation;
  const names = confusion.map((_, k) => classes[k] ?? `class ${k}`);
  const rows = confusion.map((counts, k) => [
    names[k],
    String(counts.reduce((a, b) => a + b, 0)),
    classAccuracies[k].toFixed(3),
    ...counts.map(String),
  ]);
  const header = [
    "class",
    "images",
    "accuracy",
    ...shortened(names, classes),
  ];
  return formatTable([header, ...rows]);
}

/** The beginnings of the classes' names, where these tell them apart. */
function shortened(names: readonly string[], classes: readonly string[]): readonly string[] {
  const short = names.map((name) => classes.includes(name) ? name.slice(0, 5) : name);
  return new Set(short).size === names.length ? short : names;
}

/** A line for each bin of the calibration that is not empty, and how many images are in none. */
export function formatReliability({ count: images, calibration }: Evaluation): string {
  const rows = calibration.bins.filter(({ count }) => count > 0).map((bin) => [
    `${bin.from.toFixed(2)} to ${bin.to.toFixed(2)}`,
    String(bin.count),
    bin.confidence.toFixed(3),
    bin.accuracy.toFixed(3),
  ]);
  const table = formatTable([["confidence", "images", "mean", "accuracy"], ...rows]);
  const binned = calibration.bins.reduce((sum, { count }) => sum + count, 0);
  if (binned === images) return table;
  return `${table}\nNaN for ${images - binned} of ${images} images: a net has diverged`;
}

/** The first column aligned left and the others right. */
function formatTable(rows: readonly (readonly string[])[]): string {
  return alignColumns(rows, (j) => j > 0).join("\n");
}
