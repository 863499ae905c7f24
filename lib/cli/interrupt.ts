/**
 * Ctrl-C as an AbortSignal.
 *
 * @module
 */

import { EXIT } from "./command_line.ts";

/** `deno task` passes on a Ctrl-C that the terminal has sent to everyone already. */
const SAME_KEYSTROKE_MS = 500;

/**
 * Runs `action` with a signal that Ctrl-C (SIGINT) aborts. Pressed once more, later, it ends the
 * process at once.
 */
export async function withInterrupt<T>(action: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  let first: number | undefined;
  const interrupt = () => {
    const now = performance.now();
    first ??= now;
    if (now - first > SAME_KEYSTROKE_MS) Deno.exit(EXIT.interrupted);
    controller.abort();
  };
  Deno.addSignalListener("SIGINT", interrupt);
  try {
    return await action(controller.signal);
  } finally {
    Deno.removeSignalListener("SIGINT", interrupt);
  }
}
