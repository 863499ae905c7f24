/**
 * Calls of charts and of what cells of notebooks show.
 *
 * @module
 */

import { RandomState } from "two-layer-net";
import * as notebook from "two-layer-net/notebook";
import * as plotting from "two-layer-net/plotting";
import type { Calls } from "./call.ts";

const frame = () => ({ title: "t", subtitle: "s", width: 400, height: 200 });
const wide = () => ({ title: "t", subtitle: "s", width: 400 });
const lines = () => ({
  ...frame(),
  xTitle: "x",
  yTitle: "y",
  xScale: "log",
  yScale: "linear",
  yFormat: ".2f",
  points: true,
  maxPoints: 100,
});
const bars = () => ({
  ...wide(),
  valueTitle: "v",
  format: ".2f",
  errorTitle: "e",
  start: 0,
  baseline: 1,
  sorted: true,
});
const rows = () => [{ a: 1, b: 2, c: "x" }, { a: 2, b: 3, c: "y" }];
const trials =
  () => [{ number: 0, value: 1, state: "COMPLETE" }, { number: 1, value: null, state: "FAIL" }];
const chart = () => plotting.barChart([{ label: "a", value: 1 }]);
const image = () => new Uint8Array(12);
const grid = () => plotting.imageGrid([image()], { imageWidth: 2, imageHeight: 2 });
const fields = () => ({ dimensions: ["a", "c"], value: "b", valueTitle: "v", logarithmic: ["a"] });
const weights = () => ({ rows: 12, cols: 2, data: [...new RandomState(0).randn(24)] });
const live = { interval: 1 };

