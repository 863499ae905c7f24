/**
 * Progress on a terminal (one line, written over) or in a log (a line for each report).
 *
 * @module
 */

const CLEAR_LINE = "\r\x1b[K";

/** Shows what goes on now. */
export class StatusLine {
  readonly #overwrite = Deno.stdout.isTerminal();

  /** Replaces the line on a terminal, adds one to a log. */
  show(text: string): void {
    if (!this.#overwrite) return console.log(text);
    const { columns } = Deno.consoleSize();
    this.#write(CLEAR_LINE + text.slice(0, columns - 1));
  }

  /** Ends with a line that stays. */
  done(text: string): void {
    if (this.#overwrite) this.#write(CLEAR_LINE);
    console.log(text);
  }

  #write(text: string): void {
    Deno.stdout.writeSync(new TextEncoder().encode(text));
  }
}
