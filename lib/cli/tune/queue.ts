/**
 * A study whose nets are trained by the workers at a Redis.
 *
 * @module
 */

import { importLate } from "../../internal/import_late.ts";
import type { NetSearch } from "../../search/net_search.ts";
import type { QueueExecutor } from "../../tuning/queue/queue_executor.ts";
import type { Study } from "../../tuning/study.ts";

/** Only who asks for a queue loads its client. */
const QUEUE = new URL("../../search/queue/mod.ts", import.meta.url).href;

/** What {@linkcode coordinate} takes. */
export interface Coordination {
  readonly url: string;
  /** Prints a line beside the results. */
  readonly tell: (line: string) => void;
  readonly signal: AbortSignal;
}

/** Throws, before anything is made, if there is no Redis that can serve. */
export async function checkQueue(url: string): Promise<void> {
  const { checkRedis } = await importLate(QUEUE) as typeof import("../../search/queue/mod.ts");
  await checkRedis(url);
}

/** The queue of the study, which says who works on it, and at Ctrl-C what becomes of its trials. */
export async function coordinate(
  study: Study,
  search: NetSearch,
  { url, tell, signal }: Coordination,
): Promise<QueueExecutor> {
  const { netQueue } = await importLate(QUEUE) as typeof import("../../search/queue/mod.ts");
  const queue = await netQueue(study, search, { url, onMessage: tell });
  tell(describe(queue));
  queue.onConcurrency(() => tell(describe(queue)));
  signal.addEventListener("abort", () => {
    const { active } = queue.counts();
    if (active > 0) tell(`${trials(active)} at the workers; --resume takes up what comes of them.`);
  }, { once: true });
  return queue;
}

function describe(queue: QueueExecutor): string {
  const serving = queue.workers().filter(({ study, slots }) =>
    study === queue.studyId && slots > 0
  );
  const slots = serving.reduce((sum, worker) => sum + worker.slots, 0);
  if (serving.length === 0) return "No worker yet: deno task worker --redis … starts one";
  const workers = serving.length === 1 ? "1 worker" : `${serving.length} workers`;
  return `${workers}, ${slots === 1 ? "1 slot" : `${slots} slots`}`;
}

function trials(count: number): string {
  return count === 1 ? "1 trial goes on" : `${count} trials go on`;
}
