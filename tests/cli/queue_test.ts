import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { fetchCifar10, RandomState } from "two-layer-net";
import { type FrozenTrial, loadStudy, weightsDir } from "two-layer-net/tuning";
import { defaultCifar10Dir } from "../../lib/datasets/cifar10_files.ts";
import { openStudyFile } from "../../lib/tuning/storage/study_file.ts";
import { withTempDir } from "../internal/testing.ts";
import { freePort, hasRedis, hasTls, makeCertificates, TestRedis } from "../tuning/queue/redis.ts";
import { TestClient } from "../tuning/queue/service.ts";
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

function trialsIn(place: string): FrozenTrial[] {
  using storage = openStudyFile(place, { readOnly: true });
  return loadStudy({ name: "grid", storage }).trials;
}

/** What trials found, without what the clock and the interruptions say. */
function results(place: string): unknown[] {
  return trialsIn(place).map((trial) => {
    const { state, value, params, intermediateValues, userAttributes } = trial;
    const { trainingSeconds: _, ...attributes } = userAttributes;
    return { state, value, params, intermediateValues, attributes };
  });
}

/** A folder that may be made, and is to be gone afterwards. */
function removed(folder: string): AsyncDisposable {
  return {
    [Symbol.asyncDispose]: () => Deno.remove(folder, { recursive: true }).catch(() => {}),
  };
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

/** What trials of the grid find in this machine's pool. */
let here: Promise<unknown[]> | undefined;

async function resultsHere(): Promise<unknown[]> {
  const dir = await Deno.makeTempDir();
  try {
    assertEquals((await tune(...GRID, "--out", `${dir}/local.db`)).code, 0);
    return results(`${dir}/local.db`);
  } finally {
    await Deno.remove(dir, { recursive: true });
  }
}

for (const where of ["a database", "Redis"]) {
  Deno.test({
    name:
      `the study is in ${where}; workers, coordinator and Redis are killed: the table is the local run's`,
    ignore: !hasRedis,
    fn: () =>
      withTempDir(async (dir) => {
        await fetchCifar10({ onMessage: console.log });
        await using redis = await TestRedis.start();
        const shared = `${dir}/shared.db`;
        const [out, place] = where === "Redis" ? ["redis:", redis.url] : [shared, shared];
        await using _weights = removed(weightsDir(place));
        const start = (...args: string[]) =>
          new Running("tune", [...args, "--redis", "--out", out], redis.url);
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
          const all = trialsIn(place), complete = all.filter(({ state }) => state === "COMPLETE");
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
        assertEquals(results(place), await (here ??= resultsHere()));
        const again = trialsIn(place).filter(({ attempts }) => attempts > 1).length;
        console.log(`${again} trials were begun again; killed: ${done.join(", ")}`);
      }),
  });
}

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
  name:
    "a study is kept in Redis without workers, too, and looked at; its password is seen nowhere",
  ignore: !hasRedis,
  fn: () =>
    withTempDir(async (dir) => {
      await fetchCifar10({ onMessage: console.log });
      await using redis = await TestRedis.start();
      await using _weights = removed(weightsDir(redis.url));
      const sizes = ["--hidden-size", "20", "--learning-rate", "1e-4,1e-3", "--reg", "0,1"];
      const grid = ["--study", "grid", ...SMALL, ...sizes];
      const run = (...args: string[]) => new Running("tune", args, redis.url);
      const look = async (...args: string[]) => (await run(...args).outcome()).out;
      const first = run(...grid, "--workers", "1", "--out", redis.url);
      await until(() => first.out.split("\n").length > 1);
      const stopped = await first.stop();
      assertEquals(stopped.code, 130, stopped.err);
      assertStringIncludes(stopped.err, "deno task tune --resume --study grid --out redis: ");
      const resumed = await run("--resume", "--backend", "wasm", "--out", "redis:").outcome();
      assertEquals(resumed.code, 0, resumed.err);
      await tune(...grid, "--out", `${dir}/local.db`);
      assertEquals(results(redis.url), results(`${dir}/local.db`));
      assertMatch(await look("--list", "--out", "redis:"), /^grid +4 trials \(4 complete\)/m);
      assertEquals(
        await look("--show", "grid", "--redis", redis.url, "--out", "redis:"),
        (await tune("--show", "grid", "--out", `${dir}/local.db`)).out,
      );
      // Another machine has the study, and not the weights.
      await Deno.remove(weightsDir(redis.url), { recursive: true });
      const elsewhere = await run("--resume", "--out", "redis:").outcome();
      assertMatch(elsewhere.out, /^Weights: not at .*; another machine fetched them$/m);
      const exported = await look("--export", "optuna", "--out", "redis:");
      assertMatch(exported, /^\{"op_code":0,"study_name":"grid"/);
      const { err: again } = await run(...grid, "--out", redis.url).outcome();
      assertStringIncludes(
        again,
        `Study grid exists already in redis://127.0.0.1:${redis.port}: --resume`,
      );
      const seen = [stopped.out, stopped.err, resumed.out, resumed.err, exported, again].join();
      assertEquals(seen.includes(redis.password), false);
    }),
});