export const VIEW_CALLS: Calls = {
  "new Chart": {
    run: (spec: plotting.VegaLiteSpec, summary: string) => new plotting.Chart(spec, summary),
    args: () => ({ spec: { mark: "bar" }, summary: "s" }),
    loose: ["spec."],
  },
  "Chart#toSvg": { run: () => chart().toSvg(), args: () => ({}) },
  "Chart#toPng": {
    run: (options: { scale?: number }) => chart().toPng(options),
    args: () => ({ options: { scale: 0.1 } }),
  },
  "Chart#toMimeBundle": { run: () => chart().toMimeBundle(), args: () => ({}) },
  "Chart#toDisplayData": { run: () => chart().toDisplayData(), args: () => ({}) },
  thin: { run: plotting.thin, args: () => ({ values: [1, 2, 3, 4, 5, 6, 7], maxPoints: 5 }) },
  lineChart: {
    run: plotting.lineChart,
    args: () => ({ series: { a: { x: [1, 2], y: [3, 4], error: [0, 1] } }, options: lines() }),
  },
  historyChart: {
    run: plotting.historyChart,
    args: () => ({
      history: [3, 2, 1],
      options: {
        ...frame(),
        xTitle: "x",
        yTitle: "y",
        yScale: "log",
        yFormat: ".2f",
        smoothing: 0.5,
        start: 0,
        step: 1,
        maxPoints: 100,
      },
    }),
  },
  accuracyCurves: {
    run: plotting.accuracyCurves,
    args: () => ({
      histories: { train: [0.1, 0.2], validation: [0.1, 0.2] },
      options: { ...lines(), xScale: "linear" },
    }),
  },
  gradientErrorValley: {
    run: plotting.gradientErrorValley,
    args: () => ({ gradientErrors: { h: [1, 2], errors: { W1: [1, 2] } }, options: lines() }),
  },
  heatmap: {
    run: plotting.heatmap,
    args: () => ({
      rows: rows(),
      options: {
        ...wide(),
        x: "a",
        y: "c",
        value: "b",
        facet: "c",
        diverged: "a",
        xTitle: "x",
        yTitle: "y",
        valueTitle: "v",
        facetTitle: "f",
        format: ".3f",
        direction: "minimize",
      },
    }),
    loose: ["rows.0.a", "rows.0.c"],
  },
  confusionMatrix: {
    run: plotting.confusionMatrix,
    args: () => ({ counts: [[1, 2], [3, 4]], options: { ...wide(), classNames: ["a", "b"] } }),
  },
  spreadChart: {
    run: plotting.spreadChart,
    args: () => ({
      groups: [{ name: "a", values: [1, 2] }],
      options: { ...wide(), valueTitle: "v", format: ".2f", baseline: 1 },
    }),
  },
  barChart: {
    run: plotting.barChart,
    args: () => ({ bars: [{ label: "a", value: 1, error: 0.5 }], options: bars() }),
  },
  optimizationHistory: {
    run: plotting.optimizationHistory,
    args: () => ({
      trials: trials(),
      options: { ...frame(), direction: "minimize", valueTitle: "v" },
    }),
  },
  learningCurves: {
    run: plotting.learningCurves,
    args: () => ({
      trials: [{ number: 0, state: "COMPLETE", values: [1, 2], steps: [0, 1] }],
      options: { ...frame(), direction: "minimize", xTitle: "x", yTitle: "y" },
    }),
  },
  pairHeatmaps: {
    run: plotting.pairHeatmaps,
    args: () => ({
      rows: rows(),
      options: {
        dimensions: ["a", "b"],
        value: "b",
        valueTitle: "v",
        logarithmic: ["a"],
        width: 400,
      },
    }),
    loose: ["rows.0.c"],
  },
  parallelCoordinates: {
    run: plotting.parallelCoordinates,
    args: () => ({ rows: rows(), options: { ...frame(), ...fields(), direction: "minimize" } }),
    loose: ["rows.0.a", "rows.0.c"],
  },
  slicePlots: {
    run: plotting.slicePlots,
    args: () => ({ rows: rows(), options: { ...wide(), ...fields(), columns: 2 } }),
    loose: ["rows.0.a", "rows.0.c"],
  },
  linkedSlices: {
    run: plotting.linkedSlices,
    args: () => ({
      trials: rows().map((row, number) => ({ ...row, number, values: [1, 2], steps: [0, 1] })),
      options: { ...wide(), ...fields(), columns: 2, direction: "minimize", xTitle: "x" },
    }),
    loose: ["trials.0.a", "trials.0.c"],
  },
  parameterImportances: {
    run: plotting.parameterImportances,
    args: () => ({ importances: { a: 0.5 }, options: bars() }),
  },
  imageGrid: {
    run: plotting.imageGrid,
    args: () => ({
      images: [image()],
      options: {
        imageWidth: 2,
        imageHeight: 2,
        columns: 1,
        scale: 1,
        padding: 1,
        captions: ["a"],
        rowLabels: ["b"],
        columnLabels: ["c"],
        title: "t",
      },
    }),
  },
  visualizeGrid: {
    run: plotting.visualizeGrid,
    args: () => ({
      weights: weights(),
      options: { imageWidth: 2, imageHeight: 2, padding: 1, scale: 1, title: "t" },
    }),
  },
  htmlReport: {
    run: plotting.htmlReport,
    args: () => ({
      options: {
        title: "t",
        sections: [{
          heading: "h",
          text: "x",
          pictures: [grid()],
          table: { columns: ["a"], rows: [[1]] },
        }],
        interactive: false,
      },
    }),
    loose: ["options.sections.0.table.rows.0.0"],
  },

  artifactPath: { run: notebook.artifactPath, args: () => ({ name: "fuzz" }), paths: ["name"] },
  "new Comparison": {
    run: (figures: notebook.Figure[]) => new notebook.Comparison(figures).allEqual,
    args: () => ({ figures: [{ name: "a", original: "1.0", ours: 1, tolerance: 0.1 }] }),
  },
  "Comparison#toMimeBundle": {
    run: () => notebook.comparison([{ name: "a", original: 1, ours: 1 }]).toMimeBundle(),
    args: () => ({}),
  },
  comparison: {
    run: notebook.comparison,
    args: () => ({ figures: [{ name: "a", original: "1.0", ours: 1, tolerance: 0.1 }] }),
  },
  display: { run: notebook.display, args: () => ({ value: 1 }), loose: ["value"] },
  markdown: { run: notebook.markdown, args: () => ({ text: "a" }) },
  print: { run: notebook.print, args: () => ({ value: 1 }), loose: ["value"] },
  percent: { run: notebook.percent, args: () => ({ share: { mean: 0.5, std: 0.1 }, digits: 1 }) },
  percentagePoints: {
    run: notebook.percentagePoints,
    args: () => ({ difference: 0.1, digits: 1 }),
  },
  interruptible: {
    run: notebook.interruptible,
    args: () => ({ body: () => 1, options: { grace: 1 } }),
  },
  liveTraining: {
    run: notebook.liveTraining,
    args: () => ({ numIters: 2, train: () => 1, options: { label: "a", ...live } }),
  },
  liveResults: {
    run: notebook.liveResults,
    args: () => ({
      total: 2,
      source: () => [1, 2],
      options: { label: "a", unit: "b", draw: String, done: () => 1, ...live },
    }),
  },
  liveWork: { run: notebook.liveWork, args: () => ({ label: "a", work: () => 1 }) },
  "new LiveDisplay": {
    run: (value: unknown, options: notebook.LiveDisplayOptions) =>
      new notebook.LiveDisplay(value, options).finish(),
    args: () => ({ value: "a", options: live }),
    loose: ["value"],
  },
  "LiveDisplay#update": {
    run: (value: unknown) => {
      const display = notebook.liveDisplay("a", live);
      display.update(value);
      return display.finish();
    },
    args: () => ({ value: "b" }),
    loose: ["value"],
  },
  "LiveDisplay#finish": {
    run: (value: unknown) => notebook.liveDisplay("a", live).finish(value),
    args: () => ({ value: "b" }),
    loose: ["value"],
  },
  liveDisplay: {
    run: (value: unknown, options: notebook.LiveDisplayOptions) =>
      notebook.liveDisplay(value, options).finish(),
    args: () => ({ value: "a", options: live }),
    loose: ["value"],
  },
  "new ProgressBar": {
    run: (total: number, options: notebook.ProgressOptions) =>
      new notebook.ProgressBar(total, options).finish(),
    args: () => ({ total: 2, options: { label: "a", unit: "b", ...live } }),
  },
  "ProgressBar#update": {
    run: (done: number, values: notebook.ProgressValues) => {
      const bar = notebook.progressBar(2, live);
      bar.update(done, values);
      return bar.finish();
    },
    args: () => ({ done: 1, values: { a: 1 } }),
    loose: ["values.a"],
  },
  "ProgressBar#finish": { run: () => notebook.progressBar(2, live).finish(), args: () => ({}) },
  progressBar: {
    run: (total: number, options: notebook.ProgressOptions) =>
      notebook.progressBar(total, options).finish(),
    args: () => ({ total: 2, options: { label: "a", unit: "b", ...live } }),
  },
  "new Table": {
    run: (...args: ConstructorParameters<typeof notebook.Table>) => new notebook.Table(...args),
    args: () => ({ titles: ["a"], cells: [["1"]], caption: "c" }),
  },
  "Table#toMimeBundle": { run: () => notebook.table(rows()).toMimeBundle(), args: () => ({}) },
  "Table#toString": { run: () => notebook.table(rows()).toString(), args: () => ({}) },
  table: {
    run: notebook.table,
    args: () => ({
      rows: rows(),
      options: { columns: [{ title: "a", value: () => 1 }, "b"], caption: "c" },
    }),
    loose: ["rows.0."],
  },
  "new TrainingMonitor": {
    run: (numIters: number, options: notebook.TrainingMonitorOptions) =>
      new notebook.TrainingMonitor(numIters, options).finish(),
    args: () => ({ numIters: 2, options: { label: "a", ...live } }),
  },
  "TrainingMonitor#onStep": {
    run: (step: notebook.MonitoredStep) => notebook.trainingMonitor(2, live).onStep(step),
    args: () => ({ step: { iteration: 0, loss: 1 } }),
  },
  "TrainingMonitor#onEpoch": {
    run: (epoch: notebook.MonitoredEpoch) => notebook.trainingMonitor(2, live).onEpoch(epoch),
    args: () => ({ step: { iteration: 0, loss: 1, valAccuracy: 0.5 } }),
  },
  "TrainingMonitor#finish": {
    run: () => notebook.trainingMonitor(2, live).finish(),
    args: () => ({}),
  },
  trainingMonitor: {
    run: (numIters: number, options: notebook.TrainingMonitorOptions) =>
      notebook.trainingMonitor(numIters, options).finish(),
    args: () => ({ numIters: 2, options: { label: "a", ...live } }),
  },
};
