/**
 * A study whose nets are trained by the workers at a Redis.
 *
 * @module
 */

import { importLate } from "../../internal/import_late.ts";
import type { QueueState } from "../../dashboard/queue.ts";
import type { NetSearch } from "../../search/net_search.ts";
import type { QueueWorkerState } from "../../tuning/queue/messages.ts";
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

/** What the page shows of the queue. */
export function queueState(queue: QueueExecutor): QueueState {
  const workers = serving(queue)
    .map(({ host, slots, trials }) => ({ name: host, slots, running: trials }));
  return { ...queue.counts(), workers };
}

function serving(queue: QueueExecutor): QueueWorkerState[] {
  return queue.workers().filter(({ study }) => study === queue.studyId);
}

function describe(queue: QueueExecutor): string {
  const open = serving(queue).filter(({ slots }) => slots > 0);
  const slots = open.reduce((sum, worker) => sum + worker.slots, 0);
  if (open.length === 0) return "No worker now: deno task worker --redis … starts one";
  const workers = open.length === 1 ? "1 worker" : `${open.length} workers`;
  return `${workers}, ${slots === 1 ? "1 slot" : `${slots} slots`}`;
}

function trials(count: number): string {
  return count === 1 ? "1 trial goes on" : `${count} trials go on`;
}
