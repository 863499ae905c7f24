/**
 * Server-sent events out of what changes.
 *
 * @module
 */

import { sleep } from "../internal/sleep.ts";
import type { WatchEvent } from "./watch.ts";

/** How soon a change is told. */
const POLL_MS = 500;

/** A comment now and then tells that the line is alive. */
const KEEP_ALIVE_MS = 15_000;

/** A response that tells changes until its reader goes away or `signal` is aborted. */
export function eventStream(
  changes: () => AsyncGenerator<WatchEvent> | Generator<WatchEvent>,
  signal: AbortSignal,
): ReadableStream<Uint8Array> {
  const gone = new AbortController();
  const over = AbortSignal.any([signal, gone.signal]);
  return new ReadableStream<string>({
    async start(controller) {
      await tell(changes, (text) => controller.enqueue(text), over);
      if (!gone.signal.aborted) controller.close();
    },
    cancel: () => gone.abort(),
  }).pipeThrough(new TextEncoderStream());
}

async function tell(
  changes: () => AsyncGenerator<WatchEvent> | Generator<WatchEvent>,
  send: (text: string) => void,
  over: AbortSignal,
): Promise<void> {
  let last = performance.now();
  let problem = "";
  while (!over.aborted) {
    try {
      for await (const { event, data } of changes()) {
        send(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
        last = performance.now();
      }
      problem = "";
    } catch (error) {
      const { message } = error as Error;
      if (message !== problem) send(`event: problem\ndata: ${JSON.stringify(message)}\n\n`);
      problem = message;
    }
    if (performance.now() - last > KEEP_ALIVE_MS) {
      send(": alive\n\n");
      last = performance.now();
    }
    await sleep(POLL_MS, over).catch(() => {});
  }
}