Deno.test({
  name: "a study that is deleted in Redis while it runs ends the run, which says so",
  ignore: !hasRedis,
  async fn() {
    await fetchCifar10({ onMessage: console.log });
    await using redis = await TestRedis.start();
    await using _weights = removed(weightsDir(redis.url));
    using client = new TestClient(redis.url);
    const running = new Running("tune", [...SMALL_GRID, "--out", "redis:"], redis.url);
    await until(() => running.out.split("\n").length > 1);
    await client.flushdb();
    const { code, err } = await running.outcome();
    assertEquals(code, 1);
    assertStringIncludes(err, `error: The journal in redis://127.0.0.1:${redis.port} was deleted`);
  },
});

Deno.test({
  name: "a Redis is reached by TLS, its certificate by an authority of one's own",
  ignore: !hasTls,
  fn: () =>
    withTempDir(async (dir) => {
      await fetchCifar10({ onMessage: console.log });
      await makeCertificates(dir);
      const port = freePort();
      await using redis = await TestRedis.start(
        ...["--tls-port", `${port}`, "--tls-auth-clients", "no", "--tls-ca-cert-file"],
        ...[`${dir}/ca.crt`, "--tls-cert-file", `${dir}/redis.crt`],
        ...["--tls-key-file", `${dir}/redis.key`],
      );
      const url = `rediss://:${redis.password}@127.0.0.1:${port}`;
      await using _weights = removed(weightsDir(url));
      const grid = ["--study", "grid", ...SMALL, "--hidden-size", "20", "--learning-rate", "1e-3"];
      const args = [...grid, "--reg", "0,1", "--redis", "--out", "redis:"];
      const stranger = await new Running("tune", args, url).outcome();
      assertEquals(stranger.code, 1);
      assertMatch(
        stranger.err,
        /Cannot reach Redis at rediss:.*certificate.*; DENO_CERT=FILE names/,
      );
      const trusting = { DENO_CERT: `${dir}/ca.crt` };
      const worker = new Running("worker", WORKER, url, trusting);
      const { code, err } = await new Running("tune", args, url, trusting).outcome();
      assertEquals(code, 0, err);
      assertEquals((await worker.stop()).code, 0);
      const { out } = await new Running("tune", ["--list", "--out", "redis:"], url, trusting)
        .outcome();
      assertMatch(out, /^grid +2 trials \(2 complete\)/m);
    }),
});

Deno.test("a place in Redis that cannot be is refused, with what to say", async () => {
  const refusals: [args: string[], code: number, message: string][] = [
    [["--out", "redis:"], 1, "--out redis: has no URL, and TWO_LAYER_NET_REDIS is not set"],
    [
      ["--list", "--redis"],
      2,
      "option '--redis [url]' trains nets, or says where '--out redis:' is",
    ],
    [["--out", "redis://:geheim@"], 1, "Expected the URL of Redis to be"],
    [["--list", "--out", `redis://:geheim@127.0.0.1:${freePort()}`], 1, "Cannot reach Redis at"],
  ];
  for (const [args, code, message] of refusals) {
    const outcome = await new Running("tune", args, "").outcome();
    assertStringIncludes(outcome.err, message);
    assertEquals([outcome.code, outcome.err.includes("geheim")], [code, false]);
  }
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
