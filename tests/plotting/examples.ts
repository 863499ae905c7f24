/**
 * One chart of each kind, with what its drawing must show.
 *
 * @module
 */

import {
  accuracyCurves,
  barChart,
  type Chart,
  confusionMatrix,
  gradientErrorValley,
  heatmap,
  historyChart,
  learningCurves,
  lineChart,
  optimizationHistory,
  parallelCoordinates,
  parameterImportances,
  slicePlots,
  spreadChart,
} from "two-layer-net/plotting";

/** A chart, the texts that it writes, and how many marks of a kind it draws. */
export interface Example {
  readonly chart: Chart;
  readonly texts: readonly string[];
  /** By Vega's name for a group of marks: how many it holds. */
  readonly marks: Readonly<Record<string, number>>;
}

const loss = Array.from({ length: 1000 }, (_, i) => 2.3 - 0.35 * i / 1000 + 0.02 * Math.sin(i));

const trials = Array.from({ length: 20 }, (_, number) => ({
  number,
  learningRate: 10 ** (-4 + number / 10),
  hiddenSize: 20 + (number * 37) % 100,
  rule: number % 2 === 0 ? "sgd" : "adam",
  value: number === 13 ? null : 0.3 + 0.01 * ((number * 7) % 20),
  state: number === 13
    ? "FAIL" as const
    : number % 5 === 4
    ? "PRUNED" as const
    : "COMPLETE" as const,
}));

const grid = [40, 120].flatMap((hiddenSize) =>
  [1e-4, 1e-3, 5e-3].flatMap((learningRate) =>
    [0.2, 0.4].map((reg) => ({
      hiddenSize,
      learningRate,
      reg,
      accuracy: learningRate === 5e-3 ? 0.087 : 0.4 + hiddenSize / 2000 + reg / 100,
      diverged: learningRate === 5e-3,
    }))
  )
);

const fields = { dimensions: ["learningRate", "hiddenSize", "rule"], value: "value" } as const;
const logarithmic = ["learningRate"] as const;

