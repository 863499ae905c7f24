import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import {
  ArtifactDirectory,
  createStudy,
  type FrozenTrial,
  RandomSampler,
  type Study,
  WorkerPool,
  type WorkerPoolOptions,
} from "two-layer-net/tuning";
import type { Data, Mode } from "./workers/objective.ts";

const MODULE = new URL("./workers/objective.ts", import.meta.url);

function sharedFlags(): Int32Array {
  return new Int32Array(new SharedArrayBuffer(8));
}

function makePool(options: Partial<WorkerPoolOptions> = {}): WorkerPool {
  const data: Data = { flags: sharedFlags() };
  return new WorkerPool({
    module: MODULE,
    size: 1,
    permissions: {},
    maxRetries: 0,
    data,
    ...options,
  });
}

/** A study with one queued trial a mode. */
function makeStudy(modes: readonly Mode[], options: Parameters<typeof createStudy>[0] = {}): Study {
  const study = createStudy({ sampler: new RandomSampler(), ...options });
  modes.forEach((mode, i) => study.enqueueTrial({ mode, x: i / 16 }));
  return study;
}

async function runModes(modes: readonly Mode[], pool: WorkerPool): Promise<FrozenTrial[]> {
  const study = makeStudy(modes);
  await study.optimize(pool, { totalTrials: modes.length });
  return study.trials;
}

Deno.test("WorkerPool runs trials in parallel and keeps what they hand over", async () => {
  using pool = makePool({ size: 2 });
  const modes = Array<Mode>(6).fill("value");
  const trials = await runModes(modes, pool);
  assertEquals(trials.map(({ value }) => value), [0, 1, 2, 3, 4, 5].map((i) => i / 8));
});

Deno.test("WorkerPool that was disposed of ends the run, and no trial is to blame", async () => {
  const pool = makePool();
  const study = makeStudy(["value", "value", "value"]);
  const callbacks = [() => pool[Symbol.dispose]()];
  await assertRejects(
    () => study.optimize(pool, { totalTrials: 3, callbacks }),
    Error,
    "This pool was disposed of. Keep it open",
  );
  assertEquals(study.trials.map(({ state }) => state), ["COMPLETE", "WAITING", "WAITING"]);
});

Deno.test("WorkerPool that is dropped takes its workers along", {
  ignore: Deno.build.os !== "linux", // Elsewhere nothing tells the number of threads.
}, async () => {
  const child = new URL("./workers/dropped_pools.ts", import.meta.url).pathname;
  const { code, stdout, stderr } = await new Deno.Command("deno", {
    args: ["run", "--allow-all", "--v8-flags=--expose-gc", "--config=deno.json", child],
  }).output();
  assertEquals(code, 0, new TextDecoder().decode(stderr));
  const grown = Number(new TextDecoder().decode(stdout));
  assert(grown <= 2, `${grown} threads more`);
});

Deno.test("WorkerPool passes attributes, artifacts and pruning between worker and study", async () => {
  using pool = makePool();
  const dir = Deno.makeTempDirSync();
  const artifacts = new ArtifactDirectory(dir);
  const study = makeStudy(["attributes", "prune"], {
    artifacts,
    pruner: { prune: (_, { intermediateValues }) => intermediateValues.size === 2 },
  });
  await study.optimize(pool, { totalTrials: 2 });
  const [attributes, pruned] = study.trials;
  assertEquals(attributes.userAttributes, { history: [1, NaN] });
  assertEquals(Deno.readTextFileSync(artifacts.path("study", 0, "weights.bin")), "x = 0");
  assertEquals([pruned.state, pruned.value], ["PRUNED", 1 / 16 + 2]);
  assertEquals([...pruned.intermediateValues], [[1, 1 / 16 + 1], [2, 1 / 16 + 2]]);
  Deno.removeSync(dir, { recursive: true });
});

const FAILURES: [Mode, string][] = [
  ["throw", "TypeError: the objective threw"],
  ["uncaught", "out of the blue"],
  ["close", "ended itself by self.close()"],
  ["exit", "ended itself by Deno.exit(3)"],
  ["hang", "took longer than 300 ms"],
  ["spin", "took longer than 300 ms"],
  ["write", "NotCapable"],
  ["fetch", "Requires net access"],
  ["badStep", "Expected step to be an integer from 0 to 9007199254740991 but found -1"],
];

for (const [mode, message] of FAILURES) {
  Deno.test(`WorkerPool loses only its trial to a worker that fails by: ${mode}`, async () => {
    const flags = sharedFlags();
    using pool = makePool({ maxRetries: 1, timeLimit: 300, data: { flags } });
    const [before, failed, after] = await runModes(["value", mode, "value"], pool);
    Atomics.store(flags, 0, 1);
    assertEquals([before.state, failed.state, after.state], ["COMPLETE", "FAIL", "COMPLETE"]);
    assertEquals([failed.attempts, failed.errors.length], [2, 2]);
    for (const error of failed.errors) assertStringIncludes(error, message);
  });
}

Deno.test("WorkerPool fails trials, not the process, when the module cannot be loaded", async () => {
  using pool = makePool({ module: new URL("./workers/absent.ts", import.meta.url) });
  const error = await assertRejects(
    () => runModes(["value", "value"], pool),
    Error,
    "All 2 trials",
  );
  assertStringIncludes(error.message, "absent.ts");
});

Deno.test("WorkerPool stops at once when the study is told to, and queues its trials again", async () => {
  using pool = makePool({ size: 2 });
  const study = makeStudy(["value", "hang", "hang"]);
  const controller = new AbortController();
  const run = study.optimize(pool, { totalTrials: 3, signal: controller.signal });
  while (study.getTrials(["RUNNING"]).length < 2 || study.trials[0].state !== "COMPLETE") {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  controller.abort();
  await run;
  assertEquals(study.trials.map(({ state }) => state), ["COMPLETE", "WAITING", "WAITING"]);
  assertEquals(study.trials[1].proposal.mode, "hang");
  assert(study.trials[1].errors.length === 0);
});
