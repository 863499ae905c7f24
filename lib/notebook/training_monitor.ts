/**
 * A net's training, as it goes on.
 *
 * @module
 */

import { checkInteger, checkObject, checkString, checkType } from "../internal/checks.ts";
import { checkOptions, type OptionChecks } from "../internal/options.ts";
import { historyChart } from "../plotting/charts/history_chart.ts";
import { VEGA_LITE_METADATA, VEGA_LITE_MIME } from "../plotting/drawing/chart.ts";
import { LIVE_OPTIONS, LiveDisplay, type LiveDisplayOptions } from "./live.ts";
import type { Displayable } from "./mime.ts";
import { ProgressBar, type ProgressValues } from "./progress.ts";

/** Drawing the curve takes a front end longer than a bar: once a second will do. */
const CHART_INTERVAL = 1000;

/** How a training monitor looks. */
export interface TrainingMonitorOptions extends LiveDisplayOptions {
  /** What goes on; default "training". */
  label?: string;
}

/** What happened in a training step; `StepInfo` of the Solver is one. */
export interface MonitoredStep {
  /** Number of the step, from 0. */
  iteration: number;
  /** Loss of the step's batch. */
  loss: number;
}

/** What was found when accuracies were recorded; `EpochInfo` of the Solver is one. */
export interface MonitoredEpoch extends MonitoredStep {
  /** Accuracy on the validation rows. */
  valAccuracy: number;
}

const OPTIONS: OptionChecks<TrainingMonitorOptions> = { label: checkString, ...LIVE_OPTIONS };

/**
 * A progress bar and the loss curve below it, drawn while a net is trained: one of the Solver's
 * `callbacks`.
 *
 * Outside a notebook both are lines of text.
 */
export class TrainingMonitor {
  readonly #bar: ProgressBar;
  readonly #chart: LiveDisplay;
  readonly #lossHistory: number[] = [];
  #accuracy: ProgressValues = {};

  /** Shows an empty bar for `numIters` steps. */
  constructor(numIters: number, options: TrainingMonitorOptions = {}) {
    checkInteger("numIters", numIters, 1);
    checkOptions("TrainingMonitor", options, OPTIONS);
    const { label = "training", interval = CHART_INTERVAL } = options;
    this.#bar = new ProgressBar(numIters, { label, unit: "iterations" });
    this.#chart = new LiveDisplay("", { interval });
  }

  /** Takes in a step. */
  onStep(step: MonitoredStep): void {
    checkStep(step);
    const { iteration, loss } = step;
    this.#lossHistory.push(loss);
    this.#bar.update(iteration + 1, { loss, ...this.#accuracy });
    this.#chart.update(() => this.#liveCurve());
  }

  /** Takes in an accuracy, which the bar shows until the next comes. */
  onEpoch(epoch: MonitoredEpoch): void {
    checkStep(epoch);
    const { iteration, loss, valAccuracy } = epoch;
    checkType("valAccuracy", valAccuracy, "a number", typeof valAccuracy === "number");
    this.#accuracy = { "validation accuracy": valAccuracy };
    this.#bar.update(iteration + 1, { loss, ...this.#accuracy });
  }

  /** Shows the final state, also of a training that was stopped, and waits until it is out. */
  async finish(): Promise<void> {
    await this.#bar.finish();
    const none = this.#lossHistory.length === 0;
    await this.#chart.finish(none ? "no iterations" : this.#curve());
  }

  #curve(): ReturnType<typeof historyChart> {
    return historyChart(this.#lossHistory, {
      title: "Loss while training",
      height: 220,
      maxPoints: 250,
    });
  }

  /** Without the PNG, whose drawing would hold the training up. */
  #liveCurve(): Displayable {
    const { spec, summary } = this.#curve();
    const data = { [VEGA_LITE_MIME]: spec, "text/plain": summary };
    return {
      toMimeBundle: () => data,
      toDisplayData: () => ({ data, metadata: VEGA_LITE_METADATA }),
    };
  }
}

/**
 * Shows how a training goes on: give it to the Solver as a callback, and finish it.
 *
 * @param numIters Number of steps.
 * @param options A label; how often the curve may change.
 *
 * @example
 * ```ts
 * import * as assignment from "two-layer-net/assignment";
 * import { trainingMonitor } from "two-layer-net/notebook";
 *
 * const { net, rng } = assignment.toyModel();
 * const { X, y } = assignment.toyData();
 * const monitor = trainingMonitor(100);
 * await net.train(X, y, X, y, { numIters: 100, rng, callbacks: [monitor] });
 * await monitor.finish();
 * ```
 */
export function trainingMonitor(
  numIters: number,
  options?: TrainingMonitorOptions,
): TrainingMonitor {
  return new TrainingMonitor(numIters, options);
}

function checkStep(step: MonitoredStep): void {
  checkObject("step", step);
  checkInteger("iteration", step.iteration, 0);
  checkType("loss", step.loss, "a number", typeof step.loss === "number");
}
