/**
 * For notebook cells: showing things so that nothing is lost, live displays, progress, and Stop.
 *
 * Everything works outside a notebook too, as plain text.
 *
 * @example
 * ```ts
 * import { display, liveResults, table } from "two-layer-net/notebook";
 *
 * function* sums(signal: AbortSignal) {
 *   for (let n = 1, sum = 1; n <= 100 && !signal.aborted; sum += ++n) yield { n, sum };
 * }
 * const results = await liveResults(100, sums, { label: "summing" });
 * await display(table(results.slice(-1)));
 * ```
 *
 * @module
 */

import "../internal/deno_version.ts";
import "./uncaught.ts";

export { artifactPath } from "./artifact_path.ts";
export { Comparison, comparison, type Figure } from "./comparison.ts";
export { display, markdown, print } from "./display.ts";
export { inNotebook } from "../internal/host.ts";
export { interruptible, type InterruptOptions } from "./interrupt.ts";
export { LiveDisplay, liveDisplay, type LiveDisplayOptions } from "./live.ts";
export { liveResults, type LiveResultsOptions } from "./live_results.ts";
export { type LiveCallbacks, type LiveTraining, liveTraining } from "./live_training.ts";
export { type LiveWork, liveWork } from "./live_work.ts";
export type { ProgressListener, ProgressReport } from "../internal/progress.ts";
export type { Spread } from "../internal/spread.ts";
export { type Displayable, type DisplayData, type MimeBundle } from "./mime.ts";
export { percent, percentagePoints } from "./percent.ts";
export { ProgressBar, progressBar, type ProgressOptions, type ProgressValues } from "./progress.ts";
export { type Column, Table, table, type TableOptions } from "./table.ts";
export {
  type MonitoredEpoch,
  type MonitoredStep,
  TrainingMonitor,
  trainingMonitor,
  type TrainingMonitorOptions,
} from "./training_monitor.ts";
