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
  isTerminal: (): boolean => Deno.stderr.isTerminal() && !isDumb(),
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

/** Whether `TERM` says that the terminal knows no escape sequences. */
function isDumb(): boolean {
  const { state } = Deno.permissions.querySync({ name: "env", variable: "TERM" });
  return state === "granted" && Deno.env.get("TERM") === "dumb";
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
