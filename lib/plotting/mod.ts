/**
 * Charts from plain data, as Vega-Lite specs that JupyterLab, VS Code and browsers draw, as SVG and
 * as PNG; grids of images; self-contained pages. Data first, then one object of options.
 *
 * Nothing is drawn, and neither Vega nor resvg loaded, until a picture is asked for in some form.
 * Drawing reads fonts and scripts from Deno's package cache: it needs read permission, no more.
 *
 * @example
 * ```ts
 * import { historyChart } from "two-layer-net/plotting";
 * import { assert } from "@std/assert";
 *
 * const lossHistory = Array.from({ length: 1000 }, (_, i) => 2.3 - 0.35 * i / 1000);
 * const chart = historyChart(lossHistory, { smoothing: 0.9 });
 * const png = await chart.toPng(); // Deno.writeFile("loss.png", png)
 * assert(png.length > 1000);
 * ```
 *
 * @module
 */

import "../internal/deno_version.ts";

export { Chart, type DisplayData, type MimeBundle, type Picture, VEGA_LITE_MIME } from "./chart.ts";
export type { VegaLiteSpec } from "./render.ts";
export type { FrameOptions, NumberList, ScaleType } from "./options.ts";
export type { FieldOf } from "./rows.ts";
export type { Points, Series } from "./series.ts";
export { thin } from "./thinning.ts";

export { lineChart, type LineChartOptions } from "./line_chart.ts";
export { historyChart, type HistoryChartOptions } from "./history_chart.ts";
export { accuracyCurves, type AccuracyHistories } from "./accuracy_curves.ts";
export { type GradientErrors, gradientErrorValley } from "./gradient_error_valley.ts";
export { heatmap, type HeatmapOptions } from "./heatmap.ts";
export { confusionMatrix, type ConfusionMatrixOptions } from "./confusion_matrix.ts";
export { type Repeats, spreadChart, type SpreadChartOptions } from "./spread_chart.ts";
export { type Bar, barChart, type BarChartOptions } from "./bar_chart.ts";
export { scatterPlot, type ScatterPlotOptions } from "./scatter_plot.ts";

export type { Direction, TrialState, TrialSummary } from "./trials.ts";
export {
  optimizationHistory,
  type OptimizationHistoryOptions,
  type TrialValue,
} from "./optimization_history.ts";
export {
  type LearningCurve,
  learningCurves,
  type LearningCurvesOptions,
} from "./learning_curves.ts";
export { pairHeatmaps, type PairHeatmapsOptions } from "./pair_heatmaps.ts";
export { parallelCoordinates, type ParallelCoordinatesOptions } from "./parallel_coordinates.ts";
export { slicePlots, type SlicePlotsOptions } from "./slice_plots.ts";
export { parameterImportances } from "./parameter_importances.ts";

export type { Raster } from "./raster.ts";
export { type GridLook, ImageGrid, imageGrid, type ImageGridOptions } from "./image_grid.ts";
export { visualizeGrid, type VisualizeGridOptions, type WeightMatrix } from "./visualize_grid.ts";

export { htmlReport, type Report, type ReportSection, type ReportTable } from "./html_report.ts";
