/**
 * A few lines at the bottom of a terminal that are written over.
 *
 * @module
 */

import { cutToWidth } from "./cut_to_width.ts";
import { STANDARD_ERROR } from "./output.ts";
import type { LineOutput } from "./progress_line.ts";

/** Where {@linkcode LiveLines} are written, as far as it matters to them. */
export interface LinesOutput extends LineOutput {
  /** Size of the terminal, in characters. */
  consoleSize(): { columns: number; rows: number };
}

/** Lines that are written over; none are shown where nobody can watch. */
export class LiveLines {
  /** Whether somebody can watch. */
  readonly isShown: boolean;
  readonly #output: LinesOutput;
  #height = 0;

  /** @param output Default: standard error, so that results can be piped from standard output. */
  constructor(output: LinesOutput = STANDARD_ERROR) {
    this.#output = output;
    this.isShown = output.isTerminal();
  }

  /** Shows lines in place of the last ones, as many and as much of each as the terminal holds. */
  show(lines: readonly string[]): void {
    if (!this.isShown) return;
    const { columns, rows } = this.#size();
    const fitting = lines.slice(0, Math.max(1, rows - 1)).map((line) =>
      cutToWidth(line, columns - 1)
    );
    this.#write(`${this.#erasure()}${fitting.join("\n")}\n`);
    this.#height = fitting.length;
  }

  /** The terminal's width in characters. */
  get columns(): number {
    return this.#size().columns;
  }

  /** Takes the lines away. */
  clear(): void {
    if (this.#height > 0) this.#write(this.#erasure());
    this.#height = 0;
  }

  #erasure(): string {
    return this.#height === 0 ? "" : `\x1b[${this.#height}A\r\x1b[J`;
  }

  #size(): { columns: number; rows: number } {
    try {
      const { columns, rows } = this.#output.consoleSize();
      return { columns: columns || 80, rows: rows || 24 };
    } catch {
      return { columns: 80, rows: 24 };
    }
  }

  #write(text: string): void {
    this.#output.writeSync(new TextEncoder().encode(text));
  }
}
