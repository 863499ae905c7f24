/** What many machines cost: processes of one machine, over a Redis on its loopback. */

import { createNetStudy, netPool, type NetSearch } from "two-layer-net/search";
import { netQueue } from "two-layer-net/queue";
import { type Executor, GridSampler, type Study } from "two-layer-net/tuning";
import { netGrid } from "../../../lib/search/space.ts";
import { Redis } from "../../../lib/tuning/queue/clients.ts";
import { Running } from "../../cli/queue_commands.ts";
import { hasRedis, TestRedis } from "../../tuning/queue/redis.ts";

/** Prints the figures of a search's grid in one thread here, and on one and two workers. */
export async function measureQueue(search: NetSearch, rounds: number): Promise<void> {
  if (!hasRedis) return console.log("no redis-server here");
  for (let round = 0; round < rounds; round++) {
    using pool = netPool(search, { backend: "wasm", size: 1 });
    await time(search, pool); // threads start
    const local = await time(search, pool);
    const [one, two] = [await onWorkers(search, 1), await onWorkers(search, 2)];
    const overhead = 1000 * (one.seconds - local.seconds) / one.trials;
    console.log(
      `${one.trials} nets of ${(local.seconds / local.trials).toFixed(2)} s: here ` +
        `${local.seconds.toFixed(2)} s, one worker ${one.seconds.toFixed(2)} s, two ` +
        `${two.seconds.toFixed(2)} s: ${(one.seconds / two.seconds).toFixed(2)} times; ` +
        `${overhead.toFixed(1)} ms a trial beside one thread here`,
    );
    console.log(
      `a trial: ${one.commands.toFixed(0)} commands, ${
        (one.received / 1024).toFixed(0)
      } KB to Redis, ` +
        `${(one.sent / 1024).toFixed(0)} KB from it, ${one.cpu.toFixed(2)} ms of its time`,
    );
  }
}

interface Times {
  readonly seconds: number;
  readonly trials: number;
}

async function time(
  search: NetSearch,
  executor: Executor,
  study = makeStudy(search),
): Promise<Times> {
  const start = performance.now();
  await study.optimize(executor);
  return { seconds: (performance.now() - start) / 1000, trials: study.trials.length };
}

function makeStudy(search: NetSearch): Study {
  return createNetStudy(search, { sampler: new GridSampler(netGrid(search.space)) });
}

/** Of each trial but for the seconds: what Redis counts. */
interface QueueTimes extends Times {
  readonly commands: number;
  readonly received: number;
  readonly sent: number;
  readonly cpu: number;
}

async function onWorkers(search: NetSearch, count: number): Promise<QueueTimes> {
  await using redis = await TestRedis.start();
  const args = ["--redis", "--slots", "1", "--backend", "wasm"];
  const workers = Array.from({ length: count }, () => new Running("worker", args, redis.url));
  const client = new Redis(redis.url);
  try {
    // A first run, in which threads start; the images' digests are computed in it, too.
    for (let run = 0;; run++) {
      const study = makeStudy(search);
      await using queue = await netQueue(study, search, { url: redis.url });
      const isThere = () => queue.workers().filter(({ slots }) => slots > 0).length === count;
      while (!isThere()) await new Promise((resolve) => setTimeout(resolve, 50));
      const before = await statistics(client);
      const times = await time(search, queue, study);
      const after = await statistics(client);
      if (run === 0) continue;
      const [commands, received, sent, cpu] = after.map((value, i) =>
        (value - before[i]) / times.trials
      );
      return { ...times, commands, received, sent, cpu: 1000 * cpu };
    }
  } finally {
    client.disconnect();
    await Promise.all(workers.map((worker) => worker.stop()));
  }
}

async function statistics(client: Redis): Promise<number[]> {
  const info = await client.info();
  const names = ["total_commands_processed", "total_net_input_bytes", "total_net_output_bytes"];
  const times = ["used_cpu_user", "used_cpu_sys"];
  const read = (name: string) => Number(info.match(new RegExp(`^${name}:([\\d.]+)`, "m"))![1]);
  return [...names.map(read), times.map(read).reduce((sum, value) => sum + value)];
}
