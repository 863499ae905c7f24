/**
 * What the page and the worker that trains say to one another.
 *
 * @module
 */

import type { Settings } from "../training/settings.ts";

/** What the page asks of the worker. */
export type Request =
  /** Begins a run, paused before its first step, in the place of the last one. */
  | { readonly type: "start"; readonly run: number; readonly settings: Settings }
  /** Allows the run so many steps from here on; 0 pauses it. */
  | { readonly type: "allow"; readonly steps: number }
  /** The last report has been drawn: the next one may come. */
  | { readonly type: "drawn" };

/** The parameters as plain arrays, row by row. */
export interface PlainParams {
  readonly hiddenSize: number;
  readonly W1: Float32Array<ArrayBuffer>;
  readonly b1: Float32Array<ArrayBuffer>;
  readonly W2: Float32Array<ArrayBuffer>;
  readonly b2: Float32Array<ArrayBuffer>;
}

/** Accuracies, measured after a step. */
export interface Accuracies {
  readonly step: number;
  /** On the step's batch. */
  readonly train: number;
  /** On the validation images. */
  readonly val: number;
}

/** Where a run stands. */
export interface Report {
  readonly type: "report";
  /** The run's number. */
  readonly run: number;
  /** Steps done. */
  readonly step: number;
  /** Losses of the steps since the last report. */
  readonly losses: readonly number[];
  /** Accuracies that were measured since. */
  readonly accuracies: readonly Accuracies[];
  readonly params: PlainParams;
  /** Steps a second, of late; 0 while it waits. */
  readonly speed: number;
  /** Whether it goes on, waits, or has made its last step. */
  readonly state: "running" | "paused" | "finished";
  /** A digest of the parameters' bytes, where the run stands still. */
  readonly digest?: string;
}

/** The worker is ready. */
export interface Ready {
  readonly type: "ready";
  /** Numbers of training and validation images. */
  readonly training: number;
  readonly validation: number;
  /** What does the arithmetic, in words. */
  readonly backend: string;
  /** Subtracted from each image. */
  readonly mean: Float64Array;
  /** Images to show: pixels and labels. */
  readonly samples: { readonly pixels: Uint8Array; readonly labels: Uint8Array };
}

/** What the worker tells the page. */
export type Message =
  | { readonly type: "loading"; readonly bytes: number; readonly of: number }
  | Ready
  | Report
  /** It can go no further, and why. */
  | { readonly type: "failed"; readonly message: string };
