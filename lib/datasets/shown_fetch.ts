/**
 * A fetch that nobody follows is shown: in a notebook as a bar that moves, elsewhere line by line.
 *
 * @module
 */

import { escapeXml } from "../internal/escape.ts";
import { type HostData, inNotebook, send, settled } from "../internal/host.ts";
import { formatProgress, type ProgressReport } from "../internal/progress.ts";
import type { FetchContext } from "./source.ts";

/** Milliseconds between two states shown. */
const INTERVAL = inNotebook ? 200 : 2000;

/**
 * Runs `fetch`, and shows what it reports unless `context` has somebody who is told.
 *
 * What stands in the notebook in the end does not depend on the machine.
 */
export async function showFetch<T>(
  context: FetchContext,
  fetch: (context: FetchContext) => Promise<T>,
): Promise<T> {
  if (context.onProgress || context.onMessage) return await fetch(context);
  const display = inNotebook ? new NotebookBar() : new Lines();
  const result = await fetch({ ...context, ...display.listeners });
  await display.finish();
  return result;
}

type Listeners = Required<Pick<FetchContext, "onMessage" | "onProgress">>;

/** One output that is drawn anew. */
class NotebookBar {
  readonly #id = crypto.randomUUID();
  #shownAt = -Infinity;
  #isThere = false;

  readonly listeners: Listeners = {
    onMessage: (line) => this.#show(line, {}),
    onProgress: (report) => {
      const isLast = report.done === report.total;
      if (!isLast && performance.now() < this.#shownAt + INTERVAL) return;
      this.#show(formatProgress(report), report);
    },
  };

  async finish(): Promise<void> {
    if (!this.#isThere) return;
    this.#show("CIFAR-10 is complete, every digest verified", { done: 1, total: 1 });
    await settled();
  }

  #show(text: string, report: Partial<ProgressReport>): void {
    this.#shownAt = performance.now();
    send(this.#isThere ? "update_display_data" : "display_data", bar(text, report), this.#id);
    this.#isThere = true;
  }
}

/** A bar without a value says that something goes on. */
function bar(text: string, { done, total }: Partial<ProgressReport>): HostData {
  const value = total === undefined ? "" : ` value="${done}" max="${total}"`;
  const html = `<div><progress${value}></progress> ${escapeXml(text)}</div>`;
  return { data: { "text/html": html, "text/plain": text }, metadata: {} };
}

/** Lines on standard error: a program's own output stays what it is. */
class Lines {
  #shownAt = performance.now();

  readonly listeners: Listeners = {
    onMessage: (line) => console.error(line),
    onProgress: (report) => {
      if (performance.now() < this.#shownAt + INTERVAL) return;
      this.#shownAt = performance.now();
      console.error(formatProgress(report));
    },
  };

  async finish(): Promise<void> {}
}
