/**
 * A study while it runs: a line a finished trial on standard output, and on a terminal a live table
 * of what is going on.
 *
 * @module
 */

import { formatDuration } from "../../internal/progress.ts";
import type { Study } from "../../tuning/study.ts";
import { type FrozenTrial, isFinished } from "../../tuning/trial.ts";
import { LiveLines } from "../shared/live_lines.ts";
import { outputTerminal, PLAIN, printError, printLine, type Terminal } from "../shared/output.ts";
import { type LineFormat, lineFormat } from "./lines.ts";
import { formatAccuracy } from "./values.ts";
import { TuneTable } from "./table.ts";

const REDRAW_MS = 500;

/** What {@linkcode TuneView} takes beside the study. */
export interface TuneViewOptions {
  /** How many trials there will be; undefined where only time ends the run. */
  total: number | undefined;
  /** The greatest epoch that a trial can report. */
  lastEpoch: number;
  /** Print trials as they finish. */
  unordered: boolean;
  /** Prints a line that stays. Default: {@linkcode printLine}. */
  print?: (line: string) => void;
  /** The terminal that `print` prints on; `null` for none. Default: that of standard output. */
  terminal?: Terminal | null;
  /** Where the live table goes. Default: standard error. */
  lines?: LiveLines;
}

/** Shows a study until it is disposed of. */
export class TuneView implements Disposable {
  readonly #study: Study;
  readonly #options: TuneViewOptions;
  readonly #format: LineFormat;
  readonly #printLine: (line: string) => void;
  readonly #lines: LiveLines;
  /** Numbers of the trials that were not finished when last looked at, ascending. */
  #open: number[] = [];
  /** Finished trials that are not printed. */
  #due: FrozenTrial[] = [];
  /** How many trials were there, and how many of them were finished. */
  #known = 0;
  #finished = 0;
  #best: FrozenTrial | null = null;
  readonly #start = performance.now();
  readonly #finishedBefore: number;
  readonly #timer: ReturnType<typeof setInterval> | undefined;

  /** Prints the trials that are finished already. */
  constructor(study: Study, options: TuneViewOptions) {
    this.#study = study;
    this.#options = options;
    this.#format = lineFormat(
      study,
      options.terminal === undefined ? outputTerminal() : options.terminal,
    );
    this.#printLine = options.print ?? printLine;
    this.#lines = options.lines ?? new LiveLines();
    this.#look();
    this.#finishedBefore = this.#finished;
    this.update();
    if (this.#lines.isShown) this.#timer = setInterval(() => this.#draw(this.#look()), REDRAW_MS);
  }

  /** Prints the lines of trials that have finished, as far as their order allows. */
  update(): void {
    const trials = this.#look();
    this.#print(this.#options.unordered ? Infinity : this.#open[0] ?? Infinity);
    this.#draw(trials);
  }

  /** Prints a line about the run, beside its results. */
  tell(line: string): void {
    this.#lines.clear();
    printError(line);
  }

  /** Prints what is left, whatever its order, and takes the table away. */
  [Symbol.dispose](): void {
    clearInterval(this.#timer);
    this.#lines.clear();
    this.#look();
    this.#print(Infinity);
  }

  /** Takes note of the trials that have finished since the last look, without a look at the others. */
  #look(): readonly FrozenTrial[] {
    const trials = this.#study.trials;
    while (this.#known < trials.length) this.#open.push(this.#known++);
    const isOpen = (number: number) => !isFinished(trials[number].state);
    const ended = this.#open.filter((number) => !isOpen(number)).map((number) => trials[number]);
    if (ended.length === 0) return trials;
    this.#open = this.#open.filter(isOpen);
    this.#due = [...this.#due, ...ended];
    this.#finished += ended.length;
    this.#best = ended.reduce((best, trial) => this.#better(best, trial), this.#best);
    return trials;
  }

  /** The better of two trials; of equals the one with the lower number. */
  #better(best: FrozenTrial | null, trial: FrozenTrial): FrozenTrial | null {
    if (trial.state !== "COMPLETE") return best;
    if (best === null) return trial;
    const sign = this.#study.direction === "minimize" ? 1 : -1;
    const [ours, theirs] = [sign * trial.value!, sign * best.value!];
    return ours < theirs || (ours === theirs && trial.number < best.number) ? trial : best;
  }

  /** Prints what is due of the trials before number `end`. */
  #print(end: number): void {
    const now = this.#due.filter(({ number }) => number < end);
    if (now.length === 0) return;
    this.#due = this.#due.filter(({ number }) => number >= end);
    const { unordered } = this.#options;
    now.sort((a, b) => unordered ? a.finishedAt! - b.finishedAt! : a.number - b.number);
    this.#lines.clear();
    for (const trial of now) this.#printLine(this.#format(trial));
  }

  #draw(trials: readonly FrozenTrial[]): void {
    if (!this.#lines.isShown) return;
    const running = this.#open.map((number) => trials[number])
      .filter(({ state }) => state === "RUNNING");
    const table = new TuneTable(this.#study, { ...PLAIN, columns: this.#lines.columns });
    const rows = running.map((trial) => table.runningRow(trial, this.#options.lastEpoch));
    this.#lines.show([this.#summary(running.length), ...rows]);
  }

  /** What matters most comes first: a narrow terminal cuts the end off. */
  #summary(running: number): string {
    const { total } = this.#options;
    const done = this.#finished, best = this.#best;
    const parts = [
      total === undefined ? `${done} trials` : `${done} of ${total} trials`,
      ...this.#pace(done),
      best ? `best ${formatAccuracy(best.value!)} (trial ${best.number})` : "no best yet",
      `${running} running`,
      ...(this.#study.paused ? ["stopped from its page"] : []),
    ];
    return `${this.#study.name}: ${parts.join(", ")}`;
  }

  /** Rate and time left, once this run has finished a trial. */
  #pace(done: number): string[] {
    const seconds = (performance.now() - this.#start) / 1000;
    const finished = done - this.#finishedBefore;
    if (finished === 0) return [formatDuration(seconds)];
    const rate = finished / seconds;
    const perMinute = `${(60 * rate).toPrecision(3)} trials/min`;
    const { total } = this.#options;
    if (total === undefined) return [perMinute, formatDuration(seconds)];
    return [`${formatDuration(Math.max(0, total - done) / rate)} left`, perMinute];
  }
}
