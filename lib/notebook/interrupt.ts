/**
 * Stop: ends the running cell, and not the kernel.
 *
 * Jupyter's Stop sends SIGINT, which ends Deno's kernel unless something listens. Importing this
 * module in a kernel installs two listeners: one on the main thread, which aborts cells that await,
 * and one in a worker, which sets a shared flag that loops that never await can poll.
 *
 * @module
 */

import { checkFunction } from "../internal/checks.ts";
import { checkOptions, number } from "../internal/options.ts";
import { inNotebook } from "../internal/host.ts";
import { within } from "./within.ts";

/** Set to 1 by the worker when Stop is pressed, to 0 once seen or when a cell starts. */
const stopFlag = new Int32Array(new SharedArrayBuffer(4));

/** Whether polling has seen a Stop whose event is still to come. */
let seenByPolling = false;

const running = new Set<AbortController>();

const NOTHING_RUNS =
  "Stop ends only what runs under interruptible(); restart the kernel to end more.";

if (inNotebook) listen();

/** How a cell is interrupted. */
export interface InterruptOptions {
  /** Milliseconds that the cell has to end by itself once it is stopped; default 1000. */
  grace?: number;
}

/**
 * Runs code that Stop can end, with the kernel and its variables left as they are.
 *
 * Code that watches the signal (`signal.aborted` works in loops that never await, too) ends in its
 * own way, and what it returns is returned. What does not end in time is left behind. Outside a
 * notebook the code just runs.
 *
 * @param body The code; pass the signal on to whatever takes one.
 * @param options How long the code may take to end.
 * @returns What `body` returns.
 * @throws {DOMException} "AbortError" where the code does not end in time, unless `body` itself
 * threw something.
 *
 * @example
 * ```ts
 * import { interruptible } from "two-layer-net/notebook";
 * import { assertEquals } from "@std/assert";
 *
 * const losses: number[] = [];
 * await interruptible((signal) => {
 *   while (losses.length < 3 && !signal.aborted) losses.push(1 / (losses.length + 1));
 * });
 * assertEquals(losses.length, 3);
 * ```
 */
export async function interruptible<T>(
  body: (signal: AbortSignal) => T | Promise<T>,
  options: InterruptOptions = {},
): Promise<T> {
  checkFunction("body", body);
  checkOptions("interruptible", options, { grace: number(0) });
  const { grace = 1000 } = options;
  const controller = new AbortController();
  if (running.size === 0) Atomics.store(stopFlag, 0, 0);
  running.add(controller);
  try {
    const abandoned = Promise.withResolvers<never>();
    const result = (async () => await body(pollingSignal(controller)))();
    controller.signal.addEventListener("abort", async () => {
      await within(grace, result.catch(() => {}));
      abandoned.reject(stopped());
    });
    return await Promise.race([result, abandoned.promise]);
  } finally {
    running.delete(controller);
  }
}

/** The controller's signal, whose `aborted` also sees a Stop that no event could report yet. */
function pollingSignal({ signal }: AbortController): AbortSignal {
  return Object.defineProperties(signal, {
    aborted: {
      get(): boolean {
        if (Atomics.exchange(stopFlag, 0, 0) === 1) {
          seenByPolling = true;
          stopRunning();
        }
        return Reflect.get(AbortSignal.prototype, "aborted", signal);
      },
    },
    throwIfAborted: {
      value(): void {
        if (signal.aborted) throw signal.reason;
      },
    },
  });
}

function stopRunning(): void {
  for (const controller of running) controller.abort(stopped());
}

function stopped(): DOMException {
  return new DOMException("Stopped", "AbortError");
}

function listen(): void {
  const watcher = new Worker(import.meta.resolve("./interrupt_watcher.ts"), { type: "module" });
  watcher.postMessage(stopFlag);
  Deno.addSignalListener("SIGINT", () => {
    if (running.size > 0) stopRunning();
    else if (!seenByPolling) console.error(NOTHING_RUNS);
    seenByPolling = false;
  });
}
