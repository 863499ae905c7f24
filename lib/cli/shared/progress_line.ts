/**
 * Progress on a terminal: one line that is written over; where the output is piped, a plain line
 * now and then.
 *
 * @module
 */

import { formatProgress, type ProgressListener } from "../../internal/progress.ts";
import { cutToWidth } from "./cut_to_width.ts";
import { STANDARD_ERROR, terminalColumns } from "./output.ts";

const PIPED_INTERVAL_MS = 10_000;

/** Where a {@linkcode ProgressLine} is written, as far as it matters to it. */
export interface LineOutput {
  /** Writes bytes. */
  writeSync(bytes: Uint8Array): number;
  /** Whether a person may be watching. */
  isTerminal(): boolean;
}

/** Shows progress and messages; end it with `using` or {@linkcode ProgressLine.clear}. */
export class ProgressLine {
  readonly #output: LineOutput;
  readonly #onTerminal: boolean;
  readonly #now: () => number;
  #lastPlainLine: number;
  #isShown = false;

  /**
   * @param output Default: standard error, so that results can be piped from standard output.
   * @param now The clock, in milliseconds.
   */
  constructor(output: LineOutput = STANDARD_ERROR, now: () => number = () => performance.now()) {
    this.#output = output;
    this.#onTerminal = output.isTerminal();
    this.#now = now;
    this.#lastPlainLine = now();
  }

  /** Shows a reading in place of the last one; a listener as it is. */
  readonly show: ProgressListener = (report) => {
    if (this.#onTerminal) {
      this.#write(`\r${cutToWidth(formatProgress(report), terminalColumns() - 1)}\x1b[K`);
      this.#isShown = true;
    } else if (this.#now() - this.#lastPlainLine >= PIPED_INTERVAL_MS) {
      this.print(formatProgress(report));
    }
  };

  /** Prints a line that stays. */
  print(line: string): void {
    this.clear();
    this.#write(`${line}\n`);
    this.#lastPlainLine = this.#now();
  }

  /** Takes the progress line away. */
  clear(): void {
    if (this.#isShown) this.#write("\r\x1b[K");
    this.#isShown = false;
  }

  /** Takes the line away at the end of a block, however that ends. */
  [Symbol.dispose](): void {
    this.clear();
  }

  #write(text: string): void {
    this.#output.writeSync(new TextEncoder().encode(text));
  }
}