/** The examples by the name of the function that makes the chart. */
export const EXAMPLES: Readonly<Record<string, Example>> = {
  lineChart: {
    chart: lineChart({ "lr 1e-4": loss, "lr 5e-3": loss.map((v, i) => i > 600 ? NaN : v) }, {
      title: "Two runs",
      xTitle: "Iteration",
      yTitle: "Loss",
    }),
    texts: ["Two runs", "Iteration", "Loss", "lr 1e-4", "lr 5e-3", "lr 5e-3: diverged at 601"],
    marks: { "mark-line": 2, "mark-rule": 1 },
  },
  "lineChart, error bars": {
    chart: lineChart({
      train: { x: [1000, 10000, 49000], y: [1, 0.64, 0.51], error: [0, 0.004, NaN] },
      test: { x: [1000, 10000, 49000], y: [0.33, 0.44, 0.48], error: [0.003, 0.002, 0.002] },
    }, { xTitle: "Training images", xScale: "log", points: true }),
    texts: ["Training images", "train", "test"],
    marks: { "mark-line": 2, "mark-symbol": 6, "mark-rule": 4 },
  },
  historyChart: {
    chart: historyChart(loss, { smoothing: 0.9, subtitle: "batches of 200" }),
    texts: [
      "Loss history",
      "batches of 200",
      "Iteration",
      "Loss",
      "value",
      "average",
      "2.3",
      "500",
    ],
    marks: { "mark-line": 2 },
  },
  "historyChart, logarithmic": {
    chart: historyChart([1000, 10, 1, 0.1, 0, 1e-3], { yScale: "log" }),
    texts: ["1e-3", "0.1", "10", "1000"],
    marks: { "mark-line": 1 },
  },
  accuracyCurves: {
    chart: accuracyCurves({ train: [0.1, 0.2, 0.275], validation: [0.11, 0.21, 0.287] }),
    texts: ["Classification accuracy", "Epoch", "Accuracy", "train", "validation", "20%", "1", "2"],
    marks: { "mark-line": 2, "mark-symbol": 6 },
  },
  gradientErrorValley: {
    chart: gradientErrorValley({
      h: [1e-2, 1e-4, 1e-6, 1e-8],
      errors: { W1: [1e-4, 1e-8, 4e-10, 1e-8], b2: [2e-4, 3e-8, 2e-10, 3e-8] },
    }),
    texts: ["Gradient check", "Step size h", "Relative error", "W1", "b2", "1e-8", "1e-4"],
    marks: { "mark-line": 2, "mark-symbol": 8 },
  },
  heatmap: {
    chart: heatmap(grid, {
      x: "hiddenSize",
      y: "learningRate",
      value: "accuracy",
      facet: "reg",
      diverged: "diverged",
      title: "Grid",
      xTitle: "Hidden size",
    }),
    texts: [
      "Grid",
      "Hidden size",
      "learningRate",
      "reg 0.2",
      "reg 0.4",
      "5e-3",
      "120",
      "0.464",
      "div.",
    ],
    marks: { "mark-rect": 2 * 6 + 1, "mark-text": 2 * 6 },
  },
  "heatmap, half done": {
    chart: heatmap(
      [0.468, null, undefined, undefined].map((accuracy, i) => (
        { hiddenSize: 40 + 20 * i, reg: 0.2, accuracy }
      )),
      { x: "hiddenSize", y: "reg", value: "accuracy", title: "Half" },
    ),
    texts: ["Half", "40", "100", "0.2", "0.468", "div."],
    marks: { "mark-rect": 4 + 1, "mark-text": 2 },
  },
  confusionMatrix: {
    chart: confusionMatrix([[8, 2, 0], [1, 9, 0], [0, 0, 0]], {
      classNames: ["cat", "dog", "frog & toad"],
    }),
    texts: [
      "Confusion matrix",
      "True class",
      "Predicted class",
      "frog &amp; toad",
      "Share of row",
      "9",
    ],
    marks: { "mark-rect": 9, "mark-text": 9 },
  },
  barChart: {
    chart: barChart([
      { label: "baseline", value: 0.487, error: 0.006 },
      { label: "no regularisation", value: 0.462 },
    ], { title: "Ablation", valueTitle: "Accuracy", baseline: 0.487 }),
    texts: ["Ablation", "Accuracy", "baseline", "no regularisation", "0.487", "0.462"],
    marks: { "mark-rect": 2 + 2, "mark-rule": 1 + 1 },
  },
  spreadChart: {
    chart: spreadChart([
      { name: "raw", values: [0.51, 0.52, 0.53] },
      { name: "whitened", values: [0.561] },
      { name: "flipped", values: [] },
    ], { title: "Ablation", valueTitle: "Accuracy", format: ".1%", baseline: 0.5 }),
    texts: ["Ablation", "Accuracy", "raw", "whitened", "flipped", "52.0%", "56.1%"],
    marks: { "mark-symbol": 4 + 2, "mark-rect": 2, "mark-rule": 1 + 1 },
  },
  "spreadChart, nothing yet": {
    chart: spreadChart([{ name: "raw", values: [] }]),
    texts: ["raw"],
    marks: {},
  },
  parameterImportances: {
    chart: parameterImportances({ reg: 0.04, learningRate: 0.9, hiddenSize: 0.06 }),
    texts: ["Parameter importances", "Importance", "learningRate", "0.90", "0.04"],
    marks: { "mark-rect": 3 },
  },
  optimizationHistory: {
    chart: optimizationHistory(trials, { valueTitle: "Validation accuracy" }),
    texts: ["Trial", "Validation accuracy", "complete", "pruned", "failed", "best so far"],
    marks: { "mark-line": 1, "mark-symbol": 20 },
  },
  learningCurves: {
    chart: learningCurves(
      trials.map(({ number, state }) => ({
        number,
        state,
        values: [0.1, 0.2, 0.3 + number / 100],
      })),
    ),
    texts: ["Learning curves", "Epoch", "Validation accuracy", "pruned", "complete", "best"],
    marks: { "mark-line": 20 },
  },
  parallelCoordinates: {
    chart: parallelCoordinates(trials, { ...fields, logarithmic, title: "Search" }),
    texts: ["Search", "learningRate", "hiddenSize", "rule", "value", "sgd", "adam", "1e-4", "0.49"],
    marks: { "mark-line": 20 + 1, "mark-rule": 4 },
  },
  slicePlots: {
    chart: slicePlots(trials, { ...fields, logarithmic, valueTitle: "Accuracy" }),
    texts: ["learningRate", "hiddenSize", "rule", "Accuracy", "Trial", "diverged", "sgd", "1e-4"],
    marks: { "mark-symbol": 3 * 20 },
  },
};
