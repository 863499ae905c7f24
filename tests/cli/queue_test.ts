import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { fetchCifar10 } from "two-layer-net";
import { type FrozenTrial, loadStudy, SqliteStorage } from "two-layer-net/tuning";
import { withTempDir } from "../internal/testing.ts";
import { freePort, hasRedis, TestRedis } from "../tuning/queue/redis.ts";
import { Running } from "./queue_commands.ts";
import { tune } from "./tune_command.ts";

/** By hand: TWO_LAYER_NET_KILLS=20 deno task test tests/cli/queue_test.ts. */
const KILLS = Number(Deno.env.get("TWO_LAYER_NET_KILLS") ?? 3);

/** The assignment's grid in small, 60 nets of a tenth of a second. */
const GRID = [
  ...["--training", "2000", "--validation", "200", "--iterations", "60", "--batch-size", "100"],
  ...["--hidden-size", "20,30,40", "--learning-rate", "1e-4,5e-4,1e-3,5e-3"],
  ...["--reg", "0,0.2,0.4,0.6,0.8", "--backend", "wasm"],
];

/** A worker whose trials others get soon. */
const WORKER = ["--redis", "--slots", "1", "--backend", "wasm", "--lock", "1"];

function trialsIn(database: string): FrozenTrial[] {
  using storage = new SqliteStorage(database);
  return loadStudy({ name: "grid", storage }).trials;
}

/** What trials found, without what the clock and the interruptions say. */
function results(database: string): unknown[] {
  return trialsIn(database).map((trial) => {
    const { state, value, params, intermediateValues, userAttributes } = trial;
    const { trainingSeconds: _, ...attributes } = userAttributes;
    return { state, value, params, intermediateValues, attributes };
  });
}

async function pause(milliseconds: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
}

async function until(holds: () => boolean): Promise<void> {
  for (let i = 0; !holds(); i++) {
    if (i > 1200) throw new Error("waited for a minute");
    await pause(50);
  }
}

Deno.test({
  name: "workers, coordinator and Redis are killed in turn: the table is the local run's",
  ignore: !hasRedis,
  fn: () =>
    withTempDir(async (dir) => {
      await fetchCifar10({ onMessage: console.log });
      const [shared, local] = [`${dir}/shared.db`, `${dir}/local.db`];
      await using redis = await TestRedis.start();
      const start = (...args: string[]) =>
        new Running("tune", [...args, "--redis", "--out", shared], redis.url);
      const startWorker = () => new Running("worker", WORKER, redis.url);
      let coordinator = start(...GRID);
      const workers = [startWorker(), startWorker()];
      await until(() => coordinator.err.includes("2 workers, 2 slots"));
      let isOver = false, kills = 0;
      for (; kills < KILLS && !isOver; kills++) {
        await pause(400 + 50 * (kills % 7));
        if (kills % 3 === 0) {
          const i = kills % 2;
          await workers[i].kill();
          workers[i] = startWorker();
        } else if (kills % 3 === 1) {
          await coordinator.kill();
          coordinator = start("--resume");
        } else {
          await redis.kill();
          await pause(500);
          await redis.restart();
        }
        isOver = trialsIn(shared).every(({ state }) => state === "COMPLETE");
      }
      assertEquals(kills, KILLS, "the study was over before");
      const { code, err } = await coordinator.outcome();
      assertEquals(code, 0, err);
      const ends = await Promise.all(workers.map((worker) => worker.stop("SIGTERM")));
      assertEquals(ends.map((end) => end.code), [0, 0]);
      assertMatch(ends[0].out, /Stopping: no other trial is begun\n(.*\n)*Stopped\n$/);
      assertEquals((await tune(...GRID, "--out", local)).code, 0);
      assertEquals(results(shared), results(local));
      const again = trialsIn(shared).filter(({ attempts }) => attempts > 1).length;
      console.log(`${kills} kills, ${again} trials were begun again`);
    }),
});
