/**
 * What commands print. Where nobody can read it any more (`| head -1`, a full disk) the command is
 * stopped as by Ctrl-C, so that what it has done is kept.
 *
 * @module
 */

/** Exit code of a program whose reader went away, as shells have it: 128 + SIGPIPE. */
const READER_GONE = 141;

let failure: Error | null = null;
const listeners = new Set<() => void>();

/** Prints a line on standard output; nothing once a line could not be written. */
export function printLine(line: string): void {
  if (failure) return;
  try {
    writeAll(Deno.stdout, line);
  } catch (error) {
    failure = error as Error;
    for (const stop of listeners) stop();
  }
}

/** Prints a line on standard error, if anybody can read it. */
export function printError(line: string): void {
  writeAll(STANDARD_ERROR, line);
}

/** Standard error as progress is written on it: losing it ends nothing. */
export const STANDARD_ERROR = {
  /** Writes bytes, if anybody can read them. */
  writeSync(bytes: Uint8Array): number {
    try {
      return Deno.stderr.writeSync(bytes);
    } catch {
      return bytes.length;
    }
  },
  /** Whether a person may be watching, on a terminal that can go back in a line. */
  isTerminal: (): boolean => Deno.stderr.isTerminal() && takesEscapes(),
  /** Size of the terminal, in characters. */
  consoleSize: (): { columns: number; rows: number } => Deno.consoleSize(),
};

/** The terminal's width in characters; 80 where there is no terminal. */
export function terminalColumns(): number {
  try {
    return Deno.consoleSize().columns || 80;
  } catch {
    return 80;
  }
}

/** A terminal that results are printed on. */
export interface Terminal {
  /** Its width in characters. */
  readonly columns: number;
  /** The text in bold letters. */
  readonly bold: (text: string) => string;
  /** The text in pale letters. */
  readonly dim: (text: string) => string;
  /** The text in red letters. */
  readonly red: (text: string) => string;
}

/** 80 columns without escape sequences. */
export const PLAIN: Terminal = {
  columns: 80,
  bold: (text) => text,
  dim: (text) => text,
  red: (text) => text,
};

/** The terminal behind standard output; `null` where it is a file or a pipe. */
export function outputTerminal(): Terminal | null {
  if (!Deno.stdout.isTerminal()) return null;
  const columns = terminalColumns();
  if (!takesEscapes()) return { ...PLAIN, columns };
  const style = (code: number) => (text: string) => `\x1b[${code}m${text}\x1b[0m`;
  return { columns, bold: style(1), dim: style(2), red: style(31) };
}

/** Neither `NO_COLOR` nor a `TERM` of "dumb" forbids escape sequences. */
function takesEscapes(): boolean {
  if (Deno.noColor) return false;
  const { state } = Deno.permissions.querySync({ name: "env", variable: "TERM" });
  return state !== "granted" || Deno.env.get("TERM") !== "dumb";
}

/** Calls `stop` when standard output can no longer be written, until disposed of. */
export function onOutputLost(stop: () => void): Disposable {
  listeners.add(stop);
  if (failure) stop();
  return { [Symbol.dispose]: () => void listeners.delete(stop) };
}

/** The exit code if standard output could not be written, with the reason told; else `null`. */
export function outputFailure(): number | null {
  if (!failure) return null;
  if (failure instanceof Deno.errors.BrokenPipe) return READER_GONE;
  printError(`error: Cannot write to standard output: ${failure.message}`);
  return 1;
}

function writeAll(output: { writeSync(bytes: Uint8Array): number }, line: string): void {
  let bytes = new TextEncoder().encode(`${line}\n`);
  while (bytes.length > 0) bytes = bytes.subarray(output.writeSync(bytes));
}
