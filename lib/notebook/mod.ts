/**
 * For notebook cells: showing things so that nothing is lost, live displays, progress, and Stop.
 *
 * Everything works outside a notebook too, as plain text.
 *
 * @example
 * ```ts
 * import { display, interruptible, progressBar, table } from "two-layer-net/notebook";
 *
 * const bar = progressBar(100, { label: "summing" });
 * let sum = 0;
 * await interruptible((signal) => {
 *   for (let i = 1; i <= 100 && !signal.aborted; i++) bar.update(i, { sum: sum += i });
 * });
 * await bar.finish();
 * await display(table([{ terms: 100, sum }]));
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
export { type Displayable, type DisplayData, type MimeBundle } from "./mime.ts";
export { ProgressBar, progressBar, type ProgressOptions, type ProgressValues } from "./progress.ts";
export { reduced } from "./reduced.ts";
export { type Column, Table, table, type TableOptions } from "./table.ts";
export {
  type MonitoredEpoch,
  type MonitoredStep,
  TrainingMonitor,
  trainingMonitor,
  type TrainingMonitorOptions,
} from "./training_monitor.ts";
