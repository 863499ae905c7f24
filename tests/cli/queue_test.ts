import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { fetchCifar10, RandomState } from "two-layer-net";
import { type FrozenTrial, loadStudy, SqliteStorage } from "two-layer-net/tuning";
import { defaultCifar10Dir } from "../../lib/datasets/cifar10_files.ts";
import { withTempDir } from "../internal/testing.ts";
import { hasRedis, TestRedis } from "../tuning/queue/redis.ts";
import { Running } from "./queue_commands.ts";
import { tune } from "./tune_command.ts";

/**
 * By hand, on the assignment's own grid: TWO_LAYER_NET_KILLS=20 deno task test tests/cli/queue_test.ts;
 * with TWO_LAYER_NET_KILL_SEED=1, say, whom and when is drawn at random.
 */
const BY_HAND = Deno.env.get("TWO_LAYER_NET_KILLS");

const KILLS = Number(BY_HAND ?? 3);

const SEED = Deno.env.get("TWO_LAYER_NET_KILL_SEED");

type Victim = "first worker" | "second worker" | "coordinator" | "Redis";

interface Kill {
  readonly victim: Victim;
  /** Milliseconds after all are back from the kill before. */
  readonly after: number;
  /** Milliseconds for which Redis is away, if it is the one. */
  readonly absence: number;
}

/** Each of them in turn, at moments that differ. */
function inTurn(): Kill[] {
  return Array.from({ length: KILLS }, (_, kill) => ({
    victim: ([kill % 2 ? "second worker" : "first worker", "coordinator", "Redis"] as const)[
      kill % 3
    ],
    after: (BY_HAND ? 2000 : 400) + 50 * (kill % 7),
    absence: 500,
  }));
}

/** Any of them at any moment. */
function atRandom(seed: number): Kill[] {
  const rng = new RandomState(seed);
  const victims: Victim[] = ["first worker", "second worker", "coordinator", "Redis"];
  const draw = (bound: number) => rng.randint(0, bound, 1)[0];
  return Array.from({ length: KILLS }, () => ({
    victim: victims[draw(victims.length)],
    after: draw(4000),
    absence: draw(3000),
  }));
}

const SMALL = [
  ...["--training", "2000", "--validation", "200", "--iterations", "60", "--batch-size", "100"],
  ...["--backend", "wasm"],
];

/** The assignment's grid in small: 60 nets of a tenth of a second. */
const SMALL_GRID = [
  ...SMALL,
  ...["--hidden-size", "20,30,40", "--learning-rate", "1e-4,5e-4,1e-3,5e-3"],
  ...["--reg", "0,0.2,0.4,0.6,0.8"],
];

const GRID = ["--study", "grid", ...BY_HAND === undefined ? SMALL_GRID : []];

/** A worker whose trials others get soon. */
const WORKER = ["--redis", "--slots", "1", "--lock", "1", ...BY_HAND ? [] : ["--backend", "wasm"]];

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
    if (i > 6000) throw new Error("waited for five minutes");
    await pause(50);
  }
}

Deno.test({
  name:
    "workers, coordinator and Redis are killed in turn or at random: the table is the local run's",
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
      const killWorker = async (i: number) => {
        await workers[i].kill();
        workers[i] = startWorker();
        await until(() => /Serving|Waiting/.test(workers[i].out));
      };
      const strike: Record<Victim, (absence: number) => Promise<void>> = {
        "first worker": () => killWorker(0),
        "second worker": () => killWorker(1),
        async coordinator() {
          await coordinator.kill();
          coordinator = start("--resume");
          await until(() => coordinator.err.includes("worker"));
        },
        async Redis(absence) {
          await redis.kill();
          await pause(absence);
          await redis.restart();
        },
      };
      const done: string[] = [];
      for (const { victim, after, absence } of SEED ? atRandom(Number(SEED)) : inTurn()) {
        const all = trialsIn(shared), complete = all.filter(({ state }) => state === "COMPLETE");
        assert(complete.length < all.length, `the study was over after ${done.length} kills`);
        await pause(after);
        await strike[victim](absence);
        done.push(`${victim} (${complete.length} nets done)`);
      }
      const { code, err } = await coordinator.outcome();
      assertEquals(code, 0, err);
      const ends = await Promise.all(workers.map((worker) => worker.stop("SIGTERM")));
      assertEquals(ends.map((end) => end.code), [0, 0]);
      assertMatch(ends[0].out, /Stopping: no other trial is begun\n(.*\n)*Stopped\n$/);
      assertEquals((await tune(...GRID, "--out", local)).code, 0);
      assertEquals(results(shared), results(local));
      const again = trialsIn(shared).filter(({ attempts }) => attempts > 1).length;
      console.log(`${again} trials were begun again; killed: ${done.join(", ")}`);
    }),
});

