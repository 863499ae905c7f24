/** What many machines cost: processes of one machine, over a Redis on its loopback. */

import { createNetStudy, netPool, type NetSearch } from "two-layer-net/search";
import { netQueue } from "two-layer-net/queue";
import { type Executor, GridSampler, type Study } from "two-layer-net/tuning";
import { netGrid } from "../../../lib/search/space.ts";
import { Redis } from "../../../lib/tuning/queue/clients.ts";
import { Running } from "../../cli/queue_commands.ts";
import { hasRedis, TestRedis } from "../../tuning/queue/redis.ts";

/** Prints the figures of a search's grid in one thread here, and on one and two workers, in turn. */
export async function measureQueue(search: NetSearch, rounds: number): Promise<void> {
  if (!hasRedis) return console.log("no redis-server here");
  const here: number[] = [], one: number[] = [], two: number[] = [];
  await using redis = await TestRedis.start();
  await using cluster = new Cluster(search, redis);
  using pool = netPool(search, { backend: "wasm", size: 1 });
  await time(search, pool); // its thread starts
  for (let round = 0; round < rounds; round++) {
    here.push((await time(search, pool)).seconds);
    one.push((await cluster.time(1)).seconds);
    two.push((await cluster.time(2)).seconds);
  }
  const [least, leastOne, leastTwo] = [here, one, two].map((all) => Math.min(...all));
  const { trials, ...counts } = await cluster.time(1);
  const text = (all: number[]) => all.map((seconds) => seconds.toFixed(2)).join(", ");
  console.log(
    `${trials} nets, seconds here: ${text(here)}; one worker: ${text(one)}; two: ${text(two)}`,
  );
  console.log(
    `of the least: two workers are ${
      (leastOne / leastTwo).toFixed(2)
    } times one; beside one thread ` +
      `here ${(1000 * (leastOne - least) / trials).toFixed(1)} ms more a trial`,
  );
  console.log(
    `a trial: ${counts.commands.toFixed(1)} commands, ${
      (counts.received / 1024).toFixed(1)
    } KB to ` +
      `Redis, ${(counts.sent / 1024).toFixed(1)} KB from it, ${
        counts.cpu.toFixed(2)
      } ms of its time`,
  );
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

/** Workers at a Redis, as many as are asked for. */
class Cluster implements AsyncDisposable {
  readonly #search: NetSearch;
  readonly #redis: TestRedis;
  readonly #client: Redis;
  readonly #workers: Running[] = [];

  constructor(search: NetSearch, redis: TestRedis) {
    this.#search = search;
    this.#redis = redis;
    this.#client = new Redis(redis.url);
  }

  /** Times the search on so many workers, after a run in which their threads start. */
  async time(count: number): Promise<QueueTimes> {
    const args = ["--redis", "--slots", "1", "--backend", "wasm"];
    while (this.#workers.length > count) await this.#workers.pop()!.stop();
    while (this.#workers.length < count) {
      this.#workers.push(new Running("worker", args, this.#redis.url));
    }
    await this.#run(count);
    return await this.#run(count);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#client.disconnect();
    await Promise.all(this.#workers.map((worker) => worker.stop()));
  }

  async #run(count: number): Promise<QueueTimes> {
    const study = makeStudy(this.#search);
    await using queue = await netQueue(study, this.#search, { url: this.#redis.url });
    const ready = () => queue.workers().filter(({ slots }) => slots > 0).length;
    while (ready() !== count) await new Promise((resolve) => setTimeout(resolve, 50));
    const before = await statistics(this.#client);
    const times = await time(this.#search, queue, study);
    const after = await statistics(this.#client);
    const [commands, received, sent, cpu] = after.map((value, i) =>
      (value - before[i]) / times.trials
    );
    return { ...times, commands, received, sent, cpu: 1000 * cpu };
  }
}

async function statistics(client: Redis): Promise<number[]> {
  const info = await client.info();
  const names = ["total_commands_processed", "total_net_input_bytes", "total_net_output_bytes"];
  const times = ["used_cpu_user", "used_cpu_sys"];
  const read = (name: string) => Number(info.match(new RegExp(`^${name}:([\\d.]+)`, "m"))![1]);
  return [...names.map(read), times.map(read).reduce((sum, value) => sum + value)];
}
