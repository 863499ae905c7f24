/**
 * A study as one self-contained page.
 *
 * @module
 */

import { writeWholeFile } from "../../internal/whole_file.ts";
import { htmlReport, type ReportSection } from "../../plotting/studies/html_report.ts";
import { type LearningCurve, learningCurves } from "../../plotting/studies/learning_curves.ts";
import { isLogarithmic } from "../../plotting/studies/dimensions.ts";
import { linkedSlices } from "../../plotting/studies/linked_slices.ts";
import { optimizationHistory } from "../../plotting/studies/optimization_history.ts";
import { pairHeatmaps, type PairHeatmapsOptions } from "../../plotting/studies/pair_heatmaps.ts";
import { parallelCoordinates } from "../../plotting/studies/parallel_coordinates.ts";
import { parameterImportances } from "../../plotting/studies/parameter_importances.ts";
import { paramImportances } from "../../tuning/importance.ts";
import { searchedSpace } from "../../tuning/searched_space.ts";
import { type TrialRow, trialRows } from "../../tuning/rows.ts";
import type { Study } from "../../tuning/study.ts";
import { type FrozenTrial, isFinished } from "../../tuning/trial.ts";
import { printError } from "../shared/output.ts";
import { codedRows } from "./codes.ts";
import { formatAccuracy, formatParams, formatValue } from "./values.ts";

const BEST_ROWS = 20;

/** Writes the page of a study and says where it is, or that there is nothing to tell yet. */
export async function writeReport(study: Study, path: string): Promise<void> {
  if (study.trials.every(({ state }) => !isFinished(state))) {
    printError("No report is written: no trial is finished.");
    return;
  }
  const sections = [overview(study), ...parameters(study), ...trials(study)];
  const title = `Study ${study.name}`;
  await writeWholeFile(path, await htmlReport({ title, sections, interactive: true }));
  printError(`Report: ${await Deno.realPath(path)}`);
}

function overview(study: Study): ReportSection {
  const rows = trialRows(study);
  return {
    heading: "Overview",
    text: summary(study, rows),
    pictures: [optimizationHistory(rows, { valueTitle: "Validation accuracy" })],
  };
}

function summary(study: Study, rows: readonly TrialRow[]): string {
  const [best] = study.ranking;
  const count = (matches: (row: TrialRow) => boolean) => rows.filter(matches).length;
  const counts = `${rows.length} trials are finished: ` +
    `${count(({ state }) => state === "COMPLETE")} complete, ` +
    `${count(({ state }) => state === "PRUNED")} pruned, ` +
    `${count(({ state }) => state === "FAIL")} failed; ${
      count(({ diverged }) => diverged)
    } diverged.`;
  if (!best) return counts;
  const params = formatParams(best.params, Object.keys(searchedSpace(study)));
  return `${counts} The best is trial ${best.number} with an accuracy of ` +
    `${formatAccuracy(best.value!)} on the validation images: ${params}.`;
}

/** What a trial reported. */
function curveOf({ intermediateValues }: FrozenTrial) {
  return { steps: [...intermediateValues.keys()], values: [...intermediateValues.values()] };
}

const CURVES =
  "Accuracy on the validation images after each epoch; curves that end early are pruned trials, " +
  "dashed ones diverged nets.";

/** The curves of all trials and what the parameters do to complete ones, where some were varied. */
function parameters(study: Study): ReportSection[] {
  const space = searchedSpace(study), varied = Object.keys(space);
  const { rows: all, legend } = codedRows(trialRows(study), space);
  const meaning = legend === "" ? "" : ` ${legend}.`;
  const rows = all.filter(({ state }) => state === "COMPLETE");
  const reports = new Map(study.trials.map((trial) => [trial.number, curveOf(trial)]));
  const trials = all.map((row) => ({ ...row, ...reports.get(row.number)! }));
  if (varied.length === 0 || rows.length === 0) {
    return [{ heading: "Learning curves", text: CURVES, pictures: [learningCurves(trials)] }];
  }
  const outcomes = rows.map((row) => row.diverged ? { ...row, value: null } : row);
  const kept = Object.entries(paramImportances(study)).filter(([name]) => varied.includes(name));
  const options = {
    dimensions: varied,
    value: "value",
    valueTitle: "accuracy",
    logarithmic: varied.filter((name) => isLogarithmic(rows.map((row) => row[name] as number))),
  };
  return [
    {
      heading: "Parameters and learning curves",
      text: `${CURVES} Above them are the complete trials, diverged ones as crosses; drag over ` +
        `these panels to see the curves of some.${meaning}`,
      pictures: [linkedSlices<LearningCurve & Record<string, unknown>>(trials, options)],
    },
    {
      heading: "Parameter importances",
      text: "How far a parameter's values among the best tenth of the trials differ from those " +
        "among all (PED-ANOVA); they sum to 1.",
      pictures: [parameterImportances(Object.fromEntries(kept))],
    },
    {
      heading: "Parallel coordinates",
      text:
        `Complete trials; lines of diverged nets are grey and end before the last axis.${meaning}`,
      pictures: [parallelCoordinates(outcomes, { ...options, number: "number" })],
    },
    ...pairs(outcomes, options),
  ];
}

/** Heatmaps; nothing where a single parameter was varied. */
function pairs(rows: readonly TrialRow[], options: PairHeatmapsOptions<TrialRow>): ReportSection[] {
  if (options.dimensions.length < 2) return [];
  return [{
    heading: "Pairs of parameters",
    text: "The best accuracy of each cell's complete trials, whatever the other parameters; grey " +
      "where all of them diverged.",
    pictures: pairHeatmaps(rows, options),
  }];
}

function trials(study: Study): ReportSection[] {
  const varied = Object.keys(searchedSpace(study));
  const best = study.ranking.slice(0, BEST_ROWS);
  const failed = study.getTrials(["FAIL"]);
  const sections: ReportSection[] = [];
  if (best.length > 0) {
    const rows = best.map(({ number, value, params }) => [
      number,
      Number(formatAccuracy(value!)),
      ...varied.map((name) => formatValue(params[name])),
    ]);
    const columns = ["Trial", "Accuracy", ...varied];
    sections.push({ heading: "The best trials", table: { columns, rows } });
  }
  if (failed.length > 0) {
    const rows = failed.map(({ number, errors }) => [number, errors.at(-1)!]);
    sections.push({ heading: "Failed trials", table: { columns: ["Trial", "Error"], rows } });
  }
  return sections;
}
