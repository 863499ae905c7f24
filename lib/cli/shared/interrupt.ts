/**
 * Ctrl-C, a request to end, a closed terminal and lost output, all as one AbortSignal.
 *
 * @module
 */

import { EXIT } from "./command_line.ts";
import { onOutputLost } from "./output.ts";

/** `deno task` passes on a Ctrl-C that the terminal has sent to everyone already. */
const SAME_KEYSTROKE_MS = 500;

/** Ctrl-C; what `kill`, `timeout` and `docker stop` send; and what a terminal sends as it closes. */
const SIGNALS: readonly Deno.Signal[] = Deno.build.os === "windows"
  ? ["SIGINT"]
  : ["SIGINT", "SIGTERM", "SIGHUP"];

/**
 * Runs `action` with a signal that Ctrl-C (SIGINT), SIGTERM, SIGHUP or the loss of standard output
 * aborts. A signal that comes once more, later, ends the process at once.
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
  using _output = onOutputLost(() => controller.abort());
  for (const signal of SIGNALS) Deno.addSignalListener(signal, interrupt);
  try {
    return await action(controller.signal);
  } finally {
    for (const signal of SIGNALS) Deno.removeSignalListener(signal, interrupt);
  }
}
