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

export {
  Chart,
  type DisplayData,
  type MimeBundle,
  type Picture,
  VEGA_LITE_MIME,
} from "./drawing/chart.ts";
export type { VegaLiteSpec } from "./drawing/render.ts";
export type { FrameOptions, NumberList, ScaleType } from "./drawing/options.ts";
export type { FieldOf } from "./drawing/rows.ts";
export type { Points, Series } from "./charts/series.ts";
export { thin } from "./charts/thinning.ts";

export { lineChart, type LineChartOptions } from "./charts/line_chart.ts";
export { historyChart, type HistoryChartOptions } from "./charts/history_chart.ts";
export { accuracyCurves, type AccuracyHistories } from "./charts/accuracy_curves.ts";
export { type GradientErrors, gradientErrorValley } from "./charts/gradient_error_valley.ts";
export { heatmap, type HeatmapOptions } from "./charts/heatmap.ts";
export { confusionMatrix, type ConfusionMatrixOptions } from "./charts/confusion_matrix.ts";
export { type Repeats, spreadChart, type SpreadChartOptions } from "./charts/spread_chart.ts";
export { type Bar, barChart, type BarChartOptions } from "./charts/bar_chart.ts";

export type { Direction, TrialState, TrialSummary } from "./studies/trials.ts";
export {
  optimizationHistory,
  type OptimizationHistoryOptions,
  type TrialValue,
} from "./studies/optimization_history.ts";
export {
  type LearningCurve,
  learningCurves,
  type LearningCurvesOptions,
} from "./studies/learning_curves.ts";
export { linkedSlices, type LinkedSlicesOptions } from "./studies/linked_slices.ts";
export { pairHeatmaps, type PairHeatmapsOptions } from "./studies/pair_heatmaps.ts";
export {
  parallelCoordinates,
  type ParallelCoordinatesOptions,
} from "./studies/parallel_coordinates.ts";
export type { OutcomeFields } from "./studies/dimensions.ts";
export { slicePlots, type SlicePlotsOptions } from "./studies/slice_plots.ts";
export { parameterImportances } from "./studies/parameter_importances.ts";

export type { ImageGrid } from "./charts/drawn_grid.ts";
export { imageGrid, type ImageGridOptions } from "./charts/image_grid.ts";
export type { ImageSizes } from "./charts/image_sizes.ts";
export {
  visualizeGrid,
  type VisualizeGridOptions,
  type WeightMatrix,
} from "./charts/visualize_grid.ts";

export {
  htmlReport,
  type Report,
  type ReportSection,
  type ReportTable,
} from "./studies/html_report.ts";
