import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import type { TrialRunner } from "two-layer-net/queue";
import { ArtifactDirectory, createStudy, MemoryStorage } from "two-layer-net/tuning";
import { encode, KEYS, PREFIX } from "../../../lib/tuning/queue/messages.ts";
import { withTempDir } from "../../internal/testing.ts";
import { hasRedis, TestRedis } from "./redis.ts";
import { connect, DOUBLED, doubling, pause, Service, sixTrials, TestClient } from "./service.ts";

const ignore = !hasRedis;

Deno.test({
  name: "QueueExecutor says who serves its study, and leaves nothing in Redis when it is done",
  ignore,
  async fn() {
    await using redis = await TestRedis.start();
    const { url } = redis;
    const study = sixTrials();
    {
      await using queue = await connect(study, { url });
      assertEquals([queue.concurrency, queue.workers(), queue.counts()], [
        1,
        [],
        { waiting: 0, active: 0 },
      ]);
      await using service = new Service(url, { slots: 3 });
      await study.optimize(queue, { totalTrials: 6 });
      while (queue.concurrency === 1) await pause(50);
      assertEquals(study.trials.map(({ value }) => value), DOUBLED);
      const [{ slots, study: served }] = queue.workers();
      assertEquals([slots, served, queue.concurrency], [3, queue.studyId, 3]);
      assertStringIncludes(service.messages.join(), "Serving study study of");
    }
    using client = new TestClient(url);
    const left = (await client.keys("*")).filter((key) => !key.startsWith(`${PREFIX}:payload`));
    assertEquals(left, []);
  },
});

Deno.test({
  name: "QueueExecutor takes up what workers hold or have finished when its study comes back",
  ignore,
  async fn() {
    await using redis = await TestRedis.start();
    const { url } = redis;
    const storage = new MemoryStorage();
    const study = sixTrials({ storage });
    let begun = 0;
    const runner: TrialRunner = {
      run: async (trial) => (begun++, await doubling(1500).run(trial)),
      [Symbol.dispose]() {},
    };
    await using _service = new Service(url, {
      slots: 6,
      open: () => Promise.resolve({ runner, origin: "same" }),
    });
    const stop = new AbortController();
    {
      await using queue = await connect(study, { url });
      const run = study.optimize(queue, { totalTrials: 6, signal: stop.signal });
      while (begun < 6) await pause(10);
      stop.abort();
      await run;
    }
    assertEquals(study.getTrials(["WAITING"]).length, 6);
    await using queue = await connect(study, { url });
    await study.optimize(queue, { totalTrials: 6 });
    assertEquals(study.trials.map(({ value }) => value), DOUBLED);
    assertEquals([begun, ...study.trials.map(({ errors }) => errors.length)], [
      6,
      0,
      0,
      0,
      0,
      0,
      0,
    ]);
  },
});

Deno.test({
  name: "QueueExecutor refuses a second coordinator of its study, and a study of a dead one waits",
  ignore,
  async fn() {
    await using redis = await TestRedis.start();
    const { url } = redis;
    await using _queue = await connect(sixTrials(), { url });
    await assertRejects(() => connect(sixTrials(), { url }), Error, "is coordinated by");
    await using _other = await connect(sixTrials({ name: "other" }), { url });
    // What a dead coordinator left runs out.
    using client = new TestClient(url);
    const study = createStudy({ name: "third" });
    await using first = await connect(study, { url });
    const id = first.studyId;
    await first[Symbol.asyncDispose]();
    await client.set(KEYS.study(id), encode({ id, host: "dead:1" }), "PX", 1500);
    const messages: string[] = [];
    await using _third = await connect(study, { url, onMessage: (text) => messages.push(text) });
    assertEquals(messages, ["Waiting for the lease of dead:1 on the study to end"]);
  },
});

Deno.test({
  name: "artifacts come in pieces, and only those of trials that are good enough",
  ignore,
  fn: () =>
    withTempDir(async (dir) => {
      await using redis = await TestRedis.start();
      const artifacts = new ArtifactDirectory(dir, { keep: 1 });
      const study = sixTrials({ artifacts });
      const bytes = (x: number) => new Uint8Array(700_001).fill(8 * x + 1);
      const runner: TrialRunner = {
        run: async (trial) => {
          const value = await doubling().run(trial);
          trial.saveArtifact("net.bin", bytes(value / 2));
          return value;
        },
        [Symbol.dispose]() {},
      };
      const open = () => Promise.resolve({ runner, origin: "same" });
      using client = new TestClient(redis.url);
      {
        await using _service = new Service(redis.url, { open, slots: 1 });
        await using queue = await connect(study, { url: redis.url });
        await study.optimize(queue, { totalTrials: 6 });
        const { number } = study.bestTrial;
        const found = Deno.readFileSync(artifacts.path("study", number, "net.bin"));
        assertEquals(found, bytes(number / 8));
      }
      // The first trial is the best here: no other's artifact was asked for.
      const sent = (await client.info("stats")).match(/total_net_input_bytes:(\d+)/)![1];
      assert(Number(sent) < 2 * 700_001, `${sent} bytes`);
    }),
});
