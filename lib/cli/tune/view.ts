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
import { outputTerminal, PLAIN, printLine, type Terminal } from "../shared/output.ts";
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
  readonly #print: (line: string) => void;
  readonly #lines: LiveLines;
  readonly #printed = new Set<number>();
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
    this.#print = options.print ?? printLine;
    this.#lines = options.lines ?? new LiveLines();
    this.#finishedBefore = this.#finished().length;
    this.update();
    if (this.#lines.isShown) this.#timer = setInterval(() => this.#draw(), REDRAW_MS);
  }

  /** Prints the lines of trials that have finished, as far as their order allows. */
  update(): void {
    const { unordered } = this.#options;
    const trials = this.#study.trials;
    const end = unordered ? -1 : trials.findIndex(({ state }) => !isFinished(state));
    this.#printTrials(end < 0 ? trials : trials.slice(0, end));
    this.#draw();
  }

  /** Prints what is left, whatever its order, and takes the table away. */
  [Symbol.dispose](): void {
    clearInterval(this.#timer);
    this.#lines.clear();
    this.#printTrials(this.#study.trials);
  }

  #printTrials(trials: readonly FrozenTrial[]): void {
    const due = trials.filter(({ number, state }) =>
      isFinished(state) && !this.#printed.has(number)
    );
    if (due.length === 0) return;
    if (this.#options.unordered) due.sort((a, b) => a.finishedAt! - b.finishedAt!);
    this.#lines.clear();
    for (const trial of due) {
      this.#print(this.#format(trial));
      this.#printed.add(trial.number);
    }
  }

  #draw(): void {
    if (!this.#lines.isShown) return;
    const running = this.#study.getTrials(["RUNNING"]);
    const table = new TuneTable(this.#study, { ...PLAIN, columns: this.#lines.columns });
    const rows = running.map((trial) => table.runningRow(trial, this.#options.lastEpoch));
    this.#lines.show([this.#summary(running.length), ...rows]);
  }

  /** What matters most comes first: a narrow terminal cuts the end off. */
  #summary(running: number): string {
    const { total } = this.#options;
    const done = this.#finished().length;
    const [best] = this.#study.ranking;
    const parts = [
      total === undefined ? `${done} trials` : `${done} of ${total} trials`,
      ...this.#pace(done),
      best ? `best ${formatAccuracy(best.value!)} (trial ${best.number})` : "no best yet",
      `${running} running`,
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

  #finished(): FrozenTrial[] {
    return this.#study.trials.filter(({ state }) => isFinished(state));
  }
}
