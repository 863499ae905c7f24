/** Journals in Redis: what it loses, who else writes, and what is none. */

import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import {
  createStudy,
  DatabaseLostError,
  JournalStorage,
  loadStudy,
  RandomSampler,
  type Study,
} from "two-layer-net/tuning";
import { freePort, hasRedis, TestRedis } from "../queue/redis.ts";
import { TestClient } from "../queue/service.ts";

const CHILD = new URL("./children/run_journal.ts", import.meta.url).pathname;

function test(name: string, fn: (redis: TestRedis, client: TestClient) => Promise<void>): void {
  Deno.test({
    name,
    ignore: !hasRedis,
    async fn() {
      await using redis = await TestRedis.start();
      using client = new TestClient(redis.url);
      await fn(redis, client);
    },
  });
}

async function entriesIn(client: TestClient): Promise<(string | null)[]> {
  const last = Number(await client.get(":log_number"));
  return await client.mget(Array.from({ length: last + 1 }, (_, i) => `:log:${i}`));
}

/** Takes the last entries away, as Redis does that is killed before it has written them. */
async function lose(client: TestClient, count: number): Promise<void> {
  const last = Number(await client.get(":log_number"));
  await client.del(Array.from({ length: count }, (_, i) => `:log:${last - i}`));
  await client.set(":log_number", last - count);
}

function tryOut(study: Study): void {
  const trial = study.ask();
  const x = trial.suggestFloat("x", 0, 1);
  trial.report(x, 1);
  study.tell(trial, x);
}

test(
  "what Redis lost when it was killed is written again, by who had read it",
  async ({ url }, client) => {
    using storage = new JournalStorage(url);
    const study = createStudy({ storage, sampler: new RandomSampler() });
    for (let i = 0; i < 5; i++) tryOut(study);
    const trials = study.trials, entries = await entriesIn(client);
    using view = new JournalStorage(url, { readOnly: true });
    await lose(client, 7);
    assertEquals(view.getTrials("study"), trials); // and waits
    assertEquals(await client.get(":log_number"), `${entries.length - 8}`);
    assertEquals(study.trials, trials);
    assertEquals(await entriesIn(client), entries);
    await lose(client, 3);
    tryOut(study);
    assertEquals((await entriesIn(client)).slice(0, entries.length), entries);
    assertEquals(view.getTrials("study"), study.trials);
    assertEquals(study.trials.length, 6);
  },
);

test("a Redis that was killed is waited for", async (redis) => {
  using storage = new JournalStorage(redis.url);
  const study = createStudy({ storage, sampler: new RandomSampler() });
  for (let i = 0; i < 3; i++) tryOut(study);
  await redis.kill();
  redis.restartAfter(0.5);
  for (let i = 0; i < 3; i++) tryOut(study);
  using view = new JournalStorage(redis.url, { readOnly: true });
  assertEquals(view.getTrials("study"), study.trials);
  assertEquals(study.getTrials(["COMPLETE"]).length, 6);
});

test(
  "where others wrote in the place of what was lost, or all is deleted, the work ends",
  async ({ url }, client) => {
    using storage = new JournalStorage(url);
    const study = createStudy({ storage, sampler: new RandomSampler() });
    for (let i = 0; i < 3; i++) tryOut(study);
    await lose(client, 4);
    {
      using other = new JournalStorage(url);
      tryOut(loadStudy({ name: "study", storage: other }));
    }
    assertThrows(() => study.trials, Error, "has lost entries of the journal that were read");
    using next = new JournalStorage(url);
    assertEquals(next.getTrials("study", ["COMPLETE"]).length, 3);
    await client.flushdb();
    const error = assertThrows(
      () => tryOut(loadStudy({ name: "study", storage: next })),
      DatabaseLostError,
    );
    assertStringIncludes(error.message, "was deleted while it was in use");
  },
);

test("an entry whose answer was lost with the connection is there once", async (redis, client) => {
  const { promise, resolve } = Promise.withResolvers<number>();
  const proxy = new Worker(new URL("./children/forgetful_proxy.ts", import.meta.url), {
    type: "module",
  });
  proxy.onmessage = ({ data }) => resolve(data);
  proxy.postMessage(redis.port);
  const port = await promise;
  {
    using storage = new JournalStorage(redis.url.replace(`:${redis.port}`, `:${port}`));
    const study = createStudy({ storage, sampler: new RandomSampler() });
    for (let i = 0; i < 5; i++) tryOut(study);
    assertEquals(study.getTrials(["COMPLETE"]).length, 5);
    using view = new JournalStorage(redis.url, { readOnly: true });
    assertEquals(view.getTrials("study"), study.trials);
  }
  const entries = await entriesIn(client);
  assertEquals(new Set(entries).size, entries.length);
  proxy.terminate();
});

test("processes share a study: each trial is run by one of them, once", async ({ url }, client) => {
  using storage = new JournalStorage(url);
  const study = createStudy({ name: "shared", storage });
  for (let x = 0; x < 20; x++) study.enqueueTrial({ x: x / 20 });
  const permissions = ["--allow-read", "--allow-net=127.0.0.1"];
  const outputs = await Promise.all([1, 2, 3].map(() =>
    new Deno.Command("deno", {
      args: ["run", "--no-check", "--no-prompt", ...permissions, CHILD, url, "20"],
    }).output()
  ));
  for (const { success, stderr } of outputs) assert(success, new TextDecoder().decode(stderr));
  const trials = study.trials;
  assertEquals(trials.map(({ state }) => state), Array(60).fill("COMPLETE"));
  assertEquals(
    trials.slice(0, 20).map(({ params }) => params.x),
    trials.slice(0, 20).map((_, i) => i / 20),
  );
  assert(trials.every(({ attempts }) => attempts === 1));
  assertEquals((await entriesIn(client)).includes(null), false);
});

test(
  "a Redis without a journal, with something else, or that lets nobody in is refused",
  async (redis, client) => {
    const { url, port } = redis;
    const place = `redis://127.0.0.1:${port}`;
    const refusal = (url: string, readOnly = false) =>
      assertThrows(() => new JournalStorage(url, { readOnly }), Error).message;
    assertEquals(refusal(url, true), `There is no Optuna journal in ${place}`);
    await client.mset({ ":log_number": "0", ":log:0": "notes" });
    assertStringIncludes(
      refusal(url),
      `Expected ${place} to be an Optuna journal but its line 1 is no journal entry`,
    );
    assertEquals(await client.keys("*"), await client.keys(":log*"));
    assertEquals(refusal(place), `Redis at ${place} asks for a password`);
    assertStringIncludes(
      refusal(`redis://:geheim@127.0.0.1:${freePort()}`),
      "Cannot reach Redis at redis://127",
    );
    assertThrows(
      () => new JournalStorage("redis://x/y"),
      RangeError,
      "Expected the URL of Redis to be",
    );
  },
);
