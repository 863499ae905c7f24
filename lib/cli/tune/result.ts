/**
 * What `deno task tune` says when a study is finished.
 *
 * @module
 */

import {
  compareWithOriginal,
  EXPECTED_GRID,
  gridPoints,
  isDiverged,
} from "../../assignment/mod.ts";
import type { LabelledSets } from "../../datasets/labelled_sets.ts";
import { fixed } from "../../internal/printf.ts";
import { loadNet } from "../../training/net_files.ts";
import { accuracy } from "../../evaluation/accuracy.ts";
import { WEIGHTS_ARTIFACT } from "../../search/train_trial.ts";
import { identityOf } from "../../tuning/storage/database_file.ts";
import type { Study } from "../../tuning/study.ts";
import type { Engine } from "../../engines/engine.ts";
import { bestLine } from "./lines.ts";
import { printLine } from "../shared/output.ts";

/** What {@linkcode printResult} takes beside the study. */
export interface ResultOptions {
  /** The test images are in it. */
  data: LabelledSets;
  /** Computes the test accuracy. */
  engine: Engine;
  /** Whether the study is the assignment's grid. */
  assignment: boolean;
}

/** Prints the best trial, its accuracy on the test images and, for the assignment's grid, a verdict. */
export async function printResult(
  study: Study,
  { data, engine, assignment }: ResultOptions,
): Promise<void> {
  const [best] = study.ranking;
  if (!best) {
    printLine("No trial is complete.");
    return;
  }
  if (assignment) printLine(`Best Networks has an Accuracy of: ${fixed(best.value!)}`);
  printLine(bestLine(study, best));
  const path = study.artifacts!.path(study.name, best.number, WEIGHTS_ARTIFACT);
  if (identityOf(path) === null) {
    printLine(`Weights: not at ${path}; another machine fetched them`);
    return;
  }
  const loaded = await loadNet(path);
  using net = engine.createNet({ params: loaded.net.params });
  const XTest = await loaded.prepare(data.XTest, { backend: loaded.net.backend });
  const testAccuracy = await accuracy(net.model, XTest, XTest.labels);
  printLine(`Weights: ${path}`);
  printLine(`Test accuracy:  ${testAccuracy}`);
  if (assignment) printLine(verdict(study, testAccuracy));
}

/** How the grid compares with what the original printed. */
function verdict(study: Study, testAccuracy: number): string {
  const { compared, different } = compareWithOriginal(study.trials);
  const all = gridPoints().filter((point) => !isDiverged(point)).length;
  const count = different.length === 0 ? "All" : `${compared - different.length} of`;
  const rows = `${count} ${compared} rows that do not diverge equal the original's`;
  const others = different.map(({ trial: { number, value }, expected }) =>
    `; row ${number + 1} is ${value}, was ${expected}`
  ).join("");
  if (compared < all) return `${rows}${others}; ${all - compared} are not done.`;
  const expectedTest = EXPECTED_GRID.testAccuracy;
  const test = testAccuracy === expectedTest
    ? "and so does the test accuracy"
    : `the test accuracy was ${expectedTest}`;
  return `${rows}${others}${others ? ";" : ","} ${test}.`;
}
