/**
 * What the page knows: the settings, the run, the net that is shown, and the image.
 *
 * @module
 */

import { Matrix } from "../matrix/matrix.ts";
import type { Settings } from "../training/settings.ts";
import type { Accuracies, PlainParams, Ready, Report } from "./messages.ts";
import type { ShownNet } from "./net_file.ts";

/** What a run has recorded. */
export interface Course {
  readonly losses: readonly number[];
  readonly accuracies: readonly Accuracies[];
}

const NOTHING: Course = { losses: [], accuracies: [] };

/** All of it. */
export class State {
  settings: Settings;
  /** The worker's data, once they are loaded. */
  ready: Ready | null = null;
  /** Number of the run. */
  run = 0;
  step = 0;
  /** Whether the run goes on, waits, or has ended. */
  running: Report["state"] = "paused";
  speed = 0;
  digest = "";
  course: { losses: number[]; accuracies: Accuracies[] } = { losses: [], accuracies: [] };
  /** The run before, to compare with. */
  before: Course = NOTHING;
  net: ShownNet | null = null;
  /** The file that the net comes from, if it does. */
  file: string | null = null;
  /** The image, and its class if it is known. */
  pixels: Uint8Array = new Uint8Array(3072).fill(128);
  truth: number | null = null;
  /** The class that is asked about; null: the winner. */
  asked: number | null = null;
  /** The unit that is pointed at. */
  unit: number | null = null;

  constructor(settings: Settings) {
    this.settings = settings;
  }

  /** Begins a run, and keeps the last one to compare with. */
  begin(): void {
    if (this.course.losses.length > 1) this.before = this.course;
    this.course = { losses: [], accuracies: [] };
    [this.step, this.running, this.file] = [0, "paused", null];
    this.run++;
  }

  /** Takes in where the run stands; false if the report is an earlier run's. */
  take(report: Report): boolean {
    if (report.run !== this.run) return false;
    this.course.losses.push(...report.losses);
    this.course.accuracies.push(...report.accuracies);
    [this.step, this.running, this.speed] = [report.step, report.state, report.speed];
    this.digest = report.digest ?? this.digest;
    if (this.file === null) {
      this.net = { params: matrices(report.params), mean: this.ready!.mean };
    }
    return true;
  }

  /** Whether the loss has become infinite or no number. */
  get hasDiverged(): boolean {
    const last = this.course.losses.at(-1);
    return last !== undefined && !Number.isFinite(last);
  }
}

function matrices({ hiddenSize, W1, b1, W2, b2 }: PlainParams): ShownNet["params"] {
  return {
    W1: new Matrix(W1.length / hiddenSize, hiddenSize, W1),
    b1: new Matrix(1, hiddenSize, b1),
    W2: new Matrix(hiddenSize, b2.length, W2),
    b2: new Matrix(1, b2.length, b2),
  };
}
