import { connectQueue, serveQueue } from "two-layer-net/queue";
import { type Study, WorkerPool } from "two-layer-net/tuning";
import { type Conditions, testExecutor } from "../executors/conformance.ts";
import { hasRedis, TestRedis } from "./redis.ts";

/** A worker in this process, whose threads are those of a pool. */
async function withWorker(
  url: string,
  { size, module, flags }: Conditions,
  use: () => Promise<void>,
): Promise<void> {
  const stop = new AbortController();
  const pools: WorkerPool[] = [];
  const service = serveQueue({
    url,
    slots: size,
    signal: stop.signal,
    open: () => {
      const runner = new WorkerPool({ module, size, permissions: {}, data: { flags } });
      pools.push(runner);
      return Promise.resolve({ runner, origin: null });
    },
  });
  try {
    await use();
  } finally {
    stop.abort();
    for (const pool of pools) pool[Symbol.dispose](); // what hangs would be waited for
    await service;
  }
}

testExecutor("QueueExecutor", async (study: Study, conditions, use) => {
  await using redis = await TestRedis.start();
  const { maxRetries, timeLimit } = conditions;
  await withWorker(redis.url, conditions, async () => {
    await using queue = await connectQueue(study, {
      url: redis.url,
      maxRetries,
      timeLimit,
    });
    await use(queue);
  });
}, { ignore: !hasRedis });
