import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { TrialRunner } from "two-layer-net/queue";
import { Worker } from "../../../lib/tuning/queue/clients.ts";
import { encode, KEYS, PREFIX } from "../../../lib/tuning/queue/messages.ts";
import { hasRedis, TestRedis } from "./redis.ts";
import { connect, DOUBLED, doubling, pause, Service, sixTrials, TestClient } from "./service.ts";

const ignore = !hasRedis;

Deno.test({
  name: "workers that lie, send nonsense or fall silent harm no trial",
  ignore,
  async fn() {
    await using redis = await TestRedis.start();
    const { url } = redis;
    const study = sixTrials();
    const messages: string[] = [];
    await using queue = await connect(study, { url, onMessage: (text) => messages.push(text) });
    const own = { worker: "liar", host: "liar", calls: [], artifacts: [] };
    const result = (lie: object) => encode({ ...own, origin: "same", end: { value: 9 }, ...lie });
    const numberOf = (job: { data: { trial: string } }) => JSON.parse(job.data.trial).number;
    const lies: ((job: { data: { trial: string } }) => string | Promise<string>)[] = [
      (job) => result({ number: numberOf(job) + 1 }), // another's trial
      (job) => result({ number: numberOf(job), origin: "other data" }),
      (job) => result({ number: numberOf(job), end: { value: "9" } }),
      (job) => result({ number: numberOf(job), calls: [{ method: "report", value: 1, step: -1 }] }),
      () => "no JSON at all",
      (job) => result({ number: numberOf(job), end: null }),
      (job) => result({ number: numberOf(job), artifacts: 3 }),
      () => new Promise(() => {}), // and its lock is not kept
    ];
    using connection = new TestClient(url);
    const liars = lies.map((lie) =>
      new Worker(queue.studyId, async (job) => await lie(job), {
        connection,
        prefix: PREFIX,
        lockDuration: 1000,
        skipLockRenewal: true,
        skipStalledCheck: true,
      })
    );
    const run = study.optimize(queue, { totalTrials: 6 });
    // Who holds no lock may say what he likes.
    const forged = {
      worker: "x",
      token: "forged",
      from: 0,
      calls: [{ method: "report", value: 7, step: 0 }],
    };
    const channel = KEYS.toCoordinator(queue.studyId);
    const forge = setInterval(async () => {
      for (const job of await connection.lrange(`${PREFIX}:${queue.studyId}:active`, 0, -1)) {
        void connection.publish(channel, encode({ ...forged, job }));
      }
      void connection.publish(channel, "nonsense");
    }, 20);
    await pause(3000);
    await using _honest = new Service(url);
    await Promise.all(liars.slice(0, -1).map((liar) => liar.close(true)));
    await run;
    clearInterval(forge);
    assertEquals(study.trials.map(({ value }) => value), DOUBLED);
    assert(study.trials.every(({ errors }) => errors.length === 0));
    assertStringIncludes(messages.join("\n"), "liar sent a result of trial 0 that is refused");
    void liars.at(-1)!.close(true);
    await pause(100);
  },
});

Deno.test({
  name: "a value that is NaN fails its trial as it does here",
  ignore,
  async fn() {
    await using redis = await TestRedis.start();
    const study = sixTrials();
    const runner: TrialRunner = {
      run: async (trial) => {
        const value = await doubling().run(trial);
        return value === 0 ? NaN : value;
      },
      [Symbol.dispose]() {},
    };
    const open = () => Promise.resolve({ runner, origin: "same" });
    await using _service = new Service(redis.url, { open });
    await using queue = await connect(study, { url: redis.url });
    await study.optimize(queue, { totalTrials: 6 });
    const states = study.trials.map(({ state }) => state);
    assertEquals(states, ["FAIL", ...Array(5).fill("COMPLETE")]);
  },
});