Deno.test({
  name: "one, two and four worker processes give the local table; Ctrl-C leaves what goes on",
  ignore: !hasRedis,
  fn: () =>
    withTempDir(async (dir) => {
      await fetchCifar10({ onMessage: console.log });
      const grid = [...SMALL, "--hidden-size", "20,30", "--learning-rate", "1e-4,5e-4,1e-3"];
      const args = ["--study", "grid", "--reg", "0,0.2", ...grid];
      const local = await tune(...args, "--out", `${dir}/local.db`);
      await using redis = await TestRedis.start();
      const workers: Running[] = [];
      for (const count of [1, 2, 4]) {
        while (workers.length < count) workers.push(new Running("worker", WORKER, redis.url));
        const out = ["--redis", "--out", `${dir}/${count}.db`];
        const first = new Running("tune", [...args, ...out], redis.url);
        await until(() => first.err.includes("slot"));
        const { code, err } = await first.stop();
        assertEquals(code, 130, err);
        assertStringIncludes(err, "deno task tune --resume --study grid");
        // Its password is seen nowhere.
        assertEquals(
          (err + await Deno.readTextFile(`${dir}/${count}.db`)).includes(redis.password),
          false,
        );
        const resumed = await new Running("tune", ["--resume", ...out], redis.url).outcome();
        assertEquals(resumed.code, 0, resumed.err);
        const lines = (text: string) =>
          text.split("\n").filter((line) => !line.startsWith("Weights"));
        assertEquals(lines(resumed.out), lines(local.out));
        assertEquals(results(`${dir}/${count}.db`), results(`${dir}/local.db`));
      }
      const ends = await Promise.all(workers.map((worker) => worker.stop()));
      assertEquals(ends.map(({ code }) => code), [0, 0, 0, 0]);
    }),
});

Deno.test({
  name: "a worker that has other images than the study does not serve it, and says so",
  ignore: !hasRedis,
  fn: () =>
    withTempDir(async (dir) => {
      await fetchCifar10({ onMessage: console.log });
      await using redis = await TestRedis.start();
      const other = await otherImages(dir);
      const args = [...SMALL, "--hidden-size", "20", "--redis", "--out", `${dir}/studies.db`];
      const coordinator = new Running("tune", [...args, "--study", "grid"], redis.url);
      const worker = new Running("worker", [...WORKER, "--dir", other], redis.url);
      await until(() => worker.out.includes("Not serving study grid of"));
      assertEquals((await coordinator.stop()).code, 130);
      const { code, out } = await worker.stop();
      assertEquals(code, 0);
      assertMatch(out, /Not serving study grid of .*: .+/);
    }),
});

/** CIFAR-10's files with one pixel changed. */
async function otherImages(dir: string): Promise<string> {
  const own = defaultCifar10Dir();
  const folder = `${dir}/images`;
  await Deno.mkdir(folder);
  for await (const { name } of Deno.readDir(own)) {
    await Deno.copyFile(`${own}/${name}`, `${folder}/${name}`);
  }
  const file = await Deno.open(`${folder}/data_batch_1.bin`, { write: true, read: true });
  await file.write(Uint8Array.of(0, 1, 2, 3));
  file.close();
  return folder;
}
