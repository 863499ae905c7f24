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

/** What tells changes until its reader goes away or `signal` is aborted. */
export function eventStream(
  watch: { changes(): AsyncIterable<WatchEvent> },
  signal: AbortSignal,
): ReadableStream<Uint8Array> {
  const gone = new AbortController();
  const over = AbortSignal.any([signal, gone.signal]);
  return new ReadableStream<string>({
    async start(controller) {
      const send = (text: string) => {
        if (!gone.signal.aborted) controller.enqueue(text);
      };
      while (!over.aborted) await tell(watch, send, over);
      if (!gone.signal.aborted) controller.close();
    },
    cancel: () => gone.abort(),
  }).pipeThrough(new TextEncoderStream());
}

/** Tells changes for a while, and at its end that the line is alive. */
async function tell(
  watch: { changes(): AsyncIterable<WatchEvent> },
  send: (text: string) => void,
  over: AbortSignal,
): Promise<void> {
  for (let waited = 0; waited < KEEP_ALIVE_MS && !over.aborted; waited += POLL_MS) {
    for await (const { event, data } of watch.changes()) {
      send(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
    }
    await sleep(POLL_MS, over).catch(() => {});
  }
  send(": alive\n\n");
}
