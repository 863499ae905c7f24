/**
 * How far a long piece of work is: rate and time left, measured and in words. What shows it (a
 * terminal line, a notebook cell) is the caller's.
 *
 * @module
 */

import { checkNumber, checkObject, checkString } from "./checks.ts";

/** One reading of a {@linkcode ProgressMeter}. */
export interface ProgressReport {
  /** What is being worked on. */
  readonly label: string;
  /** What is counted, in the plural: "bytes", "iterations", "trials". */
  readonly unit: string;
  /** How many units are done. */
  readonly done: number;
  /** How many units there are; undefined where nobody knows. */
  readonly total?: number;
  /** Seconds since the meter was made. */
  readonly elapsed: number;
  /** Units per second over the last ten seconds; undefined before there is anything to tell. */
  readonly rate?: number;
  /** Seconds left at that rate; undefined where rate or total is, and while nothing moves. */
  readonly timeLeft?: number;
}

/** Receives the readings of a {@linkcode ProgressMeter}. */
export type ProgressListener = (report: ProgressReport) => void;

/** What {@linkcode ProgressMeter} takes beside the listener. */
export interface ProgressMeterOptions {
  /** What is being worked on. */
  label: string;
  /** What is counted, in the plural. Default: "bytes". */
  unit?: string;
  /** How many units there are. Default: unknown. */
  total?: number;
  /** Units that were done before, and so tell nothing of the rate. Default: 0. */
  initial?: number;
  /** Least time between two readings, in milliseconds. Default: 100. */
  intervalMs?: number;
  /** The clock, in milliseconds. Default: `performance.now`. */
  now?: () => number;
}

const RATE_WINDOW_MS = 10_000;

/** Counts units of work and reports at most every `intervalMs`, and when all are done. */
export class ProgressMeter {
  readonly #listener?: ProgressListener;
  readonly #label: string;
  readonly #unit: string;
  readonly #total?: number;
  readonly #intervalMs: number;
  readonly #now: () => number;
  readonly #start: number;
  readonly #samples: { time: number; done: number }[];
  #nextReport: number;

  /** Starts the clock; nobody is told anything before the first {@linkcode update}. */
  constructor(listener: ProgressListener | undefined, options: ProgressMeterOptions) {
    const { label, unit = "bytes", total, initial = 0, intervalMs = 100 } = options;
    this.#listener = listener;
    this.#label = label;
    this.#unit = unit;
    this.#total = total;
    this.#intervalMs = intervalMs;
    this.#now = options.now ?? (() => performance.now());
    this.#start = this.#now();
    this.#samples = [{ time: this.#start, done: initial }];
    this.#nextReport = this.#start;
  }

  /** Says that `done` units are done, counted from the very beginning. */
  update(done: number): void {
    if (!this.#listener) return;
    const time = this.#now();
    if (time < this.#nextReport && done !== this.#total) return;
    this.#nextReport = time + this.#intervalMs;
    this.#listener(this.#read(time, done));
  }

  #read(time: number, done: number): ProgressReport {
    const samples = this.#samples;
    samples.push({ time, done });
    while (samples.length > 2 && time - samples[1].time >= RATE_WINDOW_MS) samples.shift();
    const seconds = (time - samples[0].time) / 1000;
    const rate = seconds > 0 ? (done - samples[0].done) / seconds : undefined;
    const left = this.#total === undefined ? undefined : this.#total - done;
    return {
      label: this.#label,
      unit: this.#unit,
      done,
      total: this.#total,
      elapsed: (time - this.#start) / 1000,
      rate,
      timeLeft: rate && left !== undefined ? left / rate : undefined,
    };
  }
}

/** The reading on one line: "a.tar.gz: 34 %, 58.2 of 170.1 MB, 3.4 MB/s, 33 s left". */
export function formatProgress(report: ProgressReport): string {
  checkReport(report);
  const { label, unit, done, total, elapsed, rate, timeLeft } = report;
  const parts: string[] = [];
  if (total !== undefined) parts.push(`${Math.floor(100 * done / Math.max(total, 1))} %`);
  if (total !== undefined || done > 0) parts.push(formatCount(done, total, unit));
  if (rate !== undefined && done > 0) parts.push(formatRate(rate, unit));
  parts.push(timeLeft === undefined ? formatDuration(elapsed) : `${formatDuration(timeLeft)} left`);
  return `${label}: ${parts.join(", ")}`;
}

/** A duration in two units at most: "0.4 s", "33 s", "2 min 5 s", "1 h 2 min". */
export function formatDuration(seconds: number): string {
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  const minutes = Math.round(whole / 60);
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** A number of bytes in megabytes (10^6 bytes): "170.1 MB". */
export function formatBytes(bytes: number): string {
  return `${megabytes(bytes)} MB`;
}

/** How much is done of how much: "58.2 of 170.1 MB", "1,200,000 of 1,920,000 steps". */
export function formatCount(done: number, total: number | undefined, unit: string): string {
  if (unit === "bytes") {
    return total === undefined ? formatBytes(done) : `${megabytes(done)} of ${formatBytes(total)}`;
  }
  const count = GROUPED.format(done);
  return total === undefined ? `${count} ${unit}` : `${count} of ${GROUPED.format(total)} ${unit}`;
}

/** Numbers of five digits and more in groups of three. */
const GROUPED = new Intl.NumberFormat("en", { useGrouping: "min2" });

function formatRate(rate: number, unit: string): string {
  return unit === "bytes" ? `${formatBytes(rate)}/s` : `${formatNumber(rate)} ${unit}/s`;
}

function formatNumber(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}

function checkReport(report: ProgressReport): void {
  checkObject("report", report);
  for (const name of ["label", "unit"] as const) checkString(`report.${name}`, report[name]);
  for (const name of ["done", "total", "elapsed", "rate", "timeLeft"] as const) {
    const value = report[name], mayBeAbsent = name !== "done" && name !== "elapsed";
    if (value !== undefined || !mayBeAbsent) checkNumber(`report.${name}`, value);
  }
}
