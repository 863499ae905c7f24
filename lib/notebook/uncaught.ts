/**
 * What goes wrong behind a cell's back, made visible: a promise that is rejected and that nobody
 * awaits, an error in a timer or another callback.
 *
 * Deno's kernel says nothing of the first and hangs after the second. Importing this module in a
 * kernel reports both as errors of the cell that runs at the time, and the kernel goes on.
 *
 * @module
 */

import { inNotebook, sendError } from "../internal/host.ts";

/** Two copies of this module, the runner's and the notebook's, report once. */
const LISTENING = Symbol.for("two-layer-net/uncaught");

/** Frames of the runtime itself. */
const INTERNAL = /\bext:/;

if (inNotebook && !(LISTENING in globalThis)) {
  Object.defineProperty(globalThis, LISTENING, { value: true });
  addEventListener("unhandledrejection", (event) => report(event, event.reason));
  addEventListener("error", (event) => report(event, event.error ?? event.message));
}

function report(event: Event, thrown: unknown): void {
  event.preventDefault();
  if (!(thrown instanceof Error)) return sendError("Error", String(thrown), []);
  const { name, message, stack = "" } = thrown;
  const frames = stack.split("\n").filter((line) => !INTERNAL.test(line));
  sendError(name, message, frames);
}
