/**
 * Ctrl-C as an AbortSignal.
 *
 * @module
 */

/**
 * Runs `action` with a signal that Ctrl-C (SIGINT) aborts. A second Ctrl-C ends the process at
 * once, as ever.
 */
export async function withInterrupt<T>(action: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const interrupt = () => {
    Deno.removeSignalListener("SIGINT", interrupt);
    controller.abort();
  };
  Deno.addSignalListener("SIGINT", interrupt);
  try {
    return await action(controller.signal);
  } finally {
    Deno.removeSignalListener("SIGINT", interrupt);
  }
}
