/**
 * The web's workers by Node's threads, both sides of them, as far as pools of workers use it.
 *
 * @module
 */

import process from "node:process";
import * as threads from "node:worker_threads";

/** Tells our workers from those that the program makes itself. */
const MARK = "two-layer-net worker";

interface ErrorEvent {
  readonly message: string;
  preventDefault(): void;
}

/** A worker from a module; Bun's own lacks `close` on its other side. */
export class Worker {
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onmessageerror: ((event: { data: unknown }) => void) | null = null;
  onerror: ((event: ErrorEvent) => void) | null = null;
  readonly #thread: threads.Worker;

  constructor(module: URL) {
    this.#thread = new threads.Worker(module, { workerData: MARK });
    this.#thread.on("message", (data) => this.onmessage?.({ data }));
    this.#thread.on("messageerror", (data) => this.onmessageerror?.({ data }));
    this.#thread.on("error", (error) => this.#fail(String((error as Error)?.message ?? error)));
    this.#thread.on("exit", (code) => this.#fail(`it ended with code ${code}`));
  }

  postMessage(message: unknown): void {
    this.#thread.postMessage(message);
  }

  terminate(): void {
    this.#thread.removeAllListeners("exit");
    void this.#thread.terminate();
  }

  #fail(message: string): void {
    this.onerror?.({ message, preventDefault() {} });
  }
}

const { parentPort, workerData } = threads;

/** The other side: what a dedicated worker's global scope has. */
if (parentPort && workerData === MARK) {
  const { postMessage } = parentPort;
  Object.assign(globalThis, {
    postMessage: postMessage.bind(parentPort),
    close: () => process.exit(),
  });
  Object.defineProperty(globalThis, "onmessage", {
    // A port holds messages back until someone listens.
    set: (listen: (event: { data: unknown }) => void) =>
      parentPort.on("message", (data) => listen({ data })),
  });
}
