import { assert, assertStringIncludes } from "@std/assert";
import { createStudy, floatDistribution, RandomSampler } from "two-layer-net/tuning";
import { hasRedis, TestRedis } from "./redis.ts";
import { connect, doubling, pause, Service, sixTrials } from "./service.ts";

const ignore = !hasRedis;

/** One that does not end by itself. */
function endless() {
  const searchSpace = { x: floatDistribution(0, 1) };
  return createStudy({ name: "endless", sampler: new RandomSampler(), searchSpace });
}

for (const [count, turn] of [[1, 500], [2, 3_600_000]]) {
  Deno.test({
    name: `a study that comes later gets its share of ${
      count === 1 ? "one worker" : "two workers"
    }`,
    ignore,
    async fn() {
      await using redis = await TestRedis.start();
      const { url } = redis;
      const stop = new AbortController();
      const first = endless(), second = sixTrials({ name: "second" });
      const open = () => Promise.resolve({ runner: doubling(50), origin: "same" });
      const options = { open, slots: 1, turn };
      await using one = new Service(url, options);
      await using two = count === 2 ? new Service(url, options) : null;
      await using firstQueue = await connect(first, { url });
      const running = first.optimize(firstQueue, { signal: stop.signal });
      while (firstQueue.concurrency < count || first.getTrials(["COMPLETE"]).length === 0) {
        await pause(20);
      }
      {
        await using secondQueue = await connect(second, { url });
        await second.optimize(secondQueue, { totalTrials: 6 });
      }
      // The first study goes on, by whom stayed or comes back.
      const { length } = first.getTrials(["COMPLETE"]);
      while (first.getTrials(["COMPLETE"]).length < length + 3) await pause(20);
      stop.abort();
      await running;
      assert(second.trials.every(({ state }) => state === "COMPLETE"));
      const messages = [...one.messages, ...two?.messages ?? []].join("\n");
      assertStringIncludes(messages, "Leaving study endless for second, which needs it more");
    },
  });
}
